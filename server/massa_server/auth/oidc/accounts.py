"""Whose account an identity opens.

A known issuer and subject open the account that they are linked to, whatever the e-mail address is by now. A new one
needs a verified e-mail address: it opens a new account, or is linked to the account that has this address. That account
may have been made by somebody who only claimed the address, with a password of their own: so linking takes away its
password, sessions and access tokens. An account never has two subjects of one issuer.
"""

import uuid
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.service import record
from massa_server.auth import models, repository, schemas, service
from massa_server.errors import Forbidden
from massa_server.settings import Settings

EMAIL: TypeAdapter[str] = TypeAdapter(schemas.Email)
LONGEST_NAME = 200


class EmailNotVerified(Forbidden):
    """The provider does not vouch for the e-mail address."""

    kind = "email-not-verified"
    title = "Your e-mail address is not verified"


class EmailOfAnother(Forbidden):
    """The e-mail address has an account that belongs to another subject of the provider."""

    kind = "email-of-another"
    title = "Somebody else's account has your e-mail address"


class NotInGroup(Forbidden):
    """The person is not in the group that may use this installation."""

    kind = "not-in-group"
    title = "Your account at the provider may not use this installation"


async def account_of(session: AsyncSession, claims: dict[str, Any], settings: Settings) -> uuid.UUID:
    """The account of an identity, made or linked at its first sign-in. Raises a subclass of Forbidden."""
    if settings.oidc_required_group and settings.oidc_required_group not in _groups(claims, settings):
        raise NotInGroup("Ask whoever runs it to add you.")
    subject = str(claims["sub"])
    identity = await repository.find_identity(session, settings.oidc_issuer, subject)
    if identity is not None:
        return identity.user_id
    email = _verified_email(claims)
    user = await repository.find_user_by_email(session, email)
    if user is None:
        user_id = await service.create_user(session, email, _name(claims, email), _locale(claims), None)
    else:
        user_id = await _take_over(session, user, settings.oidc_issuer)
    session.add(models.Identity(user_id=user_id, issuer=settings.oidc_issuer, subject=subject))
    record(session, "identity.link", user_id=user_id, resource_id=user_id, issuer=settings.oidc_issuer)
    await session.flush()
    return user_id


async def _take_over(session: AsyncSession, user: models.User, issuer: str) -> uuid.UUID:
    if any(identity.issuer == issuer for identity in await repository.identities_of(session, user.id)):
        raise EmailOfAnother("Ask whoever runs this installation.")
    user.password_hash = None
    await repository.delete_sessions_of(session, user.id)
    await repository.delete_access_tokens_of(session, user.id)
    return user.id


def _verified_email(claims: dict[str, Any]) -> str:
    if claims.get("email_verified") not in (True, "true"):  # Cognito's user pools can say it as text
        raise EmailNotVerified("Verify it at the sign-in provider, then sign in again.")
    try:
        return EMAIL.validate_python(str(claims.get("email", "")))
    except ValidationError as error:
        raise EmailNotVerified("The sign-in provider gives no e-mail address that can be used.") from error


def _groups(claims: dict[str, Any], settings: Settings) -> list[Any]:
    groups = claims.get(settings.oidc_groups_claim, [])
    return groups if isinstance(groups, list) else [groups]


def _name(claims: dict[str, Any], email: str) -> str:
    name = claims.get("name") or " ".join(str(claims[key]) for key in ("given_name", "family_name") if claims.get(key))
    printable = "".join(character for character in str(name) if character.isprintable()).strip()
    return printable[:LONGEST_NAME] or email.partition("@")[0]


def _locale(claims: dict[str, Any]) -> schemas.Locale:
    portuguese = str(claims.get("locale", "")).lower().startswith("pt")
    return schemas.Locale.BRAZILIAN_PORTUGUESE if portuguese else schemas.Locale.ENGLISH
