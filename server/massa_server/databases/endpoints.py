"""Protein databases, and how they are uploaded: by the same protocol as files of spectra."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, status

from massa_server.access.dependencies import ReadDatabase, ReadProject, WriteDatabase, WriteProject
from massa_server.current_settings import CurrentSettings
from massa_server.databases import schemas, service
from massa_server.db import CurrentDatabase, ReadSession, WriteSession
from massa_server.errors import problems
from massa_server.pagination import PageOf
from massa_server.quotas import service as quotas
from massa_server.storage.dependencies import BrowserHost, Store
from massa_server.uploads import schemas as upload_schemas
from massa_server.uploads import service as uploads

router = APIRouter(tags=["databases"])

REFUSALS = problems(401, 403, 404)


@router.get("/projects/{project_id}/databases", responses=problems(401, 404))
async def list_databases(
    project_id: uuid.UUID, access: ReadProject, session: ReadSession, page: PageOf
) -> schemas.DatabasePage:
    """The databases that the project can use: its own and the built-in ones, newest first."""
    return await service.list_databases(session, access, page)


@router.post(
    "/projects/{project_id}/databases", status_code=status.HTTP_201_CREATED, responses=REFUSALS | problems(409, 413)
)
async def create_database(
    project_id: uuid.UUID,
    body: schemas.DatabaseCreate,
    access: WriteProject,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.Database:
    """Begin to upload a FASTA file. `upload` says how to cut it into parts."""
    begun = await service.begin_database(store, settings, access, body)
    async with uploads.undone_on_failure(store, begun[1]), database.write() as session:
        await quotas.admit_upload(session, settings, access.user_id, body.size_bytes)
        return await service.create_database(session, access, begun, body)


@router.get("/databases/{database_id}", responses=problems(401, 404))
async def get_database(database_id: uuid.UUID, access: ReadDatabase, session: ReadSession) -> schemas.Database:
    """One database."""
    return await service.get_database(session, database_id)


@router.delete("/databases/{database_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS)
async def delete_database(database_id: uuid.UUID, access: WriteDatabase, session: WriteSession) -> None:
    """Delete a database. Analyses that searched it stay as they are, and can still be retried."""
    await service.delete_database(session, access, database_id)


@router.post("/databases/{database_id}/parts/{number}/sign", responses=REFUSALS | problems(409))
async def sign_database_part(
    database_id: uuid.UUID,
    number: Annotated[int, Path(ge=1, le=upload_schemas.MAX_PARTS)],
    body: upload_schemas.PartSign,
    access: WriteDatabase,
    session: ReadSession,
    store: Store,
    host: BrowserHost,
) -> upload_schemas.SignedPart:
    """The request that sends one part, straight to the store. It can be asked for again at any time."""
    return await uploads.sign_part(store, await service.get_upload(session, database_id), number, body, host)


@router.get("/databases/{database_id}/parts", responses=problems(401, 404, 409))
async def list_database_parts(
    database_id: uuid.UUID, access: ReadDatabase, database: CurrentDatabase, store: Store
) -> upload_schemas.PartList:
    """The parts that have arrived."""
    async with database.read() as session:
        upload = await service.get_upload(session, database_id)
    return await uploads.list_parts(store, upload)


@router.post("/databases/{database_id}/complete", responses=REFUSALS | problems(409))
async def complete_database(
    database_id: uuid.UUID,
    body: upload_schemas.UploadComplete,
    access: WriteDatabase,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.Database:
    """Make the file of its parts. Its size and its checksum are checked first; repeating it is harmless."""
    async with database.read() as session:
        upload = await service.get_upload(session, database_id)
        await quotas.admit_completion(session, settings, upload)
    await uploads.complete_in_store(database, store, upload, body)
    async with database.write() as session:
        return await service.complete_database(session, access, database_id, body.crc64nvme)


@router.post(
    "/databases/{database_id}/abort", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(409)
)
async def abort_database(database_id: uuid.UUID, access: WriteDatabase, session: WriteSession) -> None:
    """Give up an upload. The database and the parts that arrived are gone."""
    await service.abort_database(session, access, database_id)
