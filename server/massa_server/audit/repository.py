"""SQL of the audit."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.models import AuditEvent
from massa_server.auth.models import User


@dataclass(frozen=True)
class AuditQuery:
    """Which actions, newest first: those before a certain one, and only such as are asked for."""

    limit: int
    before_id: int | None = None
    project_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    action: str | None = None
    resource_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def find_events(session: AsyncSession, query: AuditQuery) -> tuple[list[tuple[AuditEvent, User | None]], bool]:
    """A page of actions with their people, and whether more follow."""
    statement = select(AuditEvent, User).outerjoin(User, User.id == AuditEvent.user_id)
    conditions = (
        (AuditEvent.project_id, query.project_id),
        (AuditEvent.user_id, query.user_id),
        (AuditEvent.action, query.action),
        (AuditEvent.resource_id, query.resource_id),
    )
    for column, value in conditions:
        if value is not None:
            statement = statement.where(column == value)
    if query.since is not None:
        statement = statement.where(AuditEvent.created_at >= query.since)
    if query.until is not None:
        statement = statement.where(AuditEvent.created_at < query.until)
    if query.before_id is not None:
        statement = statement.where(AuditEvent.id < query.before_id)
    found = (await session.execute(statement.order_by(AuditEvent.id.desc()).limit(query.limit + 1))).all()
    rows: list[tuple[AuditEvent, User | None]] = [(event, user) for event, user in found]
    return rows[: query.limit], len(rows) > query.limit
