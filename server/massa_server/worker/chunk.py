"""`massa-server worker chunk`: analyses the files of one chunk and publishes an outcome for each.

Running it twice is harmless, at the same time or one after the other: outputs go below a prefix that only this
execution uses, and the outcome that names the prefix is written by a conditional write that only one execution wins.
"""

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from massa_server import tracing
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.worker.engine import AnalyzeRequest, Engine, EngineError, EngineFault, ErrorKind
from massa_server.worker.manifest import ExpectedSequence, Manifest, ManifestFile, execution_prefix, outcome_object
from massa_server.worker.messages import FileMessages, Send
from massa_server.worker.outcome import Outcome, failed, succeeded

log = structlog.get_logger(__name__)


class InputChanged(Exception):
    """The store handed out other bytes than were uploaded."""


@dataclass(frozen=True, slots=True)
class ChunkWorker:
    """Analyses files of one manifest, one after the other, in the scratch folder `scratch`.

    Attributes:
        execution: a name that no other execution of the same chunk has.
    """

    manifest: Manifest
    store: ObjectStore
    engine: Engine
    execution: str
    threads: int
    scratch: Path
    send: Send

    async def run(self, index: int) -> int:
        """Analyses the chunk's files that are not done yet; returns how many the machine, not the file, made fail."""
        faults = 0
        for file in self.manifest.chunk(index):
            messages = FileMessages(self.manifest.analysis_id, file.file_id, file.attempt, self.send)
            ids = {"file_id": str(file.file_id), "attempt": str(file.attempt)}
            with structlog.contextvars.bound_contextvars(**ids), tracing.span("analyse file", **ids) as fail:
                try:
                    await self._work(file, messages)
                except (EngineFault, InputChanged, OSError) as fault:
                    faults += 1
                    log.warning("file_fault", fault=str(fault))
                    fail(str(fault))
                    messages.fault(str(fault))
                else:
                    messages.ended()
        return faults

    async def _work(self, file: ManifestFile, messages: FileMessages) -> None:
        target = outcome_object(self.manifest.analysis_id, file.file_id, file.attempt)
        if await self.store.head(target) is not None:
            return
        folder = self.scratch / str(file.file_id)
        folder.mkdir()
        started = time.monotonic()
        try:
            outcome = await self._analyse(file, folder, messages)
            messages.stage("publish")
            await self._publish(outcome, target, folder)
            duration_s = round(time.monotonic() - started, 3)
            log.info("file_ended", state=outcome.state, size_bytes=file.size_bytes, duration_s=duration_s)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    async def _analyse(self, file: ManifestFile, folder: Path, messages: FileMessages) -> Outcome:
        """Runs the engine; a refusal is an outcome too."""
        prefix = execution_prefix(self.manifest.analysis_id, file.file_id, file.attempt, self.execution)
        messages.stage("fetch")
        try:
            spectra = await self._fetch(file.object, folder / "spectra" / file.name)
        except FileNotFoundError:
            return failed(
                file.file_id, file.attempt, ErrorKind.INPUT, f"{file.name} is no longer stored; upload it again"
            )
        database = await self._fetch(
            self.manifest.database.object, folder / "database" / self.manifest.database.file_name
        )
        request = AnalyzeRequest(
            spectra=spectra,
            database=database,
            preset=self.manifest.preset,
            parameters=self.manifest.parameters,
            expect=_expectation(file, folder),
            output=folder / "result",
            threads=self.threads,
        )
        try:
            with tracing.span("massa analyze"):
                await self.engine.analyze(request, messages.progress)
        except EngineError as error:
            return failed(file.file_id, file.attempt, error.kind, _without_folders(error.message, folder))
        _check_input(file, request.output)
        return succeeded(file.file_id, file.attempt, prefix, request.output)

    async def _publish(self, outcome: Outcome, target: ObjectKey, folder: Path) -> None:
        """Stores the outputs, then the outcome; takes them back when another execution was first."""
        if outcome.prefix is not None:
            for output in outcome.outputs:
                await self.store.put(
                    ObjectKey(Bucket.RESULTS, outcome.prefix + output.name), folder / "result" / output.name
                )
        document = folder / "outcome.json"
        document.write_text(outcome.model_dump_json())
        if not await self.store.put_new(target, document) and outcome.prefix is not None:
            await self.store.delete_prefix(Bucket.RESULTS, outcome.prefix)

    async def _fetch(self, source: ObjectKey, destination: Path) -> Path:
        destination.parent.mkdir()
        await self.store.fetch(source, destination)
        return destination


def _expectation(file: ManifestFile, folder: Path) -> str | Path | None:
    """The argument of `--expect`."""
    if file.expected is None:
        return None
    if isinstance(file.expected, ExpectedSequence):
        path = folder / "expected.fasta"
        path.write_text(file.expected.fasta())
        return path
    return file.expected.accession


def _check_input(file: ManifestFile, result: Path) -> None:
    """Compares what the engine read with what was uploaded."""
    read = json.loads((result / "summary.json").read_bytes())["file"]["sha256"]
    if read != file.sha256:
        raise InputChanged(f"{file.name} was read with SHA-256 {read}, but was uploaded with {file.sha256}")


def _without_folders(message: str, folder: Path) -> str:
    """The engine's text with file names instead of paths of this machine."""
    for name in ("spectra", "database"):
        message = message.replace(f"{folder / name}/", "")
    return message.replace(f"{folder}/", "")
