"""What the API takes and shows of accounts."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, WithJsonSchema

from massa_server.schemas import Input, Name, Page, View

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256

# An address tells people apart; on a machine of one's own it may well end in `.local` or `.test`.
SPECIAL_USE_DOMAIN_NAMES.clear()


class Locale(StrEnum):
    """The languages of the pages."""

    ENGLISH = "en"
    BRAZILIAN_PORTUGUESE = "pt-BR"


def _email(value: str) -> str:
    try:
        valid = validate_email(value.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError(f"is not an e-mail address: {error}") from error
    return valid.normalized.lower()


Email = Annotated[
    str,
    Field(max_length=254),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]


def _new_password(value: SecretStr) -> SecretStr:
    if not SHORTEST_PASSWORD <= len(value) <= LONGEST_PASSWORD:
        raise ValueError(f"has {len(value)} characters; choose {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}")
    return value


NewPassword = Annotated[
    SecretStr,
    AfterValidator(_new_password),
    WithJsonSchema(
        {"type": "string", "format": "password", "minLength": SHORTEST_PASSWORD, "maxLength": LONGEST_PASSWORD}
    ),
]


class SignUp(Input):
    """A new account."""

    email: Email
    name: Name
    password: NewPassword
    locale: Locale = Locale.ENGLISH


class SignIn(Input):
    """An e-mail address and its password."""

    email: Email
    password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD)]


class UserUpdate(Input):
    """What people can change of their account."""

    name: Name | None = None
    locale: Locale | None = None


class User(View):
    """The person who is signed in."""

    id: uuid.UUID
    email: str
    name: str
    locale: Locale
    created_at: datetime


class CsrfToken(View):
    """The value to send as `X-CSRF-Token`; it is also in the cookie `massa_csrf`."""

    csrf_token: str


class PasswordChange(Input):
    """A new password, and the one so far."""

    current_password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD)]
    new_password: NewPassword


class Provider(View):
    """Where people sign in who have no password here. `sign_in_path` is opened, not fetched."""

    name: str
    sign_in_path: str


class SignInMethods(View):
    """How one signs in: with a password of this installation, or at a provider."""

    local: bool
    provider: Provider | None


class SignedOut(View):
    """`continue_at` is where the browser goes to sign out of the provider too; null: nowhere."""

    continue_at: str | None


class Session(View):
    """A browser that is signed in."""

    id: uuid.UUID
    created_at: datetime
    last_seen_at: datetime = Field(description="To within a minute.")
    expires_at: datetime
    user_agent: str
    ip_address: str
    is_current: bool


class SessionPage(Page[Session]):
    """A stretch of a person's sessions, newest first."""


class Scope(StrEnum):
    """What an access token may do: look, or change things too."""

    READ = "read"
    WRITE = "write"


class AccessTokenCreate(Input):
    """An access token to make."""

    name: Name
    scopes: Annotated[set[Scope], Field(min_length=1)]
    expires_in_days: int = Field(90, ge=1, le=366)


class AccessToken(View):
    """An access token, as it can still be seen after it was made."""

    id: uuid.UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To within a minute.")


class NewAccessToken(AccessToken):
    """A new access token, and the only sight of the token itself."""

    token: str = Field(description="Send it as `Authorization: Bearer …`.")


class AccessTokenPage(Page[AccessToken]):
    """A stretch of a person's access tokens, newest first."""
