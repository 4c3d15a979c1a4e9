"""A store with inputs, and workers over it."""

import hashlib
import uuid
from pathlib import Path
from typing import Any

from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.worker.chunk import ChunkWorker
from massa_server.worker.engine import Engine
from massa_server.worker.manifest import Manifest, ManifestDatabase, ManifestFile, outcome_object
from massa_server.worker.messages import Message
from massa_server.worker.outcome import Outcome
from massa_server.worker.summary import read_outcome
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
