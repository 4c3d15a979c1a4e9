"""Analyses of a sample, and the parameters that they take."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, status

from massa_server.access.dependencies import ReadAnalysis, ReadSample, WriteAnalysis, WriteSample
from massa_server.analyses import schemas, service
from massa_server.analyses.parameters import EngineDirectory
from massa_server.analyses.runs import store_manifest
from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase, ReadSession, WriteSession
from massa_server.degraded import LastKnown
from massa_server.errors import problems
from massa_server.pagination import PageOf
from massa_server.results.endpoints import Cache
from massa_server.storage.dependencies import Store
from massa_server.worker.manifest import analysis_prefix

router = APIRouter(tags=["analyses"])

REFUSALS = problems(401, 403, 404)


def _get_engine_directory(request: Request) -> EngineDirectory:
    directory: EngineDirectory = request.app.state.engine_directory
    return directory


EngineFacts = Annotated[EngineDirectory, Depends(_get_engine_directory)]


@router.get("/parameters/schema", responses=problems(401, 503))
async def get_parameters_schema(principal: CurrentPrincipal, engine: EngineFacts) -> dict[str, Any]:
    """The JSON Schema of an analysis's parameters, as the engine has it."""
    return (await engine.facts()).schema


@router.get("/parameters/presets", responses=problems(401, 503))
async def list_presets(principal: CurrentPrincipal, engine: EngineFacts) -> schemas.PresetList:
    """The presets: named sets of parameters, as the engine has them."""
    return schemas.PresetList.model_validate({"items": (await engine.facts()).schema["x-presets"]})


@router.get("/samples/{sample_id}/analyses", responses=problems(401, 404))
async def list_analyses(
    sample_id: uuid.UUID, access: ReadSample, session: ReadSession, page: PageOf
) -> schemas.AnalysisPage:
    """The analyses of a sample, newest first."""
    return await service.list_analyses(session, sample_id, page)


@router.post(
    "/samples/{sample_id}/analyses",
    status_code=status.HTTP_202_ACCEPTED,
    responses=REFUSALS | problems(409, 503),
)
async def create_analysis(
    sample_id: uuid.UUID,
    body: schemas.AnalysisCreate,
    access: WriteSample,
    engine: EngineFacts,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.AnalysisView:
    """Search the files of the sample in a protein database. Follow the analysis by its events."""
    await engine.check(body.preset, body.parameters)
    version = (await engine.facts()).version
    async with database.write() as session:
        view, manifest = await service.create_analysis(session, access, settings, sample_id, body, version)
        await store_manifest(store, manifest)
    return view


@router.get("/analyses/{analysis_id}", responses=problems(401, 404))
async def get_analysis(
    request: Request, analysis_id: uuid.UUID, access: ReadAnalysis, database: CurrentDatabase, last_known: LastKnown
) -> schemas.AnalysisView:
    """One analysis, with the state of each of its files."""

    async def view() -> schemas.AnalysisView:
        async with database.read() as session:
            return await service.get_analysis(session, analysis_id)

    return await last_known.ask(request, ("analysis", analysis_id), view)


@router.delete("/analyses/{analysis_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS)
async def delete_analysis(
    analysis_id: uuid.UUID, access: WriteAnalysis, database: CurrentDatabase, cache: Cache
) -> None:
    """Delete an analysis with its results; what runs of it stops."""
    async with database.write() as session:
        await service.delete_analysis(session, access, analysis_id)
    await cache.forget(analysis_prefix(analysis_id))


@router.post("/analyses/{analysis_id}/cancel", responses=REFUSALS | problems(409))
async def cancel_analysis(analysis_id: uuid.UUID, access: WriteAnalysis, session: WriteSession) -> schemas.AnalysisView:
    """Stop an analysis. Files that are done keep their results; the others can be retried."""
    return await service.cancel_analysis(session, access, analysis_id)


@router.post(
    "/analyses/{analysis_id}/files/{file_id}/retry",
    status_code=status.HTTP_202_ACCEPTED,
    responses=REFUSALS | problems(409),
)
async def retry_file(
    analysis_id: uuid.UUID,
    file_id: uuid.UUID,
    access: WriteAnalysis,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.AnalysisView:
    """Analyse one file again that failed or was cancelled."""
    async with database.write() as session:
        view, manifest = await service.retry_file(session, access, settings, analysis_id, file_id)
        await store_manifest(store, manifest)
    return view
