"""Accounts, their sessions and their access tokens."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created, Identified


class User(Identified, Created, Base):
    """A person with an account."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    password_hash: Mapped[str | None]


class UserSession(Identified, Created, Base):
    """A signed-in browser. Only a hash of the cookie is kept, so the database cannot be used to sign in."""

    __tablename__ = "sessions"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    user_agent: Mapped[str]
    ip_address: Mapped[str]


class AccessToken(Identified, Created, Base):
    """A token with which a person's programs call the API. Only its hash is kept."""

    __tablename__ = "access_tokens"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class SignInThrottle(Base):
    """Failed sign-ins of one e-mail address, whether or not it has an account."""

    __tablename__ = "sign_in_throttles"

    email_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failure_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
