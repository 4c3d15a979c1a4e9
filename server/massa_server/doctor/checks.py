"""The checks. Each returns what it saw, or raises CheckFailed or CheckWarns with a remedy."""

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, literal_column, select, text

from massa_server.clock import now
from massa_server.db import Database
from massa_server.doctor.findings import CheckFailed, CheckWarns
from massa_server.metrics.sampling import queue_depths
from massa_server.migrations import current_revision, needs_upgrade
from massa_server.retention.models import Chore
from massa_server.retention.service import CHORE
from massa_server.runner.cloud import StateMachine
from massa_server.settings import GIB, Settings
from massa_server.storage.models import ObjectDeletion
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.worker.engine import Engine, EngineError, EngineFault, find_engine

SLOW_DATABASE_MS = 100
CLOCK_TOLERANCE_S = 5
LEAST_FREE_BYTES = 5 * GIB
LONG_WAIT = timedelta(minutes=10)
LONG_DELETION = timedelta(hours=1)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Patient:
    """What is looked at."""

    settings: Settings
    database: Database
    store: ObjectStore


Check = Callable[[Patient], Awaitable[str]]


async def check_settings(patient: Patient) -> str:
    """Values that are right each by itself, but not together."""
    settings = patient.settings
    if settings.host not in LOOPBACK and not settings.cookie_secure:
        raise CheckWarns(
            f"the server listens on {settings.host}, and cookies are sent over plain HTTP too",
            "put TLS before it and set MASSA_COOKIE_SECURE=true, or listen on 127.0.0.1",
        )
    if settings.metrics_port is not None and settings.metrics_port == settings.port:
        raise CheckFailed("metrics and API have the same port", "give MASSA_METRICS_PORT another value than MASSA_PORT")
    place = f"bucket {settings.s3_uploads_bucket} and others" if settings.storage == "s3" else str(settings.objects_dir)
    return f"objects in {place}, analyses by runner {settings.runner}"


async def check_disk(patient: Patient) -> str:
    """Room for scratch folders, copies of results and, here, everything else."""
    folder = patient.settings.data_dir
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise CheckFailed(f"{existing} cannot be written", "give it to the user of this process, or set MASSA_DATA_DIR")
    free = shutil.disk_usage(existing).free
    if free < LEAST_FREE_BYTES:
        raise CheckWarns(
            f"{free / GIB:.1f} GiB are free below {existing}",
            "make room: delete what is not needed, or set MASSA_RESULT_CACHE_BYTES lower",
        )
    return f"{free / GIB:.0f} GiB are free below {existing}"


async def check_database(patient: Patient) -> str:
    """It answers, and soon."""
    async with patient.database.read() as session:
        version = await session.scalar(
            select(func.sqlite_version()) if patient.database.is_sqlite else text("SHOW server_version")
        )
        started = time.perf_counter()
        await session.execute(text("SELECT 1"))
        took_ms = (time.perf_counter() - started) * 1000
    name = "SQLite" if patient.database.is_sqlite else "PostgreSQL"
    if took_ms > SLOW_DATABASE_MS:
        raise CheckWarns(
            f"{name} {version} takes {took_ms:.0f} ms to answer", "look at its load and at the network in between"
        )
    return f"{name} {version} answers in {took_ms:.1f} ms"


async def check_migrations(patient: Patient) -> str:
    """The tables are those that this program knows."""
    async with patient.database.read() as session:
        connection = await session.connection()
        is_old = await connection.run_sync(needs_upgrade)
        revision = await connection.run_sync(current_revision)
    if is_old:
        raise CheckFailed(f"the tables are at revision {revision or 'none'}", "run: massa-server migrate")
    return f"the tables are at revision {revision}"


async def check_clocks(patient: Patient) -> str:
    """Leases and signatures depend on clocks that agree."""
    if patient.database.is_sqlite:
        return "the database has this machine's clock"
    async with patient.database.read() as session:
        before = now()
        theirs = await session.scalar(select(literal_column("clock_timestamp()")))
        after = now()
    assert isinstance(theirs, datetime)
    return _compare_clocks("the database", theirs, before, after)


