"""The browsers that a person is signed in with."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.service import record
from massa_server.auth import repository, schemas
from massa_server.auth.service import Principal
from massa_server.clock import now
from massa_server.errors import NotFound
from massa_server.pagination import PageRequest, Position, next_cursor


async def list_page(session: AsyncSession, principal: Principal, page: PageRequest) -> schemas.SessionPage:
    """A page of the sessions that have not ended."""
    rows, has_more = await repository.list_sessions(session, principal.user_id, now(), page)
    last = Position(rows[-1].created_at, rows[-1].id) if rows else None
    items = [
        schemas.Session(
            id=row.id,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            user_agent=row.user_agent,
            ip_address=row.ip_address,
            is_current=row.id == principal.session_id,
        )
        for row in rows
    ]
    return schemas.SessionPage(items=items, next_cursor=next_cursor(last, has_more))


async def end(session: AsyncSession, principal: Principal, session_id: uuid.UUID) -> None:
    """Sign one browser out."""
    if not await repository.delete_session_of(session, principal.user_id, session_id):
        raise NotFound("You have no such session.")
    record(session, "session.revoke", user_id=principal.user_id, resource_id=session_id)


async def end_others(session: AsyncSession, principal: Principal) -> None:
    """Sign all other browsers out."""
    ended = await repository.delete_sessions_of(session, principal.user_id, keep=principal.session_id)
    record(session, "session.revoke_others", user_id=principal.user_id, sessions=ended)
