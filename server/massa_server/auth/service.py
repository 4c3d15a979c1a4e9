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
from massa_server.errors import Conflict, Forbidden, NotSignedIn
from massa_server.projects import service as projects


class EmailTaken(Conflict):
    """The e-mail address has an account already."""

    kind = "email-taken"
    title = "There is an account with this e-mail address"


class WrongCredentials(NotSignedIn):
    """The address or the password is wrong; it is not said which."""

    kind = "wrong-credentials"
    title = "The e-mail address or the password is wrong"


class WrongPassword(Forbidden):
    """The password so far is wrong."""

    kind = "wrong-password"
    title = "The password is wrong"


@dataclass(frozen=True)
class Principal:
    """Who makes a request. A program's `session_id` is that of its access token."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    email: str
    name: str
    locale: schemas.Locale
    created_at: datetime
    scopes: frozenset[schemas.Scope] | None = None  # what a program's token may do; None for a person's browser

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
    session: AsyncSession, email: str, name: str, locale: schemas.Locale, password_hash: str | None
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


def note_wrong_password(session: AsyncSession, credentials: Credentials) -> None:
    """Somebody tried a password that is wrong. Without an account, only the log and the throttle know."""
    if credentials.user_id is not None:
        record(session, "session.refuse", user_id=credentials.user_id)


async def open_session(
    session: AsyncSession, user_id: uuid.UUID, origin: SessionOrigin, *, replaces: str = "", id_token: str | None = None
) -> str:
    """Begin a session and return its token, which is kept nowhere but in the browser's cookie.

    The session `replaces` that the browser had before, whosever it was, ends.
    """
    token = secrets.token_urlsafe(32)
    at = now()
    await repository.delete_expired_sessions(session, user_id, at)
    if replaces:
        await repository.delete_session_by_hash(session, hash_token(replaces))
    session.add(
        models.UserSession(
            user_id=user_id,
            token_hash=hash_token(token),
            id_token=id_token,
            expires_at=at + origin.lifetime,
            user_agent=origin.user_agent[:200],
            ip_address=origin.ip_address,
        )
    )
    record(session, "session.open", user_id=user_id)
    return token


async def close_session(session: AsyncSession, principal: Principal) -> str | None:
    """End the session of a request, and return the ID token with which it began at a provider."""
    id_token = await repository.id_token_of(session, principal.session_id)
    await repository.delete_session(session, principal.session_id)
    record(session, "session.close", user_id=principal.user_id)
    return id_token


async def find_principal(session: AsyncSession, token: str, idle_days: int) -> Principal:
    """Who the token of a session belongs to. Raises NotSignedIn."""
    at = now()
    found = await repository.find_session(session, hash_token(token), at, at - timedelta(days=idle_days))
    if found is None:
        raise NotSignedIn("Your session has ended. Sign in again.")
    user_session, user = found
    return principal_of(user, user_session.id)


async def change_password(session: AsyncSession, principal: Principal, password_hash: str) -> None:
    """Set a password, and end all sessions: whoever knew the old one is out."""
    user = await repository.find_user(session, principal.user_id)
    if user is None:
        raise NotSignedIn("Your account is gone.")
    user.password_hash = password_hash
    ended = await repository.delete_sessions_of(session, user.id)
    record(session, "user.change_password", user_id=user.id, resource_id=user.id, sessions=ended)


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
    return principal_of(user, principal.session_id).view()


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


def principal_of(user: models.User, session_id: uuid.UUID, scopes: frozenset[schemas.Scope] | None = None) -> Principal:
    """The person behind a session, or the program behind a token."""
    return Principal(user.id, session_id, user.email, user.name, schemas.Locale(user.locale), user.created_at, scopes)
