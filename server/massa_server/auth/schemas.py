"""What the API takes and shows of accounts."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, WithJsonSchema

from massa_server.schemas import Input, Name, View

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
