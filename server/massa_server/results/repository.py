"""SQL of where results are."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import Analysis, AnalysisFile


async def find_analysis_file(session: AsyncSession, analysis_id: uuid.UUID, file_id: uuid.UUID) -> AnalysisFile | None:
    """One file of an analysis."""
    statement = select(AnalysisFile).where(AnalysisFile.analysis_id == analysis_id, AnalysisFile.file_id == file_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def existing_analyses(session: AsyncSession, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the analyses that there are still."""
    return set(await session.scalars(select(Analysis.id).where(Analysis.id.in_(ids))))
