"""Uploads that nobody goes on with: after a week their files, their parts and what they reserved are given back."""

import asyncio
import os
import socket
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from massa_server.clock import now
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.databases.service import remove_database
from massa_server.db import Database
from massa_server.metrics.definitions import count_upload
from massa_server.retention.chores import do_if_due
from massa_server.samples.files import remove_file
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import ObjectStore, StoreError
from massa_server.uploads.models import Upload

CHORE = "uploads"
BATCH = 100
IDS_AT_ONCE = 1000
LONGEST_CHECK_INTERVAL_S = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Swept:
    """What a sweep gave up: files and databases that never became whole, and parts that no row knows."""

    files: int
    databases: int
    unknown: int


async def sweep_uploads(database: Database, store: ObjectStore, settings: Settings) -> Swept:
    """Give up what is abandoned. The store's housekeeping deletes its parts, as after an abort by the person.

    A crash between store and database, or a part that arrives after an abort, leaves parts that no row knows: these
    are aborted at once when they are older than the grace that orphans have.
    """
    begun_before = now() - timedelta(days=settings.upload_abandoned_days)
    files = await _give_up_files(database, begun_before)
    databases = await _give_up_databases(database, begun_before)

    async def known(ids: Collection[str]) -> set[str]:
        return await _known(database, ids)

    unknown = await store.abort_unknown(now() - timedelta(seconds=settings.orphan_grace_s), known)
    swept = Swept(files, databases, unknown)
    log.info("uploads_swept", **asdict(swept))
    return swept


async def watch_uploads(database: Database, store: ObjectStore, settings: Settings) -> None:
    """Sweep for as long as the runner lives; of all runners one does it."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    interval = timedelta(seconds=settings.upload_sweep_interval_s)

    async def work() -> dict[str, int]:
        return asdict(await sweep_uploads(database, store, settings))

    while True:
        await asyncio.sleep(min(LONGEST_CHECK_INTERVAL_S, settings.upload_sweep_interval_s))
        try:
            await do_if_due(database, CHORE, owner, interval, work)
        except (OSError, StoreError) as error:
            log.warning("uploads_not_swept", error=str(error))
        except Exception:
            log.exception("upload_sweep_failed")


async def _give_up_files(database: Database, begun_before: datetime) -> int:
    statement = (
        select(SampleFile, Sample.project_id)
        .join(Sample, Sample.id == SampleFile.sample_id)
        .where(SampleFile.status == FileStatus.UPLOADING, SampleFile.created_at < begun_before)
        .limit(BATCH)
        .options(joinedload(SampleFile.upload))
        .with_for_update(skip_locked=True, of=SampleFile)
    )
    count = 0
    while True:
        async with database.write() as session:
            abandoned = [(file, project_id) for file, project_id in await session.execute(statement)]
            for file, project_id in abandoned:
                count_upload(session, "failed")
                await remove_file(session, file, project_id, "file.abandon")
        count += len(abandoned)
        if len(abandoned) < BATCH:
            return count


async def _give_up_databases(database: Database, begun_before: datetime) -> int:
    statement = (
        select(ProteinDatabase)
        .where(ProteinDatabase.status == DatabaseStatus.UPLOADING, ProteinDatabase.created_at < begun_before)
        .where(ProteinDatabase.project_id.is_not(None))
        .limit(BATCH)
        .options(joinedload(ProteinDatabase.upload))
        .with_for_update(skip_locked=True, of=ProteinDatabase)
    )
    count = 0
    while True:
        async with database.write() as session:
            abandoned = (await session.scalars(statement)).all()
            for found in abandoned:
                assert found.project_id is not None
                count_upload(session, "failed")
                await remove_database(session, found, found.project_id, "database.abandon")
        count += len(abandoned)
        if len(abandoned) < BATCH:
            return count


async def _known(database: Database, ids: Collection[str]) -> set[str]:
    """Those that a row names."""
    known: set[str] = set()
    remaining = iter(ids)
    async with database.read() as session:
        while some := list(islice(remaining, IDS_AT_ONCE)):
            statement = select(Upload.store_upload_id).where(Upload.store_upload_id.in_(some))
            known.update((await session.scalars(statement)).all())
    return known
