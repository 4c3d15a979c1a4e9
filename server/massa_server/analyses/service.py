"""Rules of analyses."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import Access
from massa_server.analyses import models, queue, repository, schemas
from massa_server.analyses.models import AnalysisFileState, AnalysisState
from massa_server.analyses.runs import make_chunks, make_manifest
from massa_server.audit.service import record
from massa_server.clock import now
from massa_server.databases.contents import release_contents
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.errors import Conflict, Invalid, NotFound
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.metrics.definitions import ANALYSES_SUBMITTED, after_commit, count_ended
from massa_server.pagination import PageRequest, Position, next_cursor
from massa_server.quotas import service as quotas
from massa_server.results.schemas import Acquisition, Counts, Verdict
from massa_server.samples.models import FileStatus, SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket
from massa_server.storage.service import give_up
from massa_server.worker.manifest import Manifest, analysis_prefix


class NothingToAnalyse(Conflict):
    """No file of the sample can be analysed now."""

    kind = "nothing-to-analyse"
    title = "No file is ready"


async def list_analyses(session: AsyncSession, sample_id: uuid.UUID, page: PageRequest) -> schemas.AnalysisPage:
    """The analyses of a sample."""
    analyses, has_more = await repository.list_analyses(session, sample_id, page)
    last = Position(analyses[-1].created_at, analyses[-1].id) if analyses else None
    return schemas.AnalysisPage(items=await _views(session, analyses), next_cursor=next_cursor(last, has_more))


async def create_analysis(
    session: AsyncSession,
    access: Access,
    settings: Settings,
    sample_id: uuid.UUID,
    body: schemas.AnalysisCreate,
    engine_version: str,
) -> tuple[schemas.AnalysisView, Manifest]:
    """An analysis of the sample's ready files, in the queue. The caller stores its manifest before it commits."""
    await quotas.admit_analysis(session, settings, access.user_id)
    database = await _usable_database(session, access, body.database_id)
    at = now()
    analysis = models.Analysis(
        id=uuid.uuid4(),
        sample_id=sample_id,
        database_id=database.id,
        database_name=database.name,
        database_sha256=database.sha256,
        state=AnalysisState.QUEUED,
        run=1,
        preset=body.preset,
        parameters=body.parameters,
        engine_version=engine_version,
        created_by=access.user_id,
        created_at=at,
        expires_at=at + timedelta(days=settings.result_retention_days),
    )
    ready = _ready_files(_chosen_files(await repository.sample_files(session, sample_id), body.file_ids))
    files = [_analysis_file(analysis.id, position, file) for position, file in enumerate(ready)]
    session.add(analysis)
    await session.flush()
    session.add_all(files)
    manifest = make_manifest(analysis, files, files, settings.chunk_size_bytes)
    await queue.enqueue(session, make_chunks(manifest, access.user_id, settings.runner))
    after_commit(session, ANALYSES_SUBMITTED.inc)
    _changed(session, access, "analysis.create", analysis)
    return await _view(session, analysis), manifest


async def get_analysis(session: AsyncSession, analysis_id: uuid.UUID) -> schemas.AnalysisView:
    """One analysis."""
    return await _view(session, await _find(session, analysis_id))


async def cancel_analysis(session: AsyncSession, access: Access, analysis_id: uuid.UUID) -> schemas.AnalysisView:
    """Stops what has not ended. Runners notice that its chunks are gone and kill their workers."""
    analysis = await _find(session, analysis_id)
    if analysis.state.is_final and analysis.state is not AnalysisState.CANCELLED:
        raise Conflict(f"The analysis has {analysis.state.replace('_', ' ')} already; there is nothing to cancel.")
    files = await repository.files_of(session, [analysis_id])
    if not analysis.state.is_final:
        await queue.drop_all(session, analysis_id)
        for file in files:
            if not file.state.is_final:
                file.state, file.stage, file.finished_at = AnalysisFileState.CANCELLED, None, now()
        analysis.state, analysis.finished_at = AnalysisState.CANCELLED, now()
        count_ended(session, AnalysisState.CANCELLED, "person")
        _changed(session, access, "analysis.cancel", analysis)
    return await _view(session, analysis)


