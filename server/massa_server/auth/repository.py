"""SQL of accounts."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.auth.models import SignInThrottle, User, UserSession


async def find_user(session: AsyncSession, user_id: uuid.UUID) -> User | None:
    """The account of that id."""
    return await session.get(User, user_id)


async def find_user_by_email(session: AsyncSession, email: str) -> User | None:
    """The account of that e-mail address, in lower case."""
    return await session.scalar(select(User).where(User.email == email))


async def find_session(session: AsyncSession, token_hash: str, at: datetime) -> tuple[UserSession, User] | None:
    """A session that has not ended by then, and its person."""
    statement = (
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == token_hash, UserSession.expires_at > at)
    )
    return (await session.execute(statement)).one_or_none()


async def living_sessions(session: AsyncSession, ids: set[uuid.UUID], at: datetime) -> set[uuid.UUID]:
    """Those of the sessions that have not ended by then."""
    statement = select(UserSession.id).where(UserSession.id.in_(ids), UserSession.expires_at > at)
    return set(await session.scalars(statement))


async def delete_session(session: AsyncSession, session_id: uuid.UUID) -> None:
    """End a session."""
    await session.execute(delete(UserSession).where(UserSession.id == session_id))


async def delete_expired_sessions(session: AsyncSession, user_id: uuid.UUID, at: datetime) -> None:
    """Forget a person's sessions that ended by themselves."""
    await session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at <= at))


async def find_throttle(session: AsyncSession, email_hash: str) -> SignInThrottle | None:
    """The failed sign-ins of an address."""
    return await session.get(SignInThrottle, email_hash)


async def delete_throttle(session: AsyncSession, email_hash: str) -> None:
    """Forget the failed sign-ins of an address."""
    await session.execute(delete(SignInThrottle).where(SignInThrottle.email_hash == email_hash))
