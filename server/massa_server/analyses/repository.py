"""SQL of analyses."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.analyses.models import Analysis, AnalysisFile
from massa_server.databases.models import ProteinDatabase
from massa_server.pagination import PageRequest, fetch_page
from massa_server.samples.models import Sample, SampleFile


async def list_analyses(
    session: AsyncSession, sample_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[Analysis], bool]:
    """A page of a sample's analyses, newest first, and whether more follow."""
    statement = select(Analysis).where(Analysis.sample_id == sample_id)
    rows, has_more = await fetch_page(session, statement, Analysis.created_at, Analysis.id, page)
    return [row[0] for row in rows], has_more


async def find_analysis(session: AsyncSession, analysis_id: uuid.UUID) -> Analysis | None:
    """The analysis of that id."""
    return await session.get(Analysis, analysis_id)


async def files_of(session: AsyncSession, analysis_ids: Sequence[uuid.UUID]) -> Sequence[AnalysisFile]:
    """The files of the analyses, in the order of the sample."""
    statement = select(AnalysisFile).where(AnalysisFile.analysis_id.in_(analysis_ids)).order_by(AnalysisFile.position)
    return (await session.scalars(statement)).all()


async def raw_expiries(session: AsyncSession, file_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Until when the raw files are kept, of those that there are still."""
    statement = select(SampleFile.id, SampleFile.expires_at).where(SampleFile.id.in_(file_ids))
    return {row[0]: row[1] for row in await session.execute(statement)}


async def sample_files(session: AsyncSession, sample_id: uuid.UUID) -> Sequence[SampleFile]:
    """The files of the sample with their uploads, in the order in which they came."""
    statement = (
        select(SampleFile)
        .where(SampleFile.sample_id == sample_id)
        .options(joinedload(SampleFile.upload))
        .order_by(SampleFile.created_at, SampleFile.id)
    )
    return (await session.scalars(statement)).all()


async def project_of_sample(session: AsyncSession, sample_id: uuid.UUID) -> uuid.UUID | None:
    """The project that the sample belongs to."""
    return await session.scalar(select(Sample.project_id).where(Sample.id == sample_id))


async def find_database(session: AsyncSession, database_id: uuid.UUID) -> ProteinDatabase | None:
    """The protein database of that id."""
    return await session.get(ProteinDatabase, database_id)


async def delete_analysis(session: AsyncSession, analysis_id: uuid.UUID) -> None:
    """Delete an analysis with its files and chunks."""
    await session.execute(delete(Analysis).where(Analysis.id == analysis_id))