async def retry_file(
    session: AsyncSession, access: Access, settings: Settings, analysis_id: uuid.UUID, file_id: uuid.UUID
) -> tuple[schemas.AnalysisView, Manifest]:
    """Another attempt at one file, in a run of its own. The caller stores its manifest before it commits."""
    analysis = await _find(session, analysis_id)
    files = await repository.files_of(session, [analysis_id])
    file = next((file for file in files if file.file_id == file_id), None)
    if file is None:
        raise NotFound("The analysis has no such file.")
    if file.state not in (AnalysisFileState.FAILED, AnalysisFileState.CANCELLED):
        raise Conflict(f"{file.name} is {file.state}; only a file that failed or was cancelled can be retried.")
    if all(stored.id != file_id for stored in await repository.sample_files(session, analysis.sample_id)):
        raise Conflict(f"{file.name} has been deleted; upload it again and start a new analysis.")
    if analysis.state.is_final:
        await quotas.admit_analysis(session, settings, access.user_id)
    _reset(file)
    analysis.run += 1
    if analysis.state.is_final:
        analysis.state, analysis.finished_at = AnalysisState.QUEUED, None
        after_commit(session, ANALYSES_SUBMITTED.inc)
    analysis.expires_at = now() + timedelta(days=settings.result_retention_days)
    manifest = make_manifest(analysis, files, [file], settings.chunk_size_bytes)
    await queue.enqueue(session, make_chunks(manifest, access.user_id, settings.runner))
    _changed(session, access, "analysis.retry", analysis, file_id=str(file_id))
    return await _view(session, analysis), manifest


async def delete_analysis(session: AsyncSession, access: Access, analysis_id: uuid.UUID) -> None:
    """Deletes an analysis with its results, and stops what runs of it."""
    analysis = await _find(session, analysis_id)
    await remove_analysis(session, analysis, access.in_project, "analysis.delete", user_id=access.user_id)


async def remove_analysis(
    session: AsyncSession,
    analysis: models.Analysis,
    project_id: uuid.UUID,
    action: str,
    *,
    user_id: uuid.UUID | None = None,
    **details: str,
) -> None:
    """Deletes an analysis with its results, which somebody or the calendar has decided."""
    give_up(session, Bucket.RESULTS, analysis_prefix(analysis.id).rstrip("/"))
    record(
        session,
        action,
        user_id=user_id,
        project_id=project_id,
        resource_id=analysis.id,
        sample_id=str(analysis.sample_id),
        **details,
    )
    publish(session, EventType.ANALYSIS_DELETED, project_id, sample_id=analysis.sample_id, analysis_id=analysis.id)
    await repository.delete_analysis(session, analysis.id)
    await release_contents(session, {analysis.database_sha256})


async def _usable_database(session: AsyncSession, access: Access, database_id: uuid.UUID) -> ProteinDatabase:
    database = await repository.find_database(session, database_id)
    if database is None or database.project_id not in (None, access.in_project):
        raise Invalid("There is no such protein database in this project; choose one of its list.")
    if database.status is not DatabaseStatus.READY or database.sha256 is None:
        raise Conflict(
            f"The protein database {database.name} is {database.status}; it can be searched once it is ready."
        )
    return database


def _chosen_files(files: Sequence[SampleFile], file_ids: Sequence[uuid.UUID] | None) -> Sequence[SampleFile]:
    """The named files, in the order of the sample; all of them when none are named."""
    if file_ids is None:
        return files
    wanted = set(file_ids)
    chosen = [file for file in files if file.id in wanted]
    if len(chosen) < len(wanted):
        raise Invalid("Some of the chosen files are not in this sample; they may have just been deleted.")
    if rejected := [file.name for file in chosen if file.status is FileStatus.REJECTED]:
        raise NothingToAnalyse(f"{rejected[0]} was rejected and cannot be analysed. Leave it out.")
    return chosen


def _ready_files(files: Sequence[SampleFile]) -> list[SampleFile]:
    """The files to analyse: all but the rejected ones.

    Raises:
        NothingToAnalyse: there is none, or one of them is still on its way: leaving it out would be a silent loss.
    """
    unfinished = [file.name for file in files if file.status not in (FileStatus.READY, FileStatus.REJECTED)]
    if unfinished:
        raise NothingToAnalyse(
            f"Not ready yet: {', '.join(unfinished[:3])}{' and others' if len(unfinished) > 3 else ''}. "
            "Wait until uploading and inspection are done, or name the files to analyse in file_ids."
        )
    ready = [file for file in files if file.status is FileStatus.READY and file.sha256 is not None]
    if not ready:
        raise NothingToAnalyse("The sample has no file that can be analysed. Upload one first.")
    return ready


