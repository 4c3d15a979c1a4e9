"""SQL of projects and memberships."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.auth.models import User
from massa_server.pagination import PageRequest, fetch_page
from massa_server.projects.models import Membership, Project, Role


async def list_projects(
    session: AsyncSession, user_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[tuple[Project, Role]], bool]:
    """A page of the projects that the person is a member of, and whether more follow."""
    statement = (
        select(Project, Membership.role)
        .join(Membership, Membership.project_id == Project.id)
        .where(Membership.user_id == user_id)
    )
    return await fetch_page(session, statement, Project.created_at, Project.id, page)


async def find_project(session: AsyncSession, project_id: uuid.UUID) -> Project | None:
    """The project of that id."""
    return await session.get(Project, project_id)


async def lock_project(session: AsyncSession, project_id: uuid.UUID) -> bool:
    """Let nobody else change who owns the project before this transaction ends; whether there is the project.

    Work in the project goes on meanwhile. Whoever locks projects and people locks the projects first, in the order of
    their ids.
    """
    statement = select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    return await session.scalar(statement) is not None


async def lock_projects_of(session: AsyncSession, user_id: uuid.UUID) -> None:
    """Let nobody else change who is in the person's projects, or in what is in them, before this transaction ends."""
    own = select(Membership.project_id).where(Membership.user_id == user_id)
    await session.execute(select(Project.id).where(Project.id.in_(own)).order_by(Project.id).with_for_update())


async def delete_project(session: AsyncSession, project_id: uuid.UUID) -> None:
    """Delete a project with all rows that hang on it."""
    await session.execute(delete(Project).where(Project.id == project_id))


async def list_members(
    session: AsyncSession, project_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[tuple[Membership, User]], bool]:
    """A page of the members, and whether more follow."""
    statement = (
        select(Membership, User).join(User, User.id == Membership.user_id).where(Membership.project_id == project_id)
    )
    return await fetch_page(session, statement, Membership.created_at, Membership.user_id, page, oldest_first=True)


async def find_member(
    session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID
) -> tuple[Membership, User] | None:
    """One member."""
    statement = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.project_id == project_id, Membership.user_id == user_id)
    )
    return (await session.execute(statement)).one_or_none()


async def member_ids(session: AsyncSession, project_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The people in a project."""
    statement = select(Membership.user_id).where(Membership.project_id == project_id)
    return (await session.scalars(statement)).all()


async def count_owners(session: AsyncSession, project_id: uuid.UUID) -> int:
    """How many owners a project has."""
    statement = select(func.count()).where(Membership.project_id == project_id, Membership.role == Role.OWNER)
    return (await session.scalar(statement)) or 0
