"""One run of retention: what has expired goes, what was given up is deleted, and the rest is compared."""

import asyncio
import os
import socket
from datetime import datetime, timedelta

import structlog

from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention import repository
from massa_server.retention.chores import do_if_due
from massa_server.retention.comparison import compare
from massa_server.retention.expiry import expire_analyses, expire_files
from massa_server.retention.schemas import RetentionReport
from massa_server.settings import Settings
from massa_server.storage.protocol import ObjectStore
from massa_server.storage.service import delete_given_up, give_up

CHORE = "retention"
PAUSE_S = 0.5
LONGEST_CHECK_INTERVAL_S = 60.0

log = structlog.get_logger(__name__)


async def run_retention(
    database: Database, store: ObjectStore, settings: Settings, *, remove_orphans: bool = False
) -> RetentionReport:
    """One run, whoever else is at it. Waits until what expired is really gone: as long as deletions are delayed."""
    started_at = now()
    expired_files = await expire_files(database)
    expired_analyses = await expire_analyses(database)
    deletions = await _carry_out(database, store, settings, until=now())
    comparison = await compare(database, store, timedelta(seconds=settings.orphan_grace_s))
    removed = 0
    if remove_orphans and comparison.orphans:
        async with database.write() as session:
            for orphan in comparison.orphans:
                give_up(session, orphan.bucket, orphan.key)
        removed, comparison.orphans = len(comparison.orphans), []
        deletions += await _carry_out(database, store, settings, until=now())
    report = RetentionReport(
        started_at=started_at,
        finished_at=now(),
        expired_files=expired_files,
        expired_analyses=expired_analyses,
        deletions_carried_out=deletions,
        removed_orphans=removed,
        agrees=comparison.agrees,
        comparison=comparison,
    )
    _log(report)
    return report


async def keep_retention(database: Database, store: ObjectStore, settings: Settings) -> bool:
    """A run, if none was for as long as the settings say; of all runners one does it. Returns whether it was this."""
    if settings.retention_interval_s == 0:
        return False

    async def work() -> dict[str, int]:
        return outcome(await run_retention(database, store, settings))

    owner = f"{socket.gethostname()}:{os.getpid()}"
    interval = timedelta(seconds=settings.retention_interval_s)
    return await do_if_due(database, CHORE, owner, interval, work)


async def watch_retention(database: Database, store: ObjectStore, settings: Settings) -> None:
    """Keeps retention for as long as the runner lives."""
    while True:
        await asyncio.sleep(min(LONGEST_CHECK_INTERVAL_S, settings.retention_interval_s or LONGEST_CHECK_INTERVAL_S))
        try:
            await keep_retention(database, store, settings)
        except Exception:
            log.exception("retention_failed")


def outcome(report: RetentionReport) -> dict[str, int]:
    """What is remembered of a run: numbers."""
    return {
        "expired_files": report.expired_files,
        "expired_analyses": report.expired_analyses,
        "objects": report.comparison.objects,
        "bytes": report.comparison.bytes,
        "orphans": len(report.comparison.orphans),
        "losses": len(report.comparison.losses),
    }


async def _carry_out(database: Database, store: ObjectStore, settings: Settings, until: datetime) -> int:
    """Deletes what was given up until then, once its delay is over; what the store refuses to delete stays waiting."""
    deleted = 0
    deadline = until + timedelta(seconds=settings.deletion_delay_s)
    while True:
        deleted += (done := await delete_given_up(database, store, after_s=settings.deletion_delay_s))
        async with database.read() as session:
            waiting = await repository.count_given_up(session, until)
        if waiting == 0 or (done == 0 and now() > deadline):
            return deleted
        if done == 0:
            await asyncio.sleep(PAUSE_S)


def _log(report: RetentionReport) -> None:
    for loss in report.comparison.losses:
        log.error("object_lost", **loss.model_dump(mode="json"))
    for orphan in report.comparison.orphans:
        log.warning("object_orphaned", **orphan.model_dump(mode="json"))
    log.info("retention_done", agrees=report.agrees, **outcome(report))
