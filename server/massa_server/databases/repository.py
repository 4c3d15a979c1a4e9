"""SQL of protein databases."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.analyses.models import Analysis
from massa_server.databases.models import ProteinDatabase
from massa_server.pagination import PageRequest, fetch_page
from massa_server.uploads.models import Upload


async def list_databases(
    session: AsyncSession, project_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[ProteinDatabase], bool]:
    """A page of the databases that a project can use, newest first, and whether more follow."""
    statement = (
        select(ProteinDatabase)
        .where(or_(ProteinDatabase.project_id == project_id, ProteinDatabase.project_id.is_(None)))
        .options(joinedload(ProteinDatabase.upload))
    )
    rows, has_more = await fetch_page(session, statement, ProteinDatabase.created_at, ProteinDatabase.id, page)
    return [row[0] for row in rows], has_more


async def find_database(session: AsyncSession, database_id: uuid.UUID) -> ProteinDatabase | None:
    """The database of that id, with its upload."""
    statement = (
        select(ProteinDatabase)
        .where(ProteinDatabase.id == database_id)
        .options(joinedload(ProteinDatabase.upload))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(statement)


async def databases_of_project(session: AsyncSession, project_id: uuid.UUID) -> Sequence[ProteinDatabase]:
    """A project's own databases, with their uploads."""
    statement = (
        select(ProteinDatabase)
        .where(ProteinDatabase.project_id == project_id)
        .options(joinedload(ProteinDatabase.upload))
    )
    return (await session.scalars(statement)).all()


async def contents_searched(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> set[str]:
    """SHA-256 of the databases that analyses of the samples refer to."""
    statement = select(Analysis.database_sha256).where(Analysis.sample_id.in_(sample_ids)).distinct()
    return set((await session.scalars(statement)).all())


async def is_content_referred_to(session: AsyncSession, sha256: str) -> bool:
    """Whether a database or an analysis needs the object of this content."""
    databases = select(ProteinDatabase.id).where(ProteinDatabase.sha256 == sha256)
    analyses = select(Analysis.id).where(Analysis.database_sha256 == sha256)
    return (await session.execute(databases.union_all(analyses).limit(1))).first() is not None


async def delete_database(session: AsyncSession, database: ProteinDatabase) -> None:
    """Delete a database and its upload."""
    upload_id = database.upload_id
    await session.execute(delete(ProteinDatabase).where(ProteinDatabase.id == database.id))
    if upload_id is not None:
        await session.execute(delete(Upload).where(Upload.id == upload_id))
