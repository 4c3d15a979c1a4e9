import asyncio
import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.worker.chunk import ChunkWorker
from massa_server.worker.engine import Engine
from massa_server.worker.manifest import Manifest, ManifestDatabase, ManifestFile, outcome_object, parse_uri, uri
from massa_server.worker.messages import Message
from massa_server.worker.outcome import Outcome
from massa_server.worker.summary import read_outcome, summarize
from tests.support.scripted_engine import install

ANALYSIS = uuid.uuid4()
DATABASE = b">P1 one\nMKR\n"


class Bench:
    """A store with inputs, and workers over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = LocalStore(Settings(data_dir=folder))
        self.engine = Engine(install(folder / "bin"))
        self.messages: list[Message] = []

    async def put(self, target: ObjectKey, content: bytes) -> None:
        path = self.folder / uuid.uuid4().hex
        path.write_bytes(content)
        await self.store.put(target, path)

    async def manifest(self, *scripts: str, **changes: Any) -> Manifest:
        """A manifest of one chunk with a file for each script."""
        sha256 = hashlib.sha256(DATABASE).hexdigest()
        await self.put(ObjectKey(Bucket.DATABASES, f"{sha256}.fasta"), DATABASE)
        files = []
        for number, script in enumerate(scripts):
            key = f"samples/s/{number}/run.mzML"
            await self.put(ObjectKey(Bucket.UPLOADS, key), script.encode())
            files.append(
                ManifestFile(
                    file_id=uuid.uuid4(),
                    name=f"run {number}.mzML",
                    key=key,
                    size_bytes=len(script),
                    sha256=hashlib.sha256(script.encode()).hexdigest(),
                    attempt=1,
                    **changes,
                )
            )
        return Manifest(
            analysis_id=ANALYSIS,
            run=1,
            engine_version="0.1.0",
            preset="auto",
            parameters={},
            database=ManifestDatabase(name="db", file_name="db.fasta", sha256=sha256),
            files=files,
            chunks=[list(range(len(files)))],
        )

    async def work(self, manifest: Manifest) -> int:
        scratch = self.folder / uuid.uuid4().hex
        scratch.mkdir()
        faults = await ChunkWorker(
            manifest, self.store, self.engine, uuid.uuid4().hex, 1, scratch, self.messages.append
        ).run(0)
        assert not list(scratch.iterdir()), "the scratch folder is not empty"
        return faults

    async def outcome(self, manifest: Manifest, number: int = 0) -> Outcome | None:
        return await read_outcome(self.store, outcome_object(ANALYSIS, manifest.files[number].file_id, 1), self.folder)

    def stored(self) -> set[str]:
        """The keys in the results bucket."""
        results = self.folder / "objects" / "results"
        return {str(path.relative_to(results)) for path in results.rglob("*") if path.is_file()}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


async def test_each_file_is_published_with_its_outputs(bench: Bench) -> None:
    manifest = await bench.manifest("progress read 1 1", "")

    assert await bench.work(manifest) == 0

    for number in range(2):
        outcome = await bench.outcome(manifest, number)
        assert outcome is not None
        assert outcome.state == "succeeded"
        assert outcome.verdict is not None
        assert outcome.verdict["outcome"] == "confirmed"
        assert {f"{outcome.prefix}{output.name}" for output in outcome.outputs} <= bench.stored()
    stages = [message.stage for message in bench.messages if message.file_id == manifest.files[0].file_id]
    assert stages == ["fetch", "read", "publish", ""]


async def test_a_bad_file_is_recorded_and_the_others_go_on(bench: Bench) -> None:
    manifest = await bench.manifest("say massa: no peaks\nexit 3", "")

    assert await bench.work(manifest) == 0

    bad, good = await bench.outcome(manifest, 0), await bench.outcome(manifest, 1)
    assert bad is not None
    assert bad.error is not None
    assert (bad.state, bad.error.kind, bad.error.message) == ("failed", "input", "no peaks")
    assert good is not None
    assert good.state == "succeeded"


async def test_a_fault_of_the_machine_leaves_the_file_to_another_try(bench: Bench) -> None:
    manifest = await bench.manifest("raise SIGKILL", "")

    assert await bench.work(manifest) == 1

    assert await bench.outcome(manifest, 0) is None
    assert await bench.outcome(manifest, 1) is not None
    assert [message.event for message in bench.messages if message.event != "progress"] == ["fault", "ended"]


async def test_done_files_are_skipped(bench: Bench) -> None:
    manifest = await bench.manifest("")
    await bench.work(manifest)
    before = bench.stored()

    assert await bench.work(manifest) == 0

    assert bench.stored() == before


async def test_of_workers_at_the_same_time_one_publishes(bench: Bench) -> None:
    manifest = await bench.manifest("sleep 0.3")

    assert await asyncio.gather(*(bench.work(manifest) for _ in range(4))) == [0] * 4

    outcome = await bench.outcome(manifest)
    assert outcome is not None
    outputs = {f"{outcome.prefix}{output.name}" for output in outcome.outputs}
    target = outcome_object(ANALYSIS, manifest.files[0].file_id, 1)
    assert bench.stored() == outputs | {target.key}, "outputs of an execution that did not publish are left"


async def test_messages_name_no_folder_of_this_machine(bench: Bench) -> None:
    manifest = await bench.manifest("complain\nexit 3")

    await bench.work(manifest)

    outcome = await bench.outcome(manifest)
    assert outcome is not None
    assert outcome.error is not None
    assert outcome.error.message == "run 0.mzML: cannot be read"


async def test_a_file_that_was_deleted_is_the_files_error(bench: Bench) -> None:
    manifest = await bench.manifest("")
    await bench.store.delete_prefix(Bucket.UPLOADS, "samples")

    assert await bench.work(manifest) == 0

    outcome = await bench.outcome(manifest)
    assert outcome is not None
    assert outcome.error is not None
    assert "upload it again" in outcome.error.message


async def test_other_bytes_than_were_uploaded_are_a_fault(bench: Bench) -> None:
    manifest = await bench.manifest("progress read 1 1")
    await bench.put(manifest.files[0].object, b"progress read 2 2")

    assert await bench.work(manifest) == 1

    assert await bench.outcome(manifest) is None


async def test_the_summary_gathers_all_outcomes_and_is_the_same_each_time(bench: Bench) -> None:
    manifest = await bench.manifest("", "say massa: no peaks\nexit 3", "raise SIGKILL")
    await bench.work(manifest)
    path = bench.folder / "objects" / "results" / f"analyses/{ANALYSIS}/summary/1/summary.json"

    await summarize(manifest, bench.store, bench.folder)
    first = path.read_bytes()
    await summarize(manifest, bench.store, bench.folder)

    assert path.read_bytes() == first
    assert [file["state"] for file in json.loads(first)["files"]] == ["succeeded", "failed", "unfinished"]


def test_an_object_address_comes_back() -> None:
    target = ObjectKey(Bucket.RESULTS, "analyses/a/runs/1/manifest.json")
    assert parse_uri(uri(target)) == target


@pytest.mark.parametrize("text", ["", "results://", "file:///etc/passwd", "results:/a", "secrets://a"])
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no object address"):
        parse_uri(text)
