"""SQL of where results are."""

import uuid

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import AnalysisFile


async def find_analysis_file(session: AsyncSession, analysis_id: uuid.UUID, file_id: uuid.UUID) -> AnalysisFile | None:
    """One file of an analysis."""
    statement = select(AnalysisFile).where(AnalysisFile.analysis_id == analysis_id, AnalysisFile.file_id == file_id)
    return (await session.execute(statement)).scalar_one_or_none()
