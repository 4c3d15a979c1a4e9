"""SQL of accounts."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, Delete, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.auth.models import AccessToken, Identity, SignInThrottle, User, UserSession
from massa_server.pagination import PageRequest, fetch_page


async def find_user(session: AsyncSession, user_id: uuid.UUID) -> User | None:
    """The account of that id."""
    return await session.get(User, user_id)


async def find_user_by_email(session: AsyncSession, email: str) -> User | None:
    """The account of that e-mail address, in lower case."""
    return await session.scalar(select(User).where(User.email == email))


async def find_session(
    session: AsyncSession, token_hash: str, at: datetime, seen_since: datetime
) -> tuple[UserSession, User] | None:
    """A session that has not ended by then and has been used since, and its person."""
    statement = (
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == token_hash, UserSession.expires_at > at, UserSession.last_seen_at > seen_since)
    )
    return (await session.execute(statement)).one_or_none()


async def living_sessions(session: AsyncSession, ids: set[uuid.UUID], at: datetime) -> set[uuid.UUID]:
    """Those of the sessions and access tokens that have not ended by then."""
    sessions = select(UserSession.id).where(UserSession.id.in_(ids), UserSession.expires_at > at)
    tokens = select(AccessToken.id).where(AccessToken.id.in_(ids), _lives(at))
    return set(await session.scalars(sessions.union_all(tokens)))


async def delete_session(session: AsyncSession, session_id: uuid.UUID) -> None:
    """End a session."""
    await session.execute(delete(UserSession).where(UserSession.id == session_id))


async def delete_session_by_hash(session: AsyncSession, token_hash: str) -> None:
    """End the session of that token, if there is one."""
    await session.execute(delete(UserSession).where(UserSession.token_hash == token_hash))


async def id_token_of(session: AsyncSession, session_id: uuid.UUID) -> str | None:
    """The ID token with which a session began."""
    return await session.scalar(select(UserSession.id_token).where(UserSession.id == session_id))


async def delete_expired_sessions(session: AsyncSession, user_id: uuid.UUID, at: datetime) -> None:
    """Forget a person's sessions that ended by themselves."""
    await session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at <= at))


async def find_throttle(session: AsyncSession, email_hash: str) -> SignInThrottle | None:
    """The failed sign-ins of an address, which nobody else counts meanwhile."""
    return await session.get(SignInThrottle, email_hash, with_for_update=True)


async def delete_throttle(session: AsyncSession, email_hash: str) -> None:
    """Forget the failed sign-ins of an address."""
    await session.execute(delete(SignInThrottle).where(SignInThrottle.email_hash == email_hash))


async def delete_old_throttles(session: AsyncSession, before: datetime) -> None:
    """Forget failures so old that they count no more: there are never more rows than attempts of the last hour."""
    await session.execute(delete(SignInThrottle).where(SignInThrottle.last_failure_at < before))


async def list_sessions(
    session: AsyncSession, user_id: uuid.UUID, at: datetime, page: PageRequest
) -> tuple[list[UserSession], bool]:
    """A page of a person's sessions that have not ended by then, and whether more follow."""
    statement = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > at)
    rows, has_more = await fetch_page(session, statement, UserSession.created_at, UserSession.id, page)
    return [row for (row,) in rows], has_more


async def delete_session_of(session: AsyncSession, user_id: uuid.UUID, session_id: uuid.UUID) -> bool:
    """End one of a person's sessions, and say whether there was one."""
    statement = delete(UserSession).where(UserSession.user_id == user_id, UserSession.id == session_id)
    return await _count(session, statement) > 0


async def delete_sessions_of(session: AsyncSession, user_id: uuid.UUID, keep: uuid.UUID | None = None) -> int:
    """End a person's sessions but one, and say how many."""
    return await _count(
        session, delete(UserSession).where(UserSession.user_id == user_id, UserSession.id.is_distinct_from(keep))
    )


async def find_access_token(session: AsyncSession, token_hash: str, at: datetime) -> tuple[AccessToken, User] | None:
    """A token that has not expired by then, and its person."""
    statement = (
        select(AccessToken, User)
        .join(User, User.id == AccessToken.user_id)
        .where(AccessToken.token_hash == token_hash, _lives(at))
    )
    return (await session.execute(statement)).one_or_none()


async def count_access_tokens(session: AsyncSession, user_id: uuid.UUID) -> int:
    """How many tokens a person has."""
    statement = select(func.count()).select_from(AccessToken).where(AccessToken.user_id == user_id)
    return (await session.scalar(statement)) or 0


async def list_access_tokens(
    session: AsyncSession, user_id: uuid.UUID, page: PageRequest
) -> tuple[list[AccessToken], bool]:
    """A page of a person's tokens, and whether more follow."""
    statement = select(AccessToken).where(AccessToken.user_id == user_id)
    rows, has_more = await fetch_page(session, statement, AccessToken.created_at, AccessToken.id, page)
    return [row for (row,) in rows], has_more


async def delete_access_token(session: AsyncSession, user_id: uuid.UUID, token_id: uuid.UUID) -> bool:
    """Delete one of a person's tokens, and say whether there was one."""
    statement = delete(AccessToken).where(AccessToken.user_id == user_id, AccessToken.id == token_id)
    return await _count(session, statement) > 0


async def delete_access_tokens_of(session: AsyncSession, user_id: uuid.UUID) -> None:
    """Delete all tokens of a person."""
    await session.execute(delete(AccessToken).where(AccessToken.user_id == user_id))


async def find_identity(session: AsyncSession, issuer: str, subject: str) -> Identity | None:
    """Who that is at a provider."""
    return await session.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


async def identities_of(session: AsyncSession, user_id: uuid.UUID) -> Sequence[Identity]:
    """Who a person is at providers."""
    return (await session.scalars(select(Identity).where(Identity.user_id == user_id))).all()


def _lives(at: datetime) -> ColumnElement[bool]:
    return or_(AccessToken.expires_at.is_(None), AccessToken.expires_at > at)


async def _count(session: AsyncSession, statement: Delete) -> int:
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
