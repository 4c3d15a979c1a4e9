"""SQL of events. Their ids follow the order of commits: see `service`."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.events.models import Event
from massa_server.projects.models import Membership


async def id_range(session: AsyncSession) -> tuple[int, int]:
    """The ids of the oldest and the newest event that is kept; zeros if there is none."""
    oldest, newest = (await session.execute(select(func.min(Event.id), func.max(Event.id)))).one()
    return oldest or 0, newest or 0


async def list_after(session: AsyncSession, after_id: int, limit: int) -> Sequence[Event]:
    """What came after an event, oldest first."""
    return (await session.scalars(select(Event).where(Event.id > after_id).order_by(Event.id).limit(limit))).all()


async def list_between(
    session: AsyncSession, user_id: uuid.UUID, after_id: int, up_to_id: int, limit: int
) -> Sequence[Event]:
    """What one person may know of what came after one event, up to another, oldest first."""
    own_projects = select(Membership.project_id).where(Membership.user_id == user_id)
    statement = (
        select(Event)
        .where(Event.id > after_id, Event.id <= up_to_id)
        .where(or_(Event.user_id == user_id, Event.project_id.in_(own_projects)))
        .order_by(Event.id)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def members_of(
    session: AsyncSession, project_ids: Collection[uuid.UUID], user_ids: Collection[uuid.UUID]
) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs of project and person among these that belong together now."""
    statement = select(Membership.project_id, Membership.user_id).where(
        Membership.project_id.in_(project_ids), Membership.user_id.in_(user_ids)
    )
    return {(project_id, user_id) for project_id, user_id in await session.execute(statement)}


async def delete_before(session: AsyncSession, moment: datetime) -> None:
    """Forget old events."""
    await session.execute(delete(Event).where(Event.created_at < moment))
