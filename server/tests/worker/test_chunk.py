import asyncio
import json
from pathlib import Path

import pytest

from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.worker.manifest import outcome_object, parse_uri, uri
from massa_server.worker.summary import summarize
from tests.support.bench import ANALYSIS, Bench


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
