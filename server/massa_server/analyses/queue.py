"""The queue of chunks: people alternate, whatever each of them has waiting."""

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import Analysis, AnalysisChunk, AnalysisState, ChunkKind
from massa_server.clock import now
from massa_server.runner.leases import is_free

WORKERS = (ChunkKind.FILES, ChunkKind.SUMMARY)
EXECUTIONS = (ChunkKind.RUN, ChunkKind.SUMMARY)
TURNS_LOCK = 0x4D415353_5455524E  # "MASSTURN": advisory locks of a database share one space of numbers


async def enqueue(session: AsyncSession, chunks: Sequence[AnalysisChunk]) -> None:
    """Adds one person's chunks, each a turn later than the one before.

    A person's first turn is that of the work at the front of the queue, or the one after their own last. This is
    start-time fair queueing with equal weights (Goyal, Vin, Cheng 1996).
    """
    await _lock_turns(session)
    front = await session.scalar(select(func.min(AnalysisChunk.turn)))
    queued_by = chunks[0].queued_by
    last = await session.scalar(select(func.max(AnalysisChunk.turn)).where(AnalysisChunk.queued_by == queued_by))
    first = max(front or 0, last + 1 if last is not None else 0)
    for turn, chunk in enumerate(chunks, first):
        chunk.turn = turn
        session.add(chunk)
    await session.flush()


async def _lock_turns(session: AsyncSession) -> None:
    """Lets turns be given out by one transaction after the other, until its commit."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(TURNS_LOCK)))


async def next_free(session: AsyncSession, kinds: Collection[ChunkKind] = WORKERS) -> AnalysisChunk | None:
    """The chunk of these kinds whose turn it is, locked against other runners; None when there is nothing to do."""
    statement = (
        select(AnalysisChunk)
        .where(AnalysisChunk.kind.in_(kinds), is_free(AnalysisChunk))
        .order_by(AnalysisChunk.turn, AnalysisChunk.created_at, AnalysisChunk.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def has_free(session: AsyncSession, kinds: Collection[ChunkKind] = WORKERS) -> bool:
    """Whether some chunk of these kinds can be taken now."""
    statement = select(AnalysisChunk.id).where(AnalysisChunk.kind.in_(kinds), is_free(AnalysisChunk)).limit(1)
    return await session.scalar(statement) is not None


async def is_done(
    session: AsyncSession, analysis_id: uuid.UUID, kinds: Collection[ChunkKind] = tuple(ChunkKind)
) -> bool:
    """Whether no chunk of the analysis (of these kinds) waits or runs."""
    statement = select(AnalysisChunk.id).where(AnalysisChunk.analysis_id == analysis_id, AnalysisChunk.kind.in_(kinds))
    return await session.scalar(statement.limit(1)) is None


async def positions(session: AsyncSession, analysis_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many pieces of work are taken before the first one of each analysis, of those that still wait.

    A chunk waits until a worker takes it. A run in the cloud waits until its first file runs: what comes first there is
    Batch's decision, by the same rule.
    """
    waits = or_(
        and_(AnalysisChunk.kind == ChunkKind.FILES, AnalysisChunk.attempt == 0),
        and_(AnalysisChunk.kind == ChunkKind.RUN, Analysis.state == AnalysisState.QUEUED),
    )
    order = (AnalysisChunk.turn, AnalysisChunk.created_at, AnalysisChunk.id)
    waiting = (
        select(AnalysisChunk.analysis_id, (func.row_number().over(order_by=order) - 1).label("ahead"))
        .join(Analysis, Analysis.id == AnalysisChunk.analysis_id)
        .where(waits)
        .subquery()
    )
    statement = (
        select(waiting.c.analysis_id, func.min(waiting.c.ahead))
        .where(waiting.c.analysis_id.in_(analysis_ids))
        .group_by(waiting.c.analysis_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def drop_all(session: AsyncSession, analysis_id: uuid.UUID) -> None:
    """Takes the analysis out of the queue; runners stop the chunks of it that they work on."""
    await session.execute(delete(AnalysisChunk).where(AnalysisChunk.analysis_id == analysis_id))


async def hasten(session: AsyncSession, analysis_id: uuid.UUID, run: int, within_s: float) -> bool:
    """Has a run looked at soon; returns whether somebody is at it right now and may not have seen what happened."""
    soon = now() + timedelta(seconds=within_s)
    this_run = (AnalysisChunk.analysis_id == analysis_id, AnalysisChunk.run == run, AnalysisChunk.kind == ChunkKind.RUN)
    await session.execute(
        update(AnalysisChunk)
        .where(*this_run, AnalysisChunk.lease_owner.is_(None), AnalysisChunk.lease_expires_at > soon)
        .values(lease_expires_at=soon)
        .execution_options(synchronize_session=False)
    )
    busy = select(AnalysisChunk.id).where(*this_run, AnalysisChunk.lease_owner.is_not(None))
    return await session.scalar(busy) is not None


async def runs_waited_for(session: AsyncSession, runs: Collection[tuple[uuid.UUID, int]]) -> set[tuple[uuid.UUID, int]]:
    """Those of the runs whose execution somebody still waits for."""
    statement = select(AnalysisChunk.analysis_id, AnalysisChunk.run).where(
        AnalysisChunk.kind == ChunkKind.RUN, AnalysisChunk.analysis_id.in_({analysis_id for analysis_id, _ in runs})
    )
    return {(analysis_id, run) for analysis_id, run in await session.execute(statement)} & set(runs)
