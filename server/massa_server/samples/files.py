"""Rules of the files of a sample."""

import re
import uuid
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import Access
from massa_server.audit.service import record
from massa_server.clock import now
from massa_server.errors import Conflict, NotFound
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.metrics.definitions import count_upload
from massa_server.pagination import PageRequest, Position, next_cursor
from massa_server.samples import models, repository, schemas
from massa_server.samples.expected import ExpectedProtein
from massa_server.samples.models import FileStatus
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.storage.service import give_up_upload
from massa_server.uploads import service as uploads
from massa_server.uploads.models import Upload

_expected: TypeAdapter[ExpectedProtein] = TypeAdapter(ExpectedProtein)


async def list_files(session: AsyncSession, sample_id: uuid.UUID, page: PageRequest) -> schemas.SampleFilePage:
    """The files of a sample."""
    files, has_more = await repository.list_files(session, sample_id, page)
    last = Position(files[-1].created_at, files[-1].id) if files else None
    return schemas.SampleFilePage(items=[_view(file) for file in files], next_cursor=next_cursor(last, has_more))


async def begin_file(
    store: ObjectStore, settings: Settings, access: Access, sample_id: uuid.UUID, body: schemas.FileCreate
) -> tuple[uuid.UUID, Upload]:
    """Begin the upload of a file in the store. Its key is ours, not the client's."""
    file_id = uuid.uuid4()
    target = ObjectKey(Bucket.UPLOADS, f"samples/{sample_id}/{file_id}/{safe_name(body.name)}")
    return file_id, await uploads.begin_upload(store, settings, target, body.size_bytes, access.user_id)


async def create_file(
    session: AsyncSession,
    access: Access,
    settings: Settings,
    sample_id: uuid.UUID,
    begun: tuple[uuid.UUID, Upload],
    body: schemas.FileCreate,
) -> schemas.SampleFile:
    """Write down a file whose upload has begun."""
    file_id, upload = begun
    at = now()
    file = models.SampleFile(
        id=file_id,
        sample_id=sample_id,
        upload=upload,
        name=body.name,
        size_bytes=body.size_bytes,
        status=FileStatus.UPLOADING,
        expected=body.expected.model_dump() if body.expected else None,
        created_at=at,
        expires_at=at + timedelta(days=settings.upload_retention_days),
    )
    if await repository.find_sample(session, sample_id) is None:
        raise NotFound("The sample has just been deleted.")
    session.add(file)
    count_upload(session, "started")
    _changed(session, access, "file.create", file)
    return _view(file)


async def get_file(session: AsyncSession, file_id: uuid.UUID) -> schemas.SampleFile:
    """One file."""
    return _view(await _find(session, file_id))


async def get_upload(session: AsyncSession, file_id: uuid.UUID) -> uploads.UploadFacts:
    """The upload of a file."""
    return uploads.facts((await _find(session, file_id)).upload)


async def update_file(
    session: AsyncSession, access: Access, file_id: uuid.UUID, body: schemas.FileUpdate
) -> schemas.SampleFile:
    """Say which protein the file should hold. Analyses that have begun keep what was expected then."""
    file = await _find(session, file_id)
    file.expected = body.expected.model_dump() if body.expected else None
    _changed(session, access, "file.update", file)
    return _view(file)


async def complete_file(
    session: AsyncSession, access: Access, settings: Settings, file_id: uuid.UUID, crc64nvme: str
) -> schemas.SampleFile:
    """The object is whole: hand the file to the inspection. It is kept for so many full days from now on."""
    file = await _find(session, file_id)
    if await uploads.mark_completed(session, file.upload_id, crc64nvme):
        file.status = FileStatus.UPLOADED
        file.expires_at = now() + timedelta(days=settings.upload_retention_days)
        _changed(session, access, "file.complete", file)
    return _view(file)


async def abort_file(session: AsyncSession, access: Access, file_id: uuid.UUID) -> None:
    """Give up an upload: the file is gone."""
    file = await _find(session, file_id)
    if file.status is not FileStatus.UPLOADING:
        raise Conflict("The file has been uploaded already. Delete it instead.")
    count_upload(session, "aborted")
    await remove_file(session, file, access.in_project, "file.abort", user_id=access.user_id)


async def delete_file(session: AsyncSession, access: Access, file_id: uuid.UUID) -> None:
    """Delete a raw file. The results of its analyses stay."""
    file = await _find(session, file_id)
    await remove_file(session, file, access.in_project, "file.delete", user_id=access.user_id)


async def get_download(session: AsyncSession, file_id: uuid.UUID) -> tuple[ObjectKey, str]:
    """Where the raw file is, and its name."""
    file = await _find(session, file_id)
    if file.status is FileStatus.UPLOADING:
        raise Conflict("The file has not been uploaded yet.")
    return ObjectKey(file.upload.bucket, file.upload.key), file.name


def safe_name(name: str) -> str:
    """A file's name as the last part of a key: its ending tells the format, the rest is for people."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".")[-100:] or "file"


async def remove_file(
    session: AsyncSession,
    file: models.SampleFile,
    project_id: uuid.UUID,
    action: str,
    *,
    user_id: uuid.UUID | None = None,
    **details: str,
) -> None:
    """Deletes a raw file, which somebody or the calendar has decided."""
    give_up_upload(session, ObjectKey(file.upload.bucket, file.upload.key), file.upload.store_upload_id)
    record(
        session,
        action,
        user_id=user_id,
        project_id=project_id,
        resource_id=file.id,
        name=file.name,
        sample_id=str(file.sample_id),
        **details,
    )
    publish(session, EventType.FILE_DELETED, project_id, sample_id=file.sample_id, file_id=file.id)
    await repository.delete_file(session, file)


def _changed(session: AsyncSession, access: Access, action: str, file: models.SampleFile) -> None:
    record(session, action, user_id=access.user_id, project_id=access.in_project, resource_id=file.id, name=file.name)
    publish(session, EventType.FILE_UPDATED, access.in_project, sample_id=file.sample_id, file_id=file.id)


async def _find(session: AsyncSession, file_id: uuid.UUID) -> models.SampleFile:
    file = await repository.find_file(session, file_id)
    if file is None:
        raise NotFound("The file has just been deleted.")
    return file


def _view(file: models.SampleFile) -> schemas.SampleFile:
    uploading = file.status is FileStatus.UPLOADING
    return schemas.SampleFile(
        id=file.id,
        sample_id=file.sample_id,
        name=file.name,
        size_bytes=file.size_bytes,
        status=file.status,
        problem=file.problem,
        expected=_expected.validate_python(file.expected) if file.expected else None,
        inspection=file.inspection,
        sha256=file.sha256,
        created_at=file.created_at,
        expires_at=file.expires_at,
        upload=uploads.facts(file.upload).plan if uploading else None,
    )
