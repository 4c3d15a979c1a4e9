"""Publishing: an event is a row, written in the transaction of the change that it tells of.

Whoever has read up to an id must have missed nothing before it, so ids follow the order of commits. SQLite has one
writer at a time. On PostgreSQL the events of a transaction are written last of all, and from the first of their ids to
the end of the commit under a lock that all writers of events share: it is held for one statement and the commit, never
while something else is waited for.
"""

import uuid
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from massa_server.auth.models import User
from massa_server.events.models import Event
from massa_server.events.schemas import EventType
from massa_server.projects.models import Project

_PENDING = "events to write"
ORDER_LOCK = 0x4D415353_4556454E  # "MASSEVEN": advisory locks of a database share one space of numbers


def publish(session: AsyncSession, type_: EventType, project_id: uuid.UUID, **data: Any) -> None:
    """Tell the members of a project. `data` names what changed, such as `sample_id=…`."""
    _publish(session, Event(type=type_, project_id=project_id, data=_plain({"project_id": project_id, **data})))


def publish_to_user(session: AsyncSession, type_: EventType, user_id: uuid.UUID, **data: Any) -> None:
    """Tell one person, of what is or was never theirs to see through a project."""
    _publish(session, Event(type=type_, user_id=user_id, data=_plain(data)))


def _publish(session: AsyncSession, told: Event) -> None:
    session.info.setdefault(_PENDING, []).append(told)


@event.listens_for(Session, "before_commit")
def _write_in_order(session: Session) -> None:
    if session.in_nested_transaction():
        return
    pending: list[Event] = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    project_ids = _lock(session, Project.id, {told.project_id for told in pending} - {None})
    user_ids = _lock(session, User.id, {told.user_id for told in pending} - {None})
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ORDER_LOCK)))
    # Of what is gone by now, nobody is left to be told.
    session.add_all(told for told in pending if told.project_id in project_ids or told.user_id in user_ids)


def _lock(session: Session, key: Any, ids: set[uuid.UUID | None]) -> set[uuid.UUID]:
    """Those that there are, kept there until the commit: so the foreign keys wait for nobody under the shared lock."""
    if not ids:
        return set()
    return set(
        session.scalars(select(key).where(key.in_(ids)).order_by(key).with_for_update(read=True, key_share=True))
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, uuid.UUID) else value for key, value in data.items()}
