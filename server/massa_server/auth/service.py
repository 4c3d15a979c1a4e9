"""Accounts and sessions."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.service import record
from massa_server.auth import models, repository, schemas
from massa_server.clock import now
from massa_server.errors import Conflict, NotSignedIn
from massa_server.projects import service as projects


class EmailTaken(Conflict):
    """The e-mail address has an account already."""

    kind = "email-taken"
    title = "There is an account with this e-mail address"


class WrongCredentials(NotSignedIn):
    """The address or the password is wrong; it is not said which."""

    kind = "wrong-credentials"
    title = "The e-mail address or the password is wrong"


@dataclass(frozen=True)
class Principal:
    """Who makes a request."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    email: str
    name: str
    locale: schemas.Locale
    created_at: datetime

    def view(self) -> schemas.User:
        """What the person sees of their account."""
        return schemas.User(
            id=self.user_id, email=self.email, name=self.name, locale=self.locale, created_at=self.created_at
        )


@dataclass(frozen=True)
class SessionOrigin:
    """The browser that a session is opened for, and how long."""

    lifetime: timedelta
    user_agent: str
    ip_address: str


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against. There is none for an address without an account."""

    user_id: uuid.UUID | None
    password_hash: str | None


async def refuse_taken_email(session: AsyncSession, email: str) -> None:
    """Raise EmailTaken if the address has an account."""
    if await repository.find_user_by_email(session, email) is not None:
        raise EmailTaken("Sign in instead, or use another address.")


async def create_user(
    session: AsyncSession, email: str, name: str, locale: schemas.Locale, password_hash: str
) -> uuid.UUID:
    """Make an account with its personal project, and return its id."""
    await refuse_taken_email(session, email)
    user = models.User(id=uuid.uuid4(), email=email, name=name, locale=locale, password_hash=password_hash)
    session.add(user)
    await session.flush()
    record(session, "user.create", user_id=user.id, resource_id=user.id)
    await projects.create_personal_project(session, user.id, name)
    return user.id


async def find_credentials(session: AsyncSession, email: str) -> Credentials:
    """What to check a password of this address against."""
    user = await repository.find_user_by_email(session, email)
    return Credentials(user.id, user.password_hash) if user else Credentials(None, None)


async def open_session(session: AsyncSession, user_id: uuid.UUID, origin: SessionOrigin) -> str:
    """Begin a session and return its token, which is kept nowhere but in the browser's cookie."""
    token = secrets.token_urlsafe(32)
    at = now()
    await repository.delete_expired_sessions(session, user_id, at)
    session.add(
        models.UserSession(
            user_id=user_id,
            token_hash=hash_token(token),
            expires_at=at + origin.lifetime,
            user_agent=origin.user_agent[:200],
            ip_address=origin.ip_address,
        )
    )
    record(session, "session.open", user_id=user_id)
    return token


async def close_session(session: AsyncSession, principal: Principal) -> None:
    """End the session of a request."""
    await repository.delete_session(session, principal.session_id)
    record(session, "session.close", user_id=principal.user_id)


async def find_principal(session: AsyncSession, token: str) -> Principal:
    """Who the token of a session belongs to. Raises NotSignedIn."""
    found = await repository.find_session(session, hash_token(token), now())
    if found is None:
        raise NotSignedIn("Your session has ended. Sign in again.")
    user_session, user = found
    return _principal(user, user_session.id)


async def update_user(session: AsyncSession, principal: Principal, update: schemas.UserUpdate) -> schemas.User:
    """Change the account of the person who is signed in."""
    user = await repository.find_user(session, principal.user_id)
    if user is None:
        raise NotSignedIn("Your account is gone.")
    if update.name is not None:
        user.name = update.name
    if update.locale is not None:
        user.locale = update.locale
    record(session, "user.update", user_id=user.id, resource_id=user.id)
    return _principal(user, principal.session_id).view()


async def find_user_id(session: AsyncSession, email: str) -> uuid.UUID | None:
    """The account of an e-mail address."""
    user = await repository.find_user_by_email(session, email)
    return user.id if user else None


async def view_user(session: AsyncSession, user_id: uuid.UUID) -> schemas.User:
    """The account as its owner sees it."""
    user = await repository.find_user(session, user_id)
    if user is None:
        raise NotSignedIn("Your account is gone.")
    return schemas.User.model_validate(user)


def hash_token(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _principal(user: models.User, session_id: uuid.UUID) -> Principal:
    return Principal(user.id, session_id, user.email, user.name, schemas.Locale(user.locale), user.created_at)
