"""Rules of protein databases."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import Access
from massa_server.audit.service import record
from massa_server.clock import now
from massa_server.databases import models, repository, schemas
from massa_server.databases.contents import give_up_source, release_contents
from massa_server.databases.models import DatabaseStatus
from massa_server.errors import Conflict, NotFound
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.metrics.definitions import count_upload
from massa_server.pagination import PageRequest, Position, next_cursor
from massa_server.samples.files import safe_name
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.uploads import service as uploads
from massa_server.uploads.models import Upload


async def list_databases(session: AsyncSession, access: Access, page: PageRequest) -> schemas.DatabasePage:
    """The databases that a project can use."""
    databases, has_more = await repository.list_databases(session, access.in_project, page)
    last = Position(databases[-1].created_at, databases[-1].id) if databases else None
    return schemas.DatabasePage(
        items=[_view(database) for database in databases], next_cursor=next_cursor(last, has_more)
    )


async def begin_database(
    store: ObjectStore, settings: Settings, access: Access, body: schemas.DatabaseCreate
) -> tuple[uuid.UUID, Upload]:
    """Begin the upload of a database in the store. Its key is ours, not the client's."""
    database_id = uuid.uuid4()
    target = ObjectKey(Bucket.DATABASES, f"uploads/{database_id}/{safe_name(body.name)}")
    return database_id, await uploads.begin_upload(store, settings, target, body.size_bytes, access.user_id)


async def create_database(
    session: AsyncSession, access: Access, begun: tuple[uuid.UUID, Upload], body: schemas.DatabaseCreate
) -> schemas.Database:
    """Write down a database whose upload has begun."""
    database_id, upload = begun
    database = models.ProteinDatabase(
        id=database_id,
        project_id=access.in_project,
        upload=upload,
        name=body.name,
        description=body.description,
        size_bytes=body.size_bytes,
        status=DatabaseStatus.UPLOADING,
        created_by=access.user_id,
        created_at=now(),
    )
    session.add(database)
    count_upload(session, "started")
    _changed(session, access, "database.create", database)
    return _view(database)


async def get_database(session: AsyncSession, database_id: uuid.UUID) -> schemas.Database:
    """One database."""
    return _view(await _find(session, database_id))


async def get_upload(session: AsyncSession, database_id: uuid.UUID) -> uploads.UploadFacts:
    """The upload of a database."""
    database = await _find(session, database_id)
    if database.upload is None:
        raise NotFound("A built-in database has no upload.")
    return uploads.facts(database.upload)


async def complete_database(
    session: AsyncSession, access: Access, database_id: uuid.UUID, crc64nvme: str
) -> schemas.Database:
    """The object is whole: hand the database to the inspection."""
    database = await _find(session, database_id)
    if database.upload_id is not None and await uploads.mark_completed(session, database.upload_id, crc64nvme):
        database.status = DatabaseStatus.UPLOADED
        _changed(session, access, "database.complete", database)
    return _view(database)


async def abort_database(session: AsyncSession, access: Access, database_id: uuid.UUID) -> None:
    """Give up an upload: the database is gone."""
    database = await _find(session, database_id)
    if database.status is not DatabaseStatus.UPLOADING:
        raise Conflict("The database has been uploaded already. Delete it instead.")
    count_upload(session, "aborted")
    await remove_database(session, database, access.in_project, "database.abort", user_id=access.user_id)


async def delete_database(session: AsyncSession, access: Access, database_id: uuid.UUID) -> None:
    """Delete a database. Analyses that searched it keep its content for as long as they live."""
    database = await _find(session, database_id)
    await remove_database(session, database, access.in_project, "database.delete", user_id=access.user_id)


async def remove_database(
    session: AsyncSession,
    database: models.ProteinDatabase,
    project_id: uuid.UUID,
    action: str,
    *,
    user_id: uuid.UUID | None = None,
) -> None:
    """Deletes a database, which somebody or the calendar has decided."""
    give_up_source(session, database)
    record(
        session,
        action,
        user_id=user_id,
        project_id=project_id,
        resource_id=database.id,
        name=database.name,
    )
    publish(session, EventType.DATABASE_DELETED, project_id, database_id=database.id)
    await repository.delete_database(session, database)
    if database.sha256 is not None:
        await release_contents(session, {database.sha256})


def _changed(session: AsyncSession, access: Access, action: str, database: models.ProteinDatabase) -> None:
    record(
        session,
        action,
        user_id=access.user_id,
        project_id=access.in_project,
        resource_id=database.id,
        name=database.name,
    )
    publish(session, EventType.DATABASE_UPDATED, access.in_project, database_id=database.id)


async def _find(session: AsyncSession, database_id: uuid.UUID) -> models.ProteinDatabase:
    database = await repository.find_database(session, database_id)
    if database is None:
        raise NotFound("The database has just been deleted.")
    return database


def _view(database: models.ProteinDatabase) -> schemas.Database:
    upload = database.upload if database.status is DatabaseStatus.UPLOADING else None
    return schemas.Database(
        id=database.id,
        project_id=database.project_id,
        name=database.name,
        description=database.description,
        size_bytes=database.size_bytes,
        status=database.status,
        problem=database.problem,
        proteins=database.proteins,
        sha256=database.sha256,
        created_at=database.created_at,
        upload=uploads.facts(upload).plan if upload is not None else None,
    )
