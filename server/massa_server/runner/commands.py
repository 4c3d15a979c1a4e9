"""`massa-server runner`: the process that does the work behind the server."""

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from typing import Any

import structlog

from massa_server.databases.builtin import register_builtin_databases
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Database
from massa_server.metrics.exposition import serving_metrics
from massa_server.metrics.sampling import keep_sampling
from massa_server.retention.service import watch_retention
from massa_server.runner.cloud import StateMachine
from massa_server.runner.inspected_databases import ProteinDatabases
from massa_server.runner.inspected_files import SampleFiles
from massa_server.runner.inspection import InspectionLane
from massa_server.runner.lane import Lane
from massa_server.runner.local import LocalExecutor
from massa_server.runner.loop import Runner
from massa_server.runner.news import end_orphans, listen_to_events, listen_to_workers
from massa_server.runner.stepfunctions import StepFunctionsExecutor
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import ObjectStore
from massa_server.storage.service import delete_given_up
from massa_server.uploads.sweep import watch_uploads
from massa_server.worker.engine import Engine, find_engine

_SHORTEST_PAUSE_S = 0.2

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Works until SIGTERM or SIGINT."""

    async def main() -> None:
        stop = asyncio.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
        await run_until(stop, settings)

    asyncio.run(main())


async def run_until(stop: asyncio.Event, settings: Settings) -> None:
    """Works until `stop` is set."""
    database = Database(settings)
    store = make_store(settings)
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    try:
        await register_builtin_databases(database, store, settings.builtin_databases_dir)
        beside = [asyncio.ensure_future(work) for work in _work_beside(settings, database, store)]
        runner = Runner(
            database, make_lanes(settings, database, store), settings.lease_s, settings.runner_poll_interval_s
        )
        with serving_metrics(settings, database):
            await runner.run(stop)
        for task in beside:
            task.cancel()
        for task in beside:
            with suppress(asyncio.CancelledError):
                await task
    finally:
        await database.close()


def make_lanes(settings: Settings, database: Database, store: ObjectStore) -> list[Lane]:
    """The work of a runner under these settings."""
    engine = Engine(
        find_engine(settings.engine),
        timeout_s=settings.inspection_timeout_s,
        memory_limit_bytes=settings.engine_memory_limit_bytes,
        own_group=True,
    )
    slots = settings.inspection_processes
    files: InspectionLane[SampleFile] = InspectionLane(SampleFiles(), database, store, engine, settings.work_dir, slots)
    databases: InspectionLane[ProteinDatabase] = InspectionLane(
        ProteinDatabases(store), database, store, engine, settings.work_dir, slots
    )
    return [files, databases, _make_executor(settings, database, store)]


def _make_executor(settings: Settings, database: Database, store: ObjectStore) -> Lane:
    if settings.runner == "stepfunctions":
        return StepFunctionsExecutor(database, store, StateMachine(settings), settings)
    return LocalExecutor(database, store, settings.work_dir, settings.worker_processes)


def _work_beside(settings: Settings, database: Database, store: ObjectStore) -> Iterator[Coroutine[Any, Any, None]]:
    """What goes on beside the lanes until the runner ends."""
    yield _keep_house(database, store, settings.deletion_delay_s)
    yield watch_retention(database, store, settings)
    yield watch_uploads(database, store, settings)
    if settings.metrics_port is not None:
        yield keep_sampling(database)
    if settings.runner == "stepfunctions":
        yield end_orphans(database, StateMachine(settings), settings.orphan_check_interval_s)
        if settings.progress_queue_url:
            yield listen_to_workers(database, store, settings)
        if settings.events_queue_url:
            yield listen_to_events(database, settings)


async def _keep_house(database: Database, store: ObjectStore, delay_s: float) -> None:
    """Carries out deletions, now and then."""
    while True:
        await asyncio.sleep(max(delay_s / 2, _SHORTEST_PAUSE_S))
        try:
            await delete_given_up(database, store, after_s=delay_s)
        except Exception:
            log.exception("housekeeping_failed")
