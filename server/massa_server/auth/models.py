"""Accounts, their sessions and their access tokens."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.clock import now
from massa_server.db import Base, Created, Identified


class User(Identified, Created, Base):
    """A person with an account."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    password_hash: Mapped[str | None]


class Identity(Identified, Created, Base):
    """Who a person is at an OpenID Connect provider. Issuer and subject never change; e-mail addresses do."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]


class UserSession(Identified, Created, Base):
    """A signed-in browser. Only a hash of the cookie is kept, so the database cannot be used to sign in."""

    __tablename__ = "sessions"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    user_agent: Mapped[str]
    ip_address: Mapped[str]
    id_token: Mapped[str | None] = mapped_column(Text)  # the provider wants it back at sign-out; it opens nothing


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
    """Failed sign-ins with one e-mail address, whether or not it has an account, or from one network address."""

    __tablename__ = "sign_in_throttles"

    email_hash: Mapped[str] = mapped_column(primary_key=True)  # or of the network address
    failures: Mapped[int]
    last_failure_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]
