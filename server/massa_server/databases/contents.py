"""The objects of protein databases: one for each content, however many rows and analyses refer to it."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.databases import repository
from massa_server.databases.models import ProteinDatabase
from massa_server.storage.models import ObjectDeletion
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.storage.service import give_up, give_up_upload
from massa_server.worker.manifest import database_object


def source_object(database: ProteinDatabase) -> ObjectKey:
    """Where a database is before its content is known: as uploaded, or as it came with the program."""
    if database.upload is not None:
        return ObjectKey(database.upload.bucket, database.upload.key)
    return builtin_object(database.id)


def builtin_object(database_id: uuid.UUID) -> ObjectKey:
    """Where a built-in database waits for its inspection."""
    return ObjectKey(Bucket.DATABASES, f"builtin/{database_id}.fasta")


def give_up_source(session: AsyncSession, database: ProteinDatabase) -> None:
    """Have the store forget the database as it came, and the parts of an unfinished upload."""
    if database.upload is not None:
        target = ObjectKey(database.upload.bucket, database.upload.key)
        give_up_upload(session, target, database.upload.store_upload_id)
    else:
        give_up(session, Bucket.DATABASES, builtin_object(database.id).key)


async def delete_databases_of_project(session: AsyncSession, project_id: uuid.UUID) -> None:
    """Delete a project's own databases, after its samples: their analyses need the contents."""
    databases = await repository.databases_of_project(session, project_id)
    for database in databases:
        give_up_source(session, database)
        await repository.delete_database(session, database)
    await release_contents(session, {database.sha256 for database in databases if database.sha256 is not None})


async def keep_content(session: AsyncSession, sha256: str) -> None:
    """Takes back a deletion of this content that has not been carried out."""
    await session.execute(
        delete(ObjectDeletion).where(
            ObjectDeletion.bucket == Bucket.DATABASES, ObjectDeletion.prefix == database_object(sha256).key
        )
    )


async def release_contents(session: AsyncSession, contents: Collection[str]) -> None:
    """Gives up the contents that nothing refers to any more; called after rows were deleted."""
    for sha256 in sorted(contents):
        if not await repository.is_content_referred_to(session, sha256):
            give_up(session, Bucket.DATABASES, database_object(sha256).key)
