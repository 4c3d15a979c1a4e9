"""The executor of one machine: a lane that runs each chunk in a worker process of its own."""

import asyncio
import os
import signal
import sys
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server import tracing
from massa_server.analyses import queue
from massa_server.analyses.models import Analysis, AnalysisChunk, ChunkKind
from massa_server.db import Database
from massa_server.runner import settlement
from massa_server.runner.findings import read_outcomes, write_summary
from massa_server.runner.lane import Job, uninterrupted
from massa_server.runner.leases import MAX_STARTS, Lease, backoff_s, fetch_held, give_back, take
from massa_server.storage.protocol import Bucket, ObjectStore
from massa_server.storage.service import give_up
from massa_server.telemetry import bind_work
from massa_server.worker.manifest import execution_prefix, manifest_object, uri
from massa_server.worker.messages import Message
from massa_server.worker.outcome import Outcome
from massa_server.worker.process import kill_group, tie_to_parent

_TERMINATION_GRACE_S = 3.0
_LINE_LIMIT_BYTES = 1024 * 1024

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LocalExecutor:
    """Runs up to `slots` worker processes at once."""

    database: Database
    store: ObjectStore
    work_dir: Path
    slots: int

    @property
    def name(self) -> str:
        return "analyse"

    @property
    def model(self) -> type[AnalysisChunk]:
        return AnalysisChunk

    async def claim(self, owner: str, until: datetime) -> Job | None:
        async with self.database.read() as session:
            if not await queue.has_free(session):
                return None
        async with self.database.write() as session:
            chunk = await queue.next_free(session)
            if chunk is None:
                return None
            if chunk.starts >= MAX_STARTS:
                await settlement.give_up(
                    session, chunk, f"the worker was lost {chunk.starts} times; try the file again"
                )
                await settlement.finish_chunk(session, chunk)
                return None
            lease = take(chunk, owner, until)
            chunk.starts += 1
            await settlement.begin(session, await session.get_one(Analysis, chunk.analysis_id))
            files = await settlement.unfinished(session, chunk)
            attempts = {file.file_id: file.attempt for file in files}
            return _ChunkJob(
                self, lease, chunk.analysis_id, chunk.run, chunk.position, chunk.kind, attempts, chunk.context or {}
            )


@dataclass(frozen=True, slots=True)
class _ChunkJob:
    """A chunk that this runner holds; `attempts` are those of its unfinished files, `origin` where it comes from."""

    executor: LocalExecutor
    lease: Lease
    analysis_id: uuid.UUID
    run: int
    position: int
    kind: ChunkKind
    attempts: dict[uuid.UUID, int]
    origin: dict[str, str]
    latest: dict[uuid.UUID, Message] = field(default_factory=dict)

    async def work(self) -> None:
        bind_work(self.origin, analysis_id=self.analysis_id, run=self.run, chunk=self.position)
        with tracing.span(f"run {self.kind}", self.origin.get("traceparent", ""), analysis_id=str(self.analysis_id)):
            await self._work()

    async def _work(self) -> None:
        if self.kind is ChunkKind.SUMMARY:
            exit_code, fault = await self._summarize()
        else:
            exit_code, fault = await self._run_worker()
        outcomes = await read_outcomes(self.executor.store, self.executor.work_dir, self.analysis_id, self.attempts)
        await uninterrupted(self._settle(exit_code, fault, outcomes))

    async def give_back(self) -> None:
        async with self.executor.database.write() as session:
            chunk = await fetch_held(session, AnalysisChunk, self.lease)
            chunk.starts -= 1
            give_back(chunk)

    async def report(self, session: AsyncSession) -> None:
        if self.latest:
            chunk = await fetch_held(session, AnalysisChunk, self.lease)
            await settlement.show_progress(session, chunk.analysis_id, dict(self.latest))
            self.latest.clear()

    async def _run_worker(self) -> tuple[int, str]:
        """Runs the worker to its end; returns its exit code and the last fault that it met."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "massa_server.worker",
            "chunk",
            uri(manifest_object(self.analysis_id, self.run)),
            str(self.position),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE_LIMIT_BYTES,
            env=os.environ | {"MASSA_EXECUTION": _execution(self.lease.attempt), "TRACEPARENT": tracing.traceparent()},
            preexec_fn=tie_to_parent(),
            process_group=0,
        )
        log.info("worker_started", pid=process.pid)
        try:
            fault = await self._follow(process)
            exit_code = await process.wait()
        finally:
            await uninterrupted(_end(process))
        log.info("worker_ended", pid=process.pid, exit_code=exit_code)
        return exit_code, fault or f"the worker ended with exit code {exit_code}"

    async def _summarize(self) -> tuple[int, str]:
        try:
            await write_summary(self.executor.store, self.executor.work_dir, self.analysis_id, self.run)
        except OSError as fault:
            return os.EX_TEMPFAIL, str(fault)
        return os.EX_OK, ""

    async def _follow(self, process: asyncio.subprocess.Process) -> str:
        """Keeps the newest message of each file; returns the last fault."""
        assert process.stdout is not None
        fault = ""
        async for line in process.stdout:
            try:
                message = Message.model_validate_json(line)
            except ValidationError:
                log.warning("worker_said", line=line.decode(errors="replace").rstrip())
                continue
            if message.event == "progress":
                self.latest[message.file_id] = message
            elif message.event == "fault":
                fault = message.message
        return fault

    async def _settle(self, exit_code: int, fault: str, outcomes: list[Outcome]) -> None:
        async with self.executor.database.write() as session:
            chunk = await fetch_held(session, AnalysisChunk, self.lease)
            await settlement.settle_files(session, chunk.analysis_id, outcomes)
            for outcome in outcomes:
                self._give_up_leftovers(session, outcome.file_id, published=outcome.prefix)
            missing = await settlement.unfinished(session, chunk)
            done = not missing and (exit_code == 0 or self.kind is ChunkKind.FILES)
            if not done and chunk.starts < MAX_STARTS:
                log.warning("chunk_will_be_tried_again", chunk=str(chunk.id), starts=chunk.starts, fault=fault)
                give_back(chunk, after_s=backoff_s(chunk.starts))
                return
            for file in missing:
                self._give_up_leftovers(session, file.file_id, published=None)
            if missing:
                await settlement.give_up(session, chunk, f"the machine failed {chunk.starts} times: {fault}")
            await settlement.finish_chunk(session, chunk)

    def _give_up_leftovers(self, session: AsyncSession, file_id: uuid.UUID, published: str | None) -> None:
        """Has the outputs deleted of executions that were killed before they could publish or tidy up."""
        for lease_attempt in range(1, self.lease.attempt + 1):
            execution = _execution(lease_attempt)
            prefix = execution_prefix(self.analysis_id, file_id, self.attempts[file_id], execution)
            if prefix != published:
                give_up(session, Bucket.RESULTS, prefix.rstrip("/"))


def _execution(lease_attempt: int) -> str:
    """What the outputs of the worker under this lease are stored under."""
    return f"execution-{lease_attempt}"


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends the worker and its engine, politely at first; does nothing when they have ended."""
    if process.returncode is not None:
        return
    kill_group(process.pid, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _TERMINATION_GRACE_S)
    except TimeoutError:
        kill_group(process.pid)
        await process.wait()