async def check_store(patient: Patient) -> str:
    """An object can be written, read and deleted, and its time is ours."""
    await patient.store.check()
    target = ObjectKey(Bucket.RESULTS, f"doctor/{uuid.uuid4()}")
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "probe", Path(folder) / "copy"
        path.write_bytes(b"probe")
        before = datetime.fromtimestamp(int(now().timestamp()), UTC)  # S3 tells whole seconds
        await patient.store.put(target, path)
        after = now()
        try:
            await patient.store.fetch(target, copy)
            info = await patient.store.head(target)
        finally:
            await patient.store.delete_prefix(target.bucket, target.key)
        if info is None or copy.read_bytes() != b"probe":
            raise CheckFailed("an object that was written cannot be read", "look at the store's log and policies")
    return f"objects can be written, read and deleted; {_compare_clocks('the store', info.modified_at, before, after)}"


async def check_engine(patient: Patient) -> str:
    """The engine can be started."""
    try:
        engine = Engine(find_engine(patient.settings.engine), timeout_s=30, own_group=True)
        version = await engine.version()
        await engine.parameters_schema()
    except (EngineFault, EngineError, OSError) as error:
        raise CheckFailed(str(error), "build it with `make engine`, or set MASSA_ENGINE to its path") from error
    return f"version {version}, {engine.binary}"


async def check_orchestration(patient: Patient) -> str:
    """Step Functions answers, where it runs the analyses."""
    if patient.settings.runner != "stepfunctions":
        return "not in use: analyses run in processes of the runner"
    await StateMachine(patient.settings).describe("massa-doctor")
    return f"{patient.settings.state_machine_arn} answers"


async def check_queue(patient: Patient) -> str:
    """Somebody takes up what waits."""
    async with patient.database.read() as session:
        depths = await queue_depths(session)
    waiting = sum(depth.waiting for depth in depths.values())
    held = sum(depth.held for depth in depths.values())
    oldest = min((depth.oldest for depth in depths.values() if depth.oldest is not None), default=None)
    if oldest is not None and oldest < now() - LONG_WAIT:
        minutes = (now() - oldest).total_seconds() / 60
        detail = f"{waiting} pieces of work wait, the oldest for {minutes:.0f} minutes, and {held} are held"
        if held == 0:
            raise CheckFailed(detail, "nobody takes them: start `massa-server runner`, or look at its log")
        raise CheckWarns(detail, "start more runners, or raise MASSA_WORKER_PROCESSES or the limits of Batch")
    return f"{waiting} pieces of work wait, {held} are held"


async def check_retention(patient: Patient) -> str:
    """What has expired is deleted, and storage and database agree."""
    async with patient.database.read() as session:
        chore = await session.get(Chore, CHORE)
        deleted_before = select(func.count()).where(ObjectDeletion.created_at < now() - LONG_DELETION)
        stuck = await session.scalar(deleted_before) or 0
    if stuck:
        raise CheckFailed(f"the store has not deleted {stuck} prefixes for an hour", "look at the log of the runners")
    interval_s = patient.settings.retention_interval_s
    if chore is None or chore.finished_at is None or chore.outcome is None:
        return "it has not run yet"
    hours = (now() - chore.finished_at).total_seconds() / 3600
    detail = f"it ran {hours:.1f} hours ago: {chore.outcome['orphans']} orphans, {chore.outcome['losses']} losses"
    if chore.outcome["losses"]:
        raise CheckFailed(detail, "run `massa-server retention`, which lists them, and restore the objects")
    if chore.outcome["orphans"]:
        raise CheckWarns(
            detail, "run `massa-server retention`, which lists them, and with --remove-orphans deletes them"
        )
    if interval_s and hours * 3600 > 2 * interval_s:
        raise CheckWarns(detail, "start `massa-server runner`, which does it by itself, or look at its log")
    return detail


CHECKS: dict[str, Check] = {
    "settings": check_settings,
    "disk": check_disk,
    "database": check_database,
    "migrations": check_migrations,
    "clocks": check_clocks,
    "store": check_store,
    "engine": check_engine,
    "orchestration": check_orchestration,
    "queue": check_queue,
    "retention": check_retention,
}
NEEDS = {"migrations": "database", "clocks": "database", "queue": "migrations", "retention": "migrations"}


def _compare_clocks(whose: str, theirs: datetime, before: datetime, after: datetime) -> str:
    """`theirs` was read between `before` and `after` of ours."""
    off_s = max((theirs - after).total_seconds(), (before - theirs).total_seconds(), 0)
    if off_s > CLOCK_TOLERANCE_S:
        raise CheckFailed(
            f"the clock of {whose} differs from this machine's by {off_s:.0f} s",
            "let both follow a time server: leases and signed addresses depend on it",
        )
    return f"the clock of {whose} agrees with this machine's"