def _analysis_file(analysis_id: uuid.UUID, position: int, file: SampleFile) -> models.AnalysisFile:
    return models.AnalysisFile(
        id=uuid.uuid4(),
        analysis_id=analysis_id,
        file_id=file.id,
        position=position,
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        object_key=file.upload.key,
        expected=file.expected,
        attempt=1,
        state=AnalysisFileState.QUEUED,
        progress_done=0,
        progress_total=0,
    )


def _reset(file: models.AnalysisFile) -> None:
    """Makes the file as it was before its last attempt."""
    file.attempt += 1
    file.state = AnalysisFileState.QUEUED
    file.stage = file.started_at = file.finished_at = None
    file.progress_done = file.progress_total = 0
    file.reported_at = None
    file.error = file.verdict = file.counts = file.acquisition = None
    file.result_prefix = file.outputs = None


def _changed(session: AsyncSession, access: Access, action: str, analysis: models.Analysis, **details: Any) -> None:
    record(
        session,
        action,
        user_id=access.user_id,
        project_id=access.in_project,
        resource_id=analysis.id,
        sample_id=str(analysis.sample_id),
        **details,
    )
    publish(
        session,
        EventType.ANALYSIS_UPDATED,
        access.in_project,
        sample_id=analysis.sample_id,
        analysis_id=analysis.id,
        state=analysis.state.value,
    )


async def _find(session: AsyncSession, analysis_id: uuid.UUID) -> models.Analysis:
    analysis = await repository.find_analysis(session, analysis_id)
    if analysis is None:
        raise NotFound("The analysis has just been deleted.")
    return analysis


async def _view(session: AsyncSession, analysis: models.Analysis) -> schemas.AnalysisView:
    await session.flush()
    return (await _views(session, [analysis]))[0]


async def _views(session: AsyncSession, analyses: Sequence[models.Analysis]) -> list[schemas.AnalysisView]:
    files = await repository.files_of(session, [analysis.id for analysis in analyses])
    expiries = await repository.raw_expiries(session, {file.file_id for file in files})
    waiting = [analysis.id for analysis in analyses if analysis.state is AnalysisState.QUEUED]
    positions = await queue.positions(session, waiting) if waiting else {}
    return [
        _view_analysis(
            analysis,
            positions.get(analysis.id),
            [_view_file(file, expiries.get(file.file_id)) for file in files if file.analysis_id == analysis.id],
        )
        for analysis in analyses
    ]


def _view_analysis(
    analysis: models.Analysis, queue_position: int | None, files: list[schemas.AnalysisFileView]
) -> schemas.AnalysisView:
    return schemas.AnalysisView(
        id=analysis.id,
        sample_id=analysis.sample_id,
        state=analysis.state,
        queue_position=queue_position,
        preset=analysis.preset,
        parameters=analysis.parameters,
        engine_version=analysis.engine_version,
        database=schemas.AnalysisDatabase(
            id=analysis.database_id, name=analysis.database_name, sha256=analysis.database_sha256
        ),
        created_at=analysis.created_at,
        started_at=analysis.started_at,
        finished_at=analysis.finished_at,
        expires_at=analysis.expires_at,
        files=files,
    )


def _view_file(file: models.AnalysisFile, raw_expires_at: datetime | None) -> schemas.AnalysisFileView:
    return schemas.AnalysisFileView(
        file_id=file.file_id,
        name=file.name,
        size_bytes=file.size_bytes,
        expected=file.expected,
        state=file.state,
        stage=file.stage,
        progress=schemas.FileProgress(done=file.progress_done, total=file.progress_total),
        attempt=file.attempt,
        raw_expires_at=raw_expires_at,
        error=schemas.FileFailure.model_validate(file.error) if file.error is not None else None,
        verdict=Verdict.model_validate(file.verdict) if file.verdict is not None else None,
        counts=Counts.model_validate(file.counts) if file.counts is not None else None,
        acquisition=Acquisition.model_validate(file.acquisition) if file.acquisition is not None else None,
        started_at=file.started_at,
        finished_at=file.finished_at,
    )
