"""`massa-server demo`: makes what is missing of the demo, and waits until it is finished."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from pydantic import SecretStr
from sqlalchemy import select

from massa_server.access.dependencies import Access
from massa_server.analyses import service as analyses
from massa_server.analyses.models import Analysis, AnalysisState
from massa_server.analyses.runs import store_manifest
from massa_server.analyses.schemas import AnalysisCreate
from massa_server.databases.builtin import EXAMPLE_PROTEINS, register_builtin_databases
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.db import Database
from massa_server.demo.account import ensure_account
from massa_server.demo.specimens import SPECIMENS, Specimen, simulate
from massa_server.demo.uploading import upload
from massa_server.runner.commands import run_until
from massa_server.samples import files
from massa_server.samples import service as samples
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.samples.schemas import SampleCreate
from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import ObjectStore
from massa_server.worker.engine import Engine, find_engine
from massa_server.worker.workspace import workspace

_SAMPLE_NAME = "Demo: three standard proteins"
_SAMPLE_DESCRIPTION = "Simulated LC-MS/MS runs of bovine albumin, hen lysozyme and horse myoglobin, one protein a file."
_POLL_INTERVAL_S = 0.2
_TIMEOUT_S = 300.0

log = structlog.get_logger(__name__)


class DemoFailed(Exception):
    """The demo could not be made; the message says why."""


@dataclass(frozen=True, slots=True)
class _Demo:
    settings: Settings
    database: Database
    store: ObjectStore
    engine: Engine
    access: Access

    async def sample(self) -> Sample:
        """The demo sample, new or as it is."""
        statement = select(Sample).where(Sample.project_id == self.access.in_project, Sample.name == _SAMPLE_NAME)
        async with self.database.write() as session:
            found = (await session.scalars(statement.order_by(Sample.created_at))).first()
            if found is not None:
                return found
            body = SampleCreate(name=_SAMPLE_NAME, description=_SAMPLE_DESCRIPTION)
            return await session.get_one(Sample, (await samples.create_sample(session, self.access, body)).id)

    async def is_finished(self, sample: Sample) -> bool:
        """Whether the sample has an analysis that succeeded: nothing is left to do."""
        statement = select(Analysis.id).where(
            Analysis.sample_id == sample.id, Analysis.state == AnalysisState.SUCCEEDED
        )
        async with self.database.read() as session:
            return await session.scalar(statement.limit(1)) is not None

    async def finish(self, sample: Sample) -> None:
        """Uploads what is missing, and analyses it."""
        await register_builtin_databases(self.database, self.store, self.settings.builtin_databases_dir)
        await asyncio.gather(*(self._ensure_file(sample, specimen) for specimen in SPECIMENS))
        await _until(lambda: self._is_inspected(sample), "the files are inspected")
        await _until(self._is_database_ready, "the built-in database is inspected")
        analysis_id = await self._ensure_analysis(sample)
        await _until(lambda: self._is_over(analysis_id), "the analysis is finished")

    async def _ensure_file(self, sample: Sample, specimen: Specimen) -> None:
        statement = select(SampleFile).where(SampleFile.sample_id == sample.id, SampleFile.name == specimen.file_name)
        async with self.database.write() as session:
            found = (await session.scalars(statement)).all()
            for file in found:
                if file.status is FileStatus.UPLOADING:  # left by a start that was interrupted
                    await files.abort_file(session, self.access, file.id)
        if any(file.status is not FileStatus.UPLOADING for file in found):
            return
        proteins = self.settings.builtin_databases_dir / EXAMPLE_PROTEINS.file_name
        with workspace(self.settings.work_dir) as scratch:
            path = await simulate(self.engine, specimen, proteins, scratch)
            await upload(self.database, self.store, self.settings, self.access, sample, path, specimen.accession)

    async def _is_inspected(self, sample: Sample) -> bool:
        async with self.database.read() as session:
            found = (await session.scalars(select(SampleFile).where(SampleFile.sample_id == sample.id))).all()
        for file in found:
            if file.status is FileStatus.REJECTED:
                raise DemoFailed(f"{file.name} was rejected: {file.problem}")
        return all(file.status is FileStatus.READY for file in found)

    async def _is_database_ready(self) -> bool:
        async with self.database.read() as session:
            database = await session.get_one(ProteinDatabase, EXAMPLE_PROTEINS.id)
        if database.status is DatabaseStatus.REJECTED:
            raise DemoFailed(f"{database.name} was rejected: {database.problem}")
        return database.status is DatabaseStatus.READY

    async def _ensure_analysis(self, sample: Sample) -> uuid.UUID:
        version = await self.engine.version()
        async with self.database.write() as session:
            under_way = Analysis.state.in_([AnalysisState.QUEUED, AnalysisState.RUNNING])
            statement = select(Analysis.id).where(Analysis.sample_id == sample.id, under_way)
            found = (await session.scalars(statement)).first()
            if found is not None:
                return found
            body = AnalysisCreate(database_id=EXAMPLE_PROTEINS.id)
            view, manifest = await analyses.create_analysis(
                session, self.access, self.settings, sample.id, body, version
            )
            await store_manifest(self.store, manifest)
            return view.id

    async def _is_over(self, analysis_id: uuid.UUID) -> bool:
        async with self.database.read() as session:
            view = await analyses.get_analysis(session, analysis_id)
        if not view.state.is_final:
            return False
        if view.state is not AnalysisState.SUCCEEDED:
            reasons = "; ".join(file.error.message for file in view.files if file.error is not None)
            raise DemoFailed(f"the analysis has {view.state.replace('_', ' ')}: {reasons}")
        return True


async def make_demo(settings: Settings, password: SecretStr) -> None:
    """Makes the demo, with a runner of its own beside those that run already.

    Raises:
        DemoFailed: a step went wrong, or took longer than five minutes.
    """
    database = Database(settings)
    try:
        access = await ensure_account(database, password)
        engine = Engine(find_engine(settings.engine), own_group=True)
        demo = _Demo(settings, database, make_store(settings), engine, access)
        sample = await demo.sample()
        if await demo.is_finished(sample):
            log.info("demo_is_there")
            return
        await _with_runner(settings, demo.finish(sample))
    finally:
        await database.close()


async def _with_runner(settings: Settings, work: Awaitable[None]) -> None:
    """Awaits work that needs a runner, and stops the runner after it."""
    stop = asyncio.Event()
    runner = asyncio.ensure_future(run_until(stop, settings))
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait([task, runner], timeout=_TIMEOUT_S, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            raise DemoFailed(f"the demo was not finished after {_TIMEOUT_S:g} s; see the log of the runner")
        if runner in done:
            await runner
        await task
    finally:
        task.cancel()
        stop.set()
        await asyncio.gather(task, runner, return_exceptions=True)


async def _until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    log.info("demo_waits", until=what)
    while not await condition():  # noqa: ASYNC110 - the other processes set no event of ours
        await asyncio.sleep(_POLL_INTERVAL_S)
