"""SQL of what people use."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import Analysis, AnalysisState
from massa_server.auth.models import User
from massa_server.uploads.models import Upload


async def lock_user(session: AsyncSession, user_id: uuid.UUID) -> None:
    """Let one person's requests count one after the other: together they could exceed what each of them may."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update())


async def upload_bytes(session: AsyncSession, user_id: uuid.UUID) -> int:
    """Bytes of the person's uploads; one that is under way has its announced size."""
    statement = select(func.coalesce(func.sum(Upload.size_bytes), 0)).where(Upload.created_by == user_id)
    return int(await session.scalar(statement) or 0)


async def running_analyses(session: AsyncSession, user_id: uuid.UUID) -> int:
    """How many of the person's analyses wait or run."""
    active = [state for state in AnalysisState if not state.is_final]
    statement = select(func.count()).where(Analysis.state.in_(active), Analysis.created_by == user_id)
    return await session.scalar(statement) or 0
