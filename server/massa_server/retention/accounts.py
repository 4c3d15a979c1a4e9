"""Deleting an account with all that is only its person's."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from massa_server.audit.models import AuditEvent
from massa_server.audit.service import record
from massa_server.auth import throttle
from massa_server.auth.models import User, UserSession
from massa_server.auth.service import Principal
from massa_server.clock import now
from massa_server.databases.contents import delete_databases_of_project
from massa_server.errors import Conflict, Forbidden, NotSignedIn, ProblemError
from massa_server.projects.models import Membership, Project, Role
from massa_server.projects.repository import lock_projects_of
from massa_server.samples.service import delete_samples_of_project
from massa_server.settings import Settings


class NotConfirmed(Forbidden):
    """Nothing proves that it is the person, and not somebody at their desk, who deletes the account."""

    kind = "not-confirmed"
    title = "Deleting an account has to be confirmed"


class SoleOwner(Conflict):
    """Others are in projects that only this person can manage."""

    kind = "sole-owner"
    title = "You alone own projects that others are in"


async def password_hash_of(session: AsyncSession, user_id: uuid.UUID) -> str | None:
    """What a password is checked against; None where the person signs in elsewhere."""
    return await session.scalar(select(User.password_hash).where(User.id == user_id))


async def require_recent_sign_in(session: AsyncSession, principal: Principal, settings: Settings) -> None:
    """Raise NotConfirmed unless the person has signed in a short while ago."""
    signed_in_at = await session.scalar(select(UserSession.created_at).where(UserSession.id == principal.session_id))
    if signed_in_at is None or signed_in_at < now() - timedelta(seconds=settings.recent_sign_in_s):
        raise NotConfirmed("Send your password, or sign in again and repeat this.")


async def delete_account(session: AsyncSession, user_id: uuid.UUID) -> None:
    """Delete the account, the projects that nobody else is in, and whatever tells who the person was.

    Raises:
        SoleOwner: others would be left with a project that nobody owns.
    """
    await lock_projects_of(session, user_id)  # two owners who go at once would each leave the project to the other
    user = await session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotSignedIn("Your account is gone.")
    orphaned = await _shared_and_solely_owned(session, user_id)
    if orphaned:
        raise SoleOwner(
            "Make somebody else an owner of these projects, or delete them, or take the others out of them.",
            errors=[ProblemError(pointer=f"#/projects/{project.id}", message=project.name) for project in orphaned],
        )
    projects = await _own_projects(session, user_id)
    for project in projects:
        await delete_samples_of_project(session, project.id)
        await delete_databases_of_project(session, project.id)
        record(session, "project.delete", user_id=user_id, project_id=project.id, resource_id=project.id)
        await session.execute(delete(Project).where(Project.id == project.id))
    await _leave_personal_projects_to_others(session, user_id)
    await throttle.succeed(session, user.email)
    record(session, "user.delete", user_id=user_id, resource_id=user_id, projects=len(projects))
    await session.flush()
    await session.execute(update(AuditEvent).where(AuditEvent.user_id == user_id).values(ip_address=None))
    await session.execute(delete(User).where(User.id == user_id))


async def _shared_and_solely_owned(session: AsyncSession, user_id: uuid.UUID) -> Sequence[Project]:
    """Projects with other members, none of whom is an owner."""
    others = aliased(Membership)
    is_other = others.user_id != user_id
    statement = (
        select(Project)
        .join(Membership, Membership.project_id == Project.id)
        .join(others, others.project_id == Project.id)
        .where(Membership.user_id == user_id, Membership.role == Role.OWNER, is_other)
        .group_by(Project.id)
        .having(func.count().filter(others.role == Role.OWNER) == 0)
        .order_by(Project.created_at, Project.id)
    )
    return (await session.scalars(statement)).all()


async def _own_projects(session: AsyncSession, user_id: uuid.UUID) -> Sequence[Project]:
    """Projects that nobody else is in."""
    own = select(Membership.project_id).where(Membership.user_id == user_id)
    alone = select(Membership.project_id).group_by(Membership.project_id).having(func.count() == 1)
    statement = select(Project).where(Project.id.in_(own), Project.id.in_(alone))
    return (await session.scalars(statement)).all()


async def _leave_personal_projects_to_others(session: AsyncSession, user_id: uuid.UUID) -> None:
    """A personal project that has another owner too is an ordinary one from now on: it can be deleted."""
    own = select(Membership.project_id).where(Membership.user_id == user_id)
    for project in await session.scalars(select(Project).where(Project.id.in_(own), Project.is_personal)):
        project.is_personal = False
