"""Writing what became of files and analyses into the database, and telling the pages."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses import queue
from massa_server.analyses.models import (
    Analysis,
    AnalysisChunk,
    AnalysisFile,
    AnalysisFileState,
    AnalysisState,
    ChunkKind,
)
from massa_server.analyses.states import cause, final_state
from massa_server.clock import now
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.metrics.definitions import count_ended, count_first_file
from massa_server.samples.models import Sample
from massa_server.worker.engine import ErrorKind
from massa_server.worker.messages import Message
from massa_server.worker.outcome import FileError, Outcome

_WITH_FILES = (ChunkKind.FILES, ChunkKind.RUN)


async def begin(session: AsyncSession, analysis: Analysis) -> None:
    """The first chunk of the analysis was taken."""
    if analysis.state is AnalysisState.QUEUED:
        analysis.state = AnalysisState.RUNNING
        analysis.started_at = analysis.started_at or now()
        await tell_analysis(session, analysis)


async def show_progress(session: AsyncSession, analysis_id: uuid.UUID, latest: Mapping[uuid.UUID, Message]) -> None:
    """Writes the newest message of each file that a worker is at. One that comes too late changes nothing."""
    analysis = await session.get(Analysis, analysis_id)
    if analysis is None:
        return
    for file in await _files(session, analysis_id, list(latest)):
        message = latest[file.file_id]
        if file.state.is_final or message.attempt != file.attempt:
            continue
        if file.reported_at is not None and message.sent_at <= file.reported_at:
            continue
        file.reported_at = message.sent_at
        if file.state is AnalysisFileState.QUEUED:
            await _note_first_file(session, analysis)
            await begin(session, analysis)
            file.state = AnalysisFileState.RUNNING
            file.started_at = now()
        file.stage, file.progress_done, file.progress_total = message.stage, message.done, message.total
        await _tell(
            session,
            EventType.ANALYSIS_FILE_PROGRESS,
            analysis,
            file_id=file.file_id,
            state=file.state.value,
            stage=file.stage,
            done=file.progress_done,
            total=file.progress_total,
        )


async def settle_files(session: AsyncSession, analysis_id: uuid.UUID, outcomes: Sequence[Outcome]) -> None:
    """Writes the outcomes of files of one analysis. Those that are written already stay as they are."""
    by_file = {outcome.file_id: outcome for outcome in outcomes}
    analysis = await session.get(Analysis, analysis_id)
    if analysis is None:
        return
    changed = False
    for file in await _files(session, analysis_id, list(by_file)):
        outcome = by_file[file.file_id]
        if not file.state.is_final and outcome.attempt == file.attempt:
            await _note_first_file(session, analysis)
            _settle(file, outcome)
            changed = True
    if changed:
        await begin(session, analysis)
        await tell_analysis(session, analysis)


async def give_up(session: AsyncSession, chunk: AnalysisChunk, reason: str) -> None:
    """Fails the chunk's unfinished files, after the machine failed them too often."""
    analysis = await session.get_one(Analysis, chunk.analysis_id)
    for file in await files_of(session, chunk):
        if not file.state.is_final:
            error = FileError(kind=ErrorKind.RESOURCE, message=reason)
            _settle(file, Outcome(file_id=file.file_id, attempt=file.attempt, state="failed", error=error))
    await tell_analysis(session, analysis)


async def finish_chunk(session: AsyncSession, chunk: AnalysisChunk, *, summarised: bool = False) -> None:
    """Takes the chunk out of the queue; after the last of files comes the summary, after the summary the end.

    Args:
        summarised: whether the summary of the analysis's newest run is written already.
    """
    # Of chunks that end at the same moment, the last must see that it is.
    analysis = await session.get_one(Analysis, chunk.analysis_id, with_for_update=True)
    await session.delete(chunk)
    await session.flush()
    if chunk.kind is ChunkKind.SUMMARY or (summarised and chunk.run == analysis.run):
        if await queue.is_done(session, analysis.id):
            await _finish(session, analysis)
    elif await queue.is_done(session, analysis.id, _WITH_FILES):
        await queue.enqueue(
            session,
            [
                AnalysisChunk(
                    analysis_id=analysis.id,
                    run=analysis.run,
                    position=chunk.position + 1,
                    kind=ChunkKind.SUMMARY,
                    file_ids=[],
                    queued_by=chunk.queued_by,
                    context=chunk.context,
                )
            ],
        )


async def files_of(session: AsyncSession, chunk: AnalysisChunk) -> list[AnalysisFile]:
    """The chunk's files."""
    return await _files(session, chunk.analysis_id, [uuid.UUID(file_id) for file_id in chunk.file_ids])


async def unfinished(session: AsyncSession, chunk: AnalysisChunk) -> list[AnalysisFile]:
    """The chunk's files that have not ended."""
    return [file for file in await files_of(session, chunk) if not file.state.is_final]


async def tell_analysis(session: AsyncSession, analysis: Analysis) -> None:
    """Tells the pages that the analysis is not as it was."""
    await _tell(session, EventType.ANALYSIS_UPDATED, analysis, state=analysis.state.value)


async def _finish(session: AsyncSession, analysis: Analysis) -> None:
    statement = select(AnalysisFile.state, AnalysisFile.error).where(AnalysisFile.analysis_id == analysis.id)
    files = (await session.execute(statement)).all()
    analysis.state = final_state([state for state, _ in files])
    analysis.finished_at = now()
    if analysis.run == 1:  # results are kept for as long as promised from their end; a retry counts from its start
        analysis.expires_at += analysis.finished_at - analysis.created_at
    count_ended(session, analysis.state, cause([ErrorKind(error["kind"]) for _, error in files if error is not None]))
    await tell_analysis(session, analysis)


async def _note_first_file(session: AsyncSession, analysis: Analysis) -> None:
    """Counts how long the analysis waited, when one of its files runs for the first time."""
    ran = select(AnalysisFile.id).where(
        AnalysisFile.analysis_id == analysis.id,
        or_(AnalysisFile.started_at.is_not(None), AnalysisFile.finished_at.is_not(None)),
    )
    if analysis.run == 1 and await session.scalar(ran.limit(1)) is None:
        count_first_file(session, analysis.created_at)


def _settle(file: AnalysisFile, outcome: Outcome) -> None:
    succeeded = outcome.state == "succeeded"
    file.state = AnalysisFileState.SUCCEEDED if succeeded else AnalysisFileState.FAILED
    file.stage = None
    file.finished_at = now()
    file.error = outcome.error.model_dump(mode="json") if outcome.error is not None else None
    file.verdict, file.counts, file.acquisition = outcome.verdict, outcome.counts, outcome.acquisition
    file.result_prefix = outcome.prefix
    file.outputs = [output.model_dump(mode="json") for output in outcome.outputs]


async def _files(session: AsyncSession, analysis_id: uuid.UUID, file_ids: Sequence[uuid.UUID]) -> list[AnalysisFile]:
    statement = (
        select(AnalysisFile)
        .where(AnalysisFile.analysis_id == analysis_id, AnalysisFile.file_id.in_(file_ids))
        .order_by(AnalysisFile.position)
        .with_for_update()
    )
    return list((await session.scalars(statement)).all())


async def _tell(session: AsyncSession, type_: EventType, analysis: Analysis, **data: object) -> None:
    sample = await session.get_one(Sample, analysis.sample_id)
    publish(session, type_, sample.project_id, sample_id=sample.id, analysis_id=analysis.id, **data)
