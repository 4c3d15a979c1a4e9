"""The executor of the cloud: a lane that starts an execution of the state machine for each run, and looks at it.

Between two looks nobody holds the row: its lease says when it can be taken next. An event that an execution or a job
has ended only brings this forward, so events may come late, twice, in any order or not at all. What an execution has
come to is read from Step Functions, and what became of a file from its outcome in the store.
"""

import hashlib
import tempfile
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses import queue
from massa_server.analyses.models import AnalysisChunk, ChunkKind
from massa_server.db import Database
from massa_server.runner import settlement
from massa_server.runner.cloud import Execution, StateMachine
from massa_server.runner.findings import read_outcomes, write_summary
from massa_server.runner.lane import Job, uninterrupted
from massa_server.runner.leases import Lease, fetch_held, give_back, take
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectStore
from massa_server.storage.service import give_up
from massa_server.telemetry import bind_work
from massa_server.worker.engine import ErrorKind
from massa_server.worker.manifest import (
    analysis_prefix,
    attempt_prefix,
    manifest_object,
    outcome_object,
    summary_object,
    uri,
)
from massa_server.worker.outcome import Outcome, failed
from massa_server.worker.summary import read_manifest
from massa_server.worker.workspace import workspace

SHARES = 499  # Batch takes at most 500 active ones in a fair-share queue
_LOOKS_AT_ONCE = 16
_AFTER_A_FAULT_S = 10.0
_MAX_REASON_CHARACTERS = 500

log = structlog.get_logger(__name__)


def execution_name(analysis_id: uuid.UUID, run: int) -> str:
    """The name of a run's execution. A run can have only one, whoever starts it and how often."""
    return f"{analysis_id}-{run}"


def parse_execution_name(name: str) -> tuple[uuid.UUID, int] | None:
    """The inverse of `execution_name`; None for what is no such name."""
    analysis_id, _, run = name.rpartition("-")
    try:
        return uuid.UUID(analysis_id), int(run)
    except ValueError:
        return None


def share_identifier(user_id: uuid.UUID) -> str:
    """Whose share of the machines a run takes: people alternate, as in the queue of one machine."""
    return f"u{int.from_bytes(hashlib.sha256(user_id.bytes).digest()[:8]) % SHARES}"


@dataclass(frozen=True, slots=True)
class StepFunctionsExecutor:
    """Follows executions."""

    database: Database
    store: ObjectStore
    machine: StateMachine
    settings: Settings
    slots: int = _LOOKS_AT_ONCE

    @property
    def name(self) -> str:
        return "executions"

    @property
    def model(self) -> type[AnalysisChunk]:
        return AnalysisChunk

    async def claim(self, owner: str, until: datetime) -> Job | None:
        async with self.database.read() as session:
            if not await queue.has_free(session, queue.EXECUTIONS):
                return None
        async with self.database.write() as session:
            chunk = await queue.next_free(session, queue.EXECUTIONS)
            if chunk is None:
                return None
            lease = take(chunk, owner, until)
            if chunk.kind is ChunkKind.SUMMARY:
                return _Summary(self, lease, chunk.analysis_id, chunk.run, chunk.context or {})
            files = await settlement.files_of(session, chunk)
            return _Look(
                self,
                lease,
                chunk.analysis_id,
                chunk.run,
                chunk.context or {},
                chunk.queued_by,
                attempts={file.file_id: file.attempt for file in files if not file.state.is_final},
                settled={file.file_id: (file.attempt, file.result_prefix) for file in files if file.state.is_final},
            )


@dataclass(frozen=True, slots=True)
class _Work:
    """What the two kinds of jobs have in common."""

    executor: StepFunctionsExecutor
    lease: Lease
    analysis_id: uuid.UUID
    run: int
    origin: dict[str, str]

    def bind(self) -> None:
        """Put the ids of the work on its log lines."""
        bind_work(self.origin, analysis_id=self.analysis_id, run=self.run)

    async def give_back(self) -> None:
        await self._look_again(0)

    async def report(self, session: AsyncSession) -> None:
        """Progress comes through the queue."""

    async def _look_again(self, after_s: float) -> None:
        async with self.executor.database.write() as session:
            give_back(await fetch_held(session, AnalysisChunk, self.lease), after_s=after_s)


