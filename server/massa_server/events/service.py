"""Publishing: an event is a row, written in the transaction of the change that it tells of."""

import uuid
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.events.models import Event
from massa_server.events.schemas import EventType


def publish(session: AsyncSession, type_: EventType, project_id: uuid.UUID, **data: Any) -> None:
    """Tell the members of a project. `data` names what changed, such as `sample_id=…`."""
    session.add(Event(type=type_, project_id=project_id, data=_plain({"project_id": project_id, **data})))


def publish_to_user(session: AsyncSession, type_: EventType, user_id: uuid.UUID, **data: Any) -> None:
    """Tell one person, of what is or was never theirs to see through a project."""
    session.add(Event(type=type_, user_id=user_id, data=_plain(data)))


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, uuid.UUID) else value for key, value in data.items()}
