"""The files of a sample, and how they are uploaded."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, status
from fastapi.responses import RedirectResponse

from massa_server.access.dependencies import ReadFile, ReadSample, WriteFile, WriteSample
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase, ReadSession, WriteSession
from massa_server.errors import problems
from massa_server.pagination import PageOf
from massa_server.quotas import service as quotas
from massa_server.samples import files, schemas
from massa_server.storage.dependencies import BrowserHost, Store
from massa_server.uploads import schemas as upload_schemas
from massa_server.uploads import service as uploads

router = APIRouter(tags=["files"])

REFUSALS = problems(401, 403, 404)


@router.get("/samples/{sample_id}/files", responses=problems(401, 404))
async def list_files(
    sample_id: uuid.UUID, access: ReadSample, session: ReadSession, page: PageOf
) -> schemas.SampleFilePage:
    """The files of a sample, in the order in which they came."""
    return await files.list_files(session, sample_id, page)


@router.post("/samples/{sample_id}/files", status_code=status.HTTP_201_CREATED, responses=REFUSALS | problems(409, 413))
async def create_file(
    sample_id: uuid.UUID,
    body: schemas.FileCreate,
    access: WriteSample,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.SampleFile:
    """Begin to upload a file. `upload` says how to cut it into parts."""
    begun = await files.begin_file(store, settings, access, sample_id, body)
    async with uploads.undone_on_failure(store, begun[1]), database.write() as session:
        await quotas.admit_upload(session, settings, access.user_id, body.size_bytes)
        return await files.create_file(session, access, settings, sample_id, begun, body)


@router.get("/files/{file_id}", responses=problems(401, 404))
async def get_file(file_id: uuid.UUID, access: ReadFile, session: ReadSession) -> schemas.SampleFile:
    """One file."""
    return await files.get_file(session, file_id)


@router.patch("/files/{file_id}", responses=REFUSALS)
async def update_file(
    file_id: uuid.UUID, body: schemas.FileUpdate, access: WriteFile, session: WriteSession
) -> schemas.SampleFile:
    """Say which protein the file should hold."""
    return await files.update_file(session, access, file_id, body)


@router.delete("/files/{file_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS)
async def delete_file(file_id: uuid.UUID, access: WriteFile, session: WriteSession) -> None:
    """Delete a raw file. The results of its analyses stay."""
    await files.delete_file(session, access, file_id)


@router.post("/files/{file_id}/parts/{number}/sign", responses=REFUSALS | problems(409))
async def sign_file_part(
    file_id: uuid.UUID,
    number: Annotated[int, Path(ge=1, le=upload_schemas.MAX_PARTS)],
    body: upload_schemas.PartSign,
    access: WriteFile,
    session: ReadSession,
    store: Store,
    host: BrowserHost,
) -> upload_schemas.SignedPart:
    """The request that sends one part, straight to the store. It can be asked for again at any time."""
    return await uploads.sign_part(store, await files.get_upload(session, file_id), number, body, host)


@router.get("/files/{file_id}/parts", responses=problems(401, 404, 409))
async def list_file_parts(
    file_id: uuid.UUID, access: ReadFile, database: CurrentDatabase, store: Store
) -> upload_schemas.PartList:
    """The parts that have arrived."""
    async with database.read() as session:
        upload = await files.get_upload(session, file_id)
    return await uploads.list_parts(store, upload)


@router.post("/files/{file_id}/complete", responses=REFUSALS | problems(409))
async def complete_file(
    file_id: uuid.UUID,
    body: upload_schemas.UploadComplete,
    access: WriteFile,
    database: CurrentDatabase,
    store: Store,
    settings: CurrentSettings,
) -> schemas.SampleFile:
    """Make the file of its parts. Its size and its checksum are checked first; repeating it is harmless."""
    async with database.read() as session:
        upload = await files.get_upload(session, file_id)
        await quotas.admit_completion(session, settings, upload)
    await uploads.complete_in_store(database, store, upload, body)
    async with database.write() as session:
        return await files.complete_file(session, access, settings, file_id, body.crc64nvme)


@router.post("/files/{file_id}/abort", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(409))
async def abort_file(file_id: uuid.UUID, access: WriteFile, session: WriteSession) -> None:
    """Give up an upload. The file and the parts that arrived are gone."""
    await files.abort_file(session, access, file_id)


@router.get(
    "/files/{file_id}/download",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    responses=problems(401, 404, 409),
)
async def download_file(
    file_id: uuid.UUID, access: ReadFile, session: ReadSession, store: Store, host: BrowserHost
) -> RedirectResponse:
    """Go to the raw file."""
    target, name = await files.get_download(session, file_id)
    return RedirectResponse(await store.sign_download(target, name, host), status.HTTP_302_FOUND)