@dataclass(frozen=True, slots=True)
class _Look(_Work):
    """A look at a run: starts its execution if there is none, and writes down what has come of it.

    Attributes:
        attempts: those of the run's unfinished files.
        settled: of its other files, the attempt and where its outputs are.
    """

    queued_by: uuid.UUID
    attempts: dict[uuid.UUID, int]
    settled: dict[uuid.UUID, tuple[int, str | None]]

    async def work(self) -> None:
        self.bind()
        name = execution_name(self.analysis_id, self.run)
        try:
            execution = await self.executor.machine.describe(name)
            if execution is None:
                await self.executor.machine.start(name, await self._input(name))
                log.info("execution_started", execution=name)
                execution = Execution("RUNNING")
            outcomes = await self._read_outcomes(self.attempts)
            if execution.is_running:
                await uninterrupted(self._note(outcomes))
                return
            log.info("execution_ended", execution=name, status=execution.status, reason=execution.reason)
            if not execution.has_succeeded:
                await self.executor.machine.end_jobs(name, "The execution has ended.")
            is_complete = execution.has_succeeded and len(outcomes) == len(self.attempts)
            outcomes += await self._give_up_missing(outcomes, execution)
            leftovers = await self._leftovers(outcomes)
            await uninterrupted(self._finish(outcomes, leftovers, is_complete and await self._is_summarised()))
        except OSError as fault:
            log.warning("execution_fault", execution=name, fault=str(fault))
            await uninterrupted(self._look_again(_AFTER_A_FAULT_S))

    async def _input(self, name: str) -> dict[str, str | int]:
        """The input of the execution: small whatever the number of files, for they stand in the manifest."""
        settings = self.executor.settings
        source = manifest_object(self.analysis_id, self.run)
        with workspace(settings.work_dir) as scratch:
            manifest = await read_manifest(self.executor.store, source, scratch)
        return {
            "name": name,
            "manifest": uri(source),
            "chunks": len(manifest.chunks),
            "share": share_identifier(self.queued_by),
            "job_definition": settings.job_definition,
            "spot_queue": settings.job_queue_spot,
            "on_demand_queue": settings.job_queue_on_demand,
            "chunk_timeout_s": settings.chunk_timeout_s,
            "phase_timeout_s": settings.phase_timeout_s,
        }

    async def _read_outcomes(self, attempts: dict[uuid.UUID, int]) -> list[Outcome]:
        return await read_outcomes(self.executor.store, self.executor.settings.work_dir, self.analysis_id, attempts)

    async def _note(self, outcomes: list[Outcome]) -> None:
        async with self.executor.database.write() as session:
            chunk = await fetch_held(session, AnalysisChunk, self.lease)
            await settlement.settle_files(session, self.analysis_id, outcomes)
            give_back(chunk, after_s=self.executor.settings.execution_check_interval_s)

    async def _give_up_missing(self, outcomes: list[Outcome], execution: Execution) -> list[Outcome]:
        """Writes the outcome of files that no worker wrote one of. A worker that still does so is then too late."""
        found = {outcome.file_id for outcome in outcomes}
        missing = {file_id: attempt for file_id, attempt in self.attempts.items() if file_id not in found}
        for file_id, attempt in missing.items():
            outcome = failed(file_id, attempt, ErrorKind.RESOURCE, _reason(execution))
            with tempfile.TemporaryDirectory(dir=self.executor.settings.work_dir) as folder:
                document = Path(folder) / "outcome.json"
                document.write_text(outcome.model_dump_json())
                await self.executor.store.put_new(outcome_object(self.analysis_id, file_id, attempt), document)
        return await self._read_outcomes(missing)

    async def _is_summarised(self) -> bool:
        """Whether the execution's summary is the last word; a second run may have ended while the first went on."""
        return self.run == 1 and await self.executor.store.head(summary_object(self.analysis_id, 1)) is not None

    async def _leftovers(self, outcomes: list[Outcome]) -> set[str]:
        """Where workers that ended before they could publish or tidy up have left outputs."""
        ended = self.settled | {outcome.file_id: (outcome.attempt, outcome.prefix) for outcome in outcomes}
        published = {prefix for _, prefix in ended.values()}
        attempts = tuple(attempt_prefix(self.analysis_id, file_id, attempt) for file_id, (attempt, _) in ended.items())
        folders = set()
        async for stored in self.executor.store.list_objects(Bucket.RESULTS, analysis_prefix(self.analysis_id)):
            folder = f"{stored.key.rpartition('/')[0]}/"
            if folder.startswith(attempts) and folder not in {*attempts, *published}:
                folders.add(folder.rstrip("/"))
        return folders

    async def _finish(self, outcomes: list[Outcome], leftovers: set[str], summarised: bool) -> None:
        async with self.executor.database.write() as session:
            chunk = await fetch_held(session, AnalysisChunk, self.lease)
            await settlement.settle_files(session, self.analysis_id, outcomes)
            for prefix in sorted(leftovers):
                give_up(session, Bucket.RESULTS, prefix)
            await settlement.finish_chunk(session, chunk, summarised=summarised)


@dataclass(frozen=True, slots=True)
class _Summary(_Work):
    """The summary, where that of an execution is not the last word: it failed, or two runs ended in another order."""

    async def work(self) -> None:
        self.bind()
        try:
            await write_summary(self.executor.store, self.executor.settings.work_dir, self.analysis_id, self.run)
        except OSError as fault:
            log.warning("summary_fault", fault=str(fault))
            await uninterrupted(self._look_again(_AFTER_A_FAULT_S))
            return
        await uninterrupted(self._finish())

    async def _finish(self) -> None:
        async with self.executor.database.write() as session:
            await settlement.finish_chunk(session, await fetch_held(session, AnalysisChunk, self.lease))


def _reason(execution: Execution) -> str:
    """Why a file has no outcome, for the person whose file it is."""
    if execution.has_succeeded:
        return "the machines failed on it, on Spot capacity and on demand; try the file again"
    if execution.status == "ABORTED":
        return "the execution was stopped before it came to this file; try the file again"
    if execution.status == "TIMED_OUT":
        return "the execution took too long; try the file again, or analyse fewer files at once"
    return f"the execution failed ({execution.reason[:_MAX_REASON_CHARACTERS]}); try the file again"
