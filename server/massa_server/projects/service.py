"""Rules of projects and memberships."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.service import record
from massa_server.auth import repository as users
from massa_server.auth.models import User
from massa_server.clock import now
from massa_server.errors import Conflict, Invalid, NotFound
from massa_server.events.schemas import EventType
from massa_server.events.service import publish, publish_to_user
from massa_server.pagination import PageRequest, Position, next_cursor
from massa_server.projects import models, repository, schemas
from massa_server.projects.models import Role


class LastOwner(Conflict):
    """A project without an owner could not be managed any more."""

    kind = "last-owner"
    title = "A project needs an owner"


async def create_personal_project(session: AsyncSession, user_id: uuid.UUID, name: str) -> None:
    """The project that every person starts with."""
    await _create(session, user_id, name, "", is_personal=True)


async def create_project(session: AsyncSession, user_id: uuid.UUID, body: schemas.ProjectCreate) -> schemas.Project:
    """A project that the person owns."""
    project = await _create(session, user_id, body.name, body.description, is_personal=False)
    return _view(project, Role.OWNER)


async def list_projects(session: AsyncSession, user_id: uuid.UUID, page: PageRequest) -> schemas.ProjectPage:
    """The person's projects."""
    rows, has_more = await repository.list_projects(session, user_id, page)
    last = Position(rows[-1][0].created_at, rows[-1][0].id) if rows else None
    return schemas.ProjectPage(
        items=[_view(project, role) for project, role in rows], next_cursor=next_cursor(last, has_more)
    )


async def get_project(session: AsyncSession, project_id: uuid.UUID, role: Role) -> schemas.Project:
    """One project, as somebody with that role sees it."""
    return _view(await _find(session, project_id), role)


async def update_project(
    session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID, role: Role, body: schemas.ProjectUpdate
) -> schemas.Project:
    """Rename or describe a project."""
    project = await _find(session, project_id)
    if body.name is not None:
        project.name = body.name
    if body.description is not None:
        project.description = body.description
    _changed(session, "project.update", project_id, user_id)
    return _view(project, role)


async def delete_project(session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Delete a project, after its samples and databases."""
    project = await _find(session, project_id)
    if project.is_personal:
        raise Conflict("Your personal project goes with your account. Delete its samples instead.")
    for member_id in await repository.member_ids(session, project_id):
        publish_to_user(session, EventType.PROJECT_DELETED, member_id, project_id=project_id)
    record(session, "project.delete", user_id=user_id, project_id=project_id, resource_id=project_id, name=project.name)
    await repository.delete_project(session, project_id)


async def list_members(session: AsyncSession, project_id: uuid.UUID, page: PageRequest) -> schemas.MemberPage:
    """Who is in a project."""
    rows, has_more = await repository.list_members(session, project_id, page)
    last = Position(rows[-1][0].created_at, rows[-1][0].user_id) if rows else None
    return schemas.MemberPage(items=[_view_member(*row) for row in rows], next_cursor=next_cursor(last, has_more))


async def add_member(
    session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID, body: schemas.MemberAdd
) -> schemas.Member:
    """Share a project with somebody who has an account."""
    user = await users.find_user_by_email(session, body.email)
    if user is None:
        raise Invalid(f"Nobody with the address {body.email} has an account here. Ask them to sign up first.")
    if await repository.find_member(session, project_id, user.id) is not None:
        raise Conflict(f"{body.email} is a member already. Change their role instead.")
    membership = models.Membership(project_id=project_id, user_id=user.id, role=body.role, created_at=now())
    session.add(membership)
    _changed(session, "member.add", project_id, user_id, member=str(user.id), role=body.role)
    return _view_member(membership, user)


async def update_member(
    session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID, member_id: uuid.UUID, role: Role
) -> schemas.Member:
    """Give a member another role."""
    membership, user = await _lock_member(session, project_id, member_id)
    await _keep_an_owner(session, membership, role)
    membership.role = role
    _changed(session, "member.update", project_id, user_id, member=str(member_id), role=role)
    return _view_member(membership, user)


async def remove_member(session: AsyncSession, project_id: uuid.UUID, user_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Take somebody out of a project; or leave it."""
    membership, _ = await _lock_member(session, project_id, member_id)
    await _keep_an_owner(session, membership, None)
    await session.delete(membership)
    _changed(session, "member.remove", project_id, user_id, member=str(member_id))
    publish_to_user(session, EventType.PROJECT_DELETED, member_id, project_id=project_id)


async def _create(
    session: AsyncSession, user_id: uuid.UUID, name: str, description: str, *, is_personal: bool
) -> models.Project:
    project = models.Project(
        id=uuid.uuid4(), name=name, description=description, is_personal=is_personal, created_at=now()
    )
    session.add(project)
    await session.flush()
    session.add(models.Membership(project_id=project.id, user_id=user_id, role=Role.OWNER))
    record(session, "project.create", user_id=user_id, project_id=project.id, resource_id=project.id)
    publish_to_user(session, EventType.PROJECT_UPDATED, user_id, project_id=project.id)
    return project


def _changed(session: AsyncSession, action: str, project_id: uuid.UUID, user_id: uuid.UUID, **details: str) -> None:
    record(session, action, user_id=user_id, project_id=project_id, resource_id=project_id, **details)
    publish(session, EventType.PROJECT_UPDATED, project_id)


async def _keep_an_owner(session: AsyncSession, membership: models.Membership, role: Role | None) -> None:
    loses_owner = membership.role is Role.OWNER and role is not Role.OWNER
    if loses_owner and await repository.count_owners(session, membership.project_id) == 1:
        raise LastOwner("Make somebody else an owner first.")


async def _find(session: AsyncSession, project_id: uuid.UUID) -> models.Project:
    project = await repository.find_project(session, project_id)
    if project is None:
        raise NotFound("The project has just been deleted.")
    return project


async def _lock_member(
    session: AsyncSession, project_id: uuid.UUID, member_id: uuid.UUID
) -> tuple[models.Membership, User]:
    """The member, while nobody else changes who owns the project: of two owners who go at once, one stays."""
    if not await repository.lock_project(session, project_id):
        raise NotFound("The project has just been deleted.")
    found = await repository.find_member(session, project_id, member_id)
    if found is None:
        raise NotFound("This person is not a member of the project.")
    return found


def _view(project: models.Project, role: Role) -> schemas.Project:
    return schemas.Project(
        id=project.id,
        name=project.name,
        description=project.description,
        is_personal=project.is_personal,
        role=role,
        created_at=project.created_at,
    )


def _view_member(membership: models.Membership, user: User) -> schemas.Member:
    return schemas.Member(
        user_id=user.id, email=user.email, name=user.name, role=membership.role, created_at=membership.created_at
    )
