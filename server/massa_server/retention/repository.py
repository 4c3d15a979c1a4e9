"""SQL of retention: what has expired, and what waits to be deleted."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.analyses.models import Analysis, AnalysisFile, AnalysisState
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.storage.models import ObjectDeletion
from massa_server.storage.protocol import Bucket

ACTIVE = [state for state in AnalysisState if not state.is_final]


async def expired_files(session: AsyncSession, at: datetime, limit: int) -> Sequence[tuple[SampleFile, uuid.UUID]]:
    """Raw files whose time is over, with their projects; not those that an analysis still has to read."""
    is_needed = exists(
        select(AnalysisFile.id)
        .join(Analysis, Analysis.id == AnalysisFile.analysis_id)
        .where(AnalysisFile.file_id == SampleFile.id, Analysis.state.in_(ACTIVE))
    )
    statement = (
        select(SampleFile, Sample.project_id)
        .join(Sample, Sample.id == SampleFile.sample_id)
        .where(SampleFile.expires_at <= at, SampleFile.status != FileStatus.UPLOADING, ~is_needed)
        .order_by(SampleFile.expires_at)
        .limit(limit)
        .options(joinedload(SampleFile.upload))
        .with_for_update(skip_locked=True, of=SampleFile)
    )
    return [(file, project_id) for file, project_id in await session.execute(statement)]


async def expired_analyses(session: AsyncSession, at: datetime, limit: int) -> Sequence[tuple[Analysis, uuid.UUID]]:
    """Analyses whose time is over, with their projects; not those that somebody has taken up again."""
    statement = (
        select(Analysis, Sample.project_id)
        .join(Sample, Sample.id == Analysis.sample_id)
        .where(Analysis.expires_at <= at, Analysis.state.not_in(ACTIVE))
        .order_by(Analysis.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Analysis)
    )
    return [(analysis, project_id) for analysis, project_id in await session.execute(statement)]


async def given_up(session: AsyncSession) -> set[tuple[Bucket, str]]:
    """Bucket and prefix of what waits to be deleted."""
    rows = await session.execute(select(ObjectDeletion.bucket, ObjectDeletion.prefix))
    return {(bucket, prefix) for bucket, prefix in rows}


async def count_given_up(session: AsyncSession, before: datetime) -> int:
    """How much was given up before then, and still waits."""
    statement = select(func.count()).select_from(ObjectDeletion).where(ObjectDeletion.created_at <= before)
    return await session.scalar(statement) or 0
