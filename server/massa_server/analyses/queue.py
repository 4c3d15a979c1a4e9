"""The queue of chunks: people alternate, whatever each of them has waiting."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import AnalysisChunk, ChunkKind
from massa_server.runner.leases import is_free


async def enqueue(session: AsyncSession, chunks: Sequence[AnalysisChunk]) -> None:
    """Adds one person's chunks, each a turn later than the one before.

    A person's first turn is that of the work at the front of the queue, or the one after their own last. This is
    start-time fair queueing with equal weights (Goyal, Vin, Cheng 1996).
    """
    front = await session.scalar(select(func.min(AnalysisChunk.turn)))
    queued_by = chunks[0].queued_by
    last = await session.scalar(select(func.max(AnalysisChunk.turn)).where(AnalysisChunk.queued_by == queued_by))
    first = max(front or 0, last + 1 if last is not None else 0)
    for turn, chunk in enumerate(chunks, first):
        chunk.turn = turn
        session.add(chunk)
    await session.flush()


async def next_free(session: AsyncSession) -> AnalysisChunk | None:
    """The chunk whose turn it is, locked against other runners; None when there is nothing to do."""
    statement = (
        select(AnalysisChunk)
        .where(is_free(AnalysisChunk))
        .order_by(AnalysisChunk.turn, AnalysisChunk.created_at, AnalysisChunk.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def has_free(session: AsyncSession) -> bool:
    """Whether some chunk can be taken now."""
    return await session.scalar(select(AnalysisChunk.id).where(is_free(AnalysisChunk)).limit(1)) is not None


async def is_done(session: AsyncSession, analysis_id: uuid.UUID, kind: ChunkKind | None = None) -> bool:
    """Whether no chunk of the analysis (of one kind, or at all) waits or runs."""
    statement = select(AnalysisChunk.id).where(AnalysisChunk.analysis_id == analysis_id)
    if kind is not None:
        statement = statement.where(AnalysisChunk.kind == kind)
    return await session.scalar(statement.limit(1)) is None


async def drop_all(session: AsyncSession, analysis_id: uuid.UUID) -> None:
    """Takes the analysis out of the queue; runners stop the chunks of it that they work on."""
    await session.execute(delete(AnalysisChunk).where(AnalysisChunk.analysis_id == analysis_id))
