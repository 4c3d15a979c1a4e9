"""Metrics that stand in the database: the queues, and what retention found. Every runner shows the same numbers."""

import asyncio
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import case, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import AnalysisChunk, ChunkKind
from massa_server.clock import now
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.db import Database
from massa_server.metrics import definitions as metrics
from massa_server.retention.models import Chore
from massa_server.retention.service import CHORE
from massa_server.runner.leases import is_free
from massa_server.samples.models import FileStatus, SampleFile
from massa_server.storage.models import ObjectDeletion
from massa_server.uploads.models import Upload

INTERVAL_S = 15.0

log = structlog.get_logger(__name__)


class Depth(NamedTuple):
    """How much work of one kind waits and is held, and since when the oldest waits."""

    waiting: int = 0
    held: int = 0
    oldest: datetime | None = None


async def keep_sampling(database: Database) -> None:
    """Samples for as long as the process lives."""
    while True:
        try:
            await sample(database)
        except SQLAlchemyError as error:
            log.warning("metrics_not_sampled", error=str(error))
        await asyncio.sleep(INTERVAL_S)


async def sample(database: Database) -> None:
    """Looks once."""
    async with database.read() as session:
        depths = await queue_depths(session)
        deletions = await session.scalar(select(func.count()).select_from(ObjectDeletion)) or 0
        chore = await session.get(Chore, CHORE)
    at = now()
    for kind, depth in depths.items():
        metrics.QUEUE_DEPTH.labels(kind, "waiting").set(depth.waiting)
        metrics.QUEUE_DEPTH.labels(kind, "held").set(depth.held)
        age_s = (at - depth.oldest).total_seconds() if depth.oldest is not None else 0
        metrics.OLDEST_WAITING.labels(kind).set(max(0, age_s))
    metrics.DELETIONS_WAITING.set(deletions)
    if chore is not None and chore.finished_at is not None and chore.outcome is not None:
        metrics.RETENTION_FINISHED.set(chore.finished_at.timestamp())
        for kind in ("orphans", "losses"):
            metrics.RETENTION_FOUND.labels(kind).set(chore.outcome[kind])


async def queue_depths(session: AsyncSession) -> dict[str, Depth]:
    """All kinds of work."""
    return await _chunks(session) | await _inspections(session)


async def _chunks(session: AsyncSession) -> dict[str, Depth]:
    """A run in the cloud waits until it is started; from then on it is held, whoever looks at it."""
    waits = case((AnalysisChunk.kind == ChunkKind.RUN, AnalysisChunk.attempt == 0), else_=is_free(AnalysisChunk))
    statement = select(
        AnalysisChunk.kind,
        func.count(case((waits, 1))),
        func.count(),
        func.min(case((waits, AnalysisChunk.created_at))),
    ).group_by(AnalysisChunk.kind)
    depths = {kind.value: Depth() for kind in ChunkKind}
    for kind, waiting, total, oldest in await session.execute(statement):
        depths[kind.value] = Depth(waiting, total - waiting, oldest)
    return depths


async def _inspections(session: AsyncSession) -> dict[str, Depth]:
    depths = {}
    for name, model, statuses in (
        ("inspect_files", SampleFile, (FileStatus.UPLOADED, FileStatus.INSPECTING)),
        ("inspect_databases", ProteinDatabase, (DatabaseStatus.UPLOADED, DatabaseStatus.INSPECTING)),
    ):
        waits = is_free(model)
        statement = (
            select(
                func.count(case((waits, 1))),
                func.count(),
                func.min(case((waits, func.coalesce(Upload.completed_at, model.created_at)))),
            )
            .select_from(model)
            .outerjoin(Upload, Upload.id == model.upload_id)
            .where(model.status.in_(statuses))
        )
        waiting, total, oldest = (await session.execute(statement)).one()
        depths[name] = Depth(waiting, total - waiting, oldest)
    return depths
