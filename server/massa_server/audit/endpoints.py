"""Who did what: in a project, for its owners; and by oneself."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import ManageProject
from massa_server.audit import schemas
from massa_server.audit.models import AuditEvent
from massa_server.audit.repository import AuditQuery, find_events
from massa_server.auth.dependencies import CurrentPerson
from massa_server.auth.models import User
from massa_server.db import ReadSession
from massa_server.errors import Invalid, problems
from massa_server.pagination import DEFAULT_LIMIT, MAX_LIMIT

router = APIRouter(tags=["audit"])

LARGEST_ID = 2**63 - 1


class Filters:
    """Dependency: what is asked for."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
        cursor: Annotated[str | None, Query(max_length=200, description="`next_cursor` of the page before.")] = None,
        action: Annotated[str | None, Query(max_length=100, description="Such as `sample.create`.")] = None,
        resource_id: Annotated[str | None, Query(max_length=100)] = None,
        since: Annotated[AwareDatetime | None, Query(description="From then on.")] = None,
        until: Annotated[AwareDatetime | None, Query(description="Before then.")] = None,
    ) -> None:
        if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and int(cursor) <= LARGEST_ID):
            raise Invalid("This cursor is not one that a list gave. Leave it out to begin at the start.")
        for name, value in (("action", action), ("resource_id", resource_id)):
            if value is not None and not value.isprintable():
                raise Invalid(f"{name} holds control characters.")
        self.limit, self.before_id = limit, int(cursor) if cursor else None
        self.action, self.resource_id, self.since, self.until = action, resource_id, since, until

    def query(self, project_id: uuid.UUID | None, user_id: uuid.UUID | None) -> AuditQuery:
        """The query within a project, or of a person."""
        return AuditQuery(
            self.limit, self.before_id, project_id, user_id, self.action, self.resource_id, self.since, self.until
        )


@router.get("/projects/{project_id}/audit", responses=problems(401, 403, 404))
async def list_project_audit(
    project_id: uuid.UUID,
    access: ManageProject,
    session: ReadSession,
    filters: Annotated[Filters, Depends()],
    user_id: Annotated[uuid.UUID | None, Query(description="Only what this person did.")] = None,
) -> schemas.AuditPage:
    """Who changed or read what in a project, newest first; for owners."""
    return await _page(session, filters.query(access.in_project, user_id))


@router.get("/auth/audit", responses=problems(401, 403))
async def list_own_audit(
    person: CurrentPerson, session: ReadSession, filters: Annotated[Filters, Depends()]
) -> schemas.AuditPage:
    """What one did oneself, newest first: sign-ins, changes and reads."""
    return await _page(session, filters.query(None, person.user_id))


async def _page(session: AsyncSession, query: AuditQuery) -> schemas.AuditPage:
    rows, has_more = await find_events(session, query)
    items = [_view(event, user) for event, user in rows]
    return schemas.AuditPage(items=items, next_cursor=str(items[-1].id) if has_more else None)


def _view(event: AuditEvent, user: User | None) -> schemas.AuditEvent:
    actor = None
    if event.user_id is not None:
        actor = schemas.Actor(id=event.user_id, name=user.name if user else None, email=user.email if user else None)
    return schemas.AuditEvent(
        id=event.id,
        created_at=event.created_at,
        action=event.action,
        actor=actor,
        project_id=event.project_id,
        resource_id=event.resource_id,
        request_id=event.request_id,
        ip_address=event.ip_address,
        details=event.details,
    )
