"""Access tokens: with them a person's programs call the API, for what their scopes allow, until they expire."""

import secrets
import uuid
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.service import record
from massa_server.auth import models, repository, schemas
from massa_server.auth.service import Principal, hash_token, principal_of
from massa_server.clock import now
from massa_server.errors import Conflict, Forbidden, NotFound, NotSignedIn
from massa_server.pagination import PageRequest, Position, next_cursor

PREFIX = "massa_pat_"  # so that scanners of published code recognise one
MOST_TOKENS = 100
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopeMissing(Forbidden):
    """The token was not made for this."""

    kind = "scope-missing"
    title = "This access token may not do this"


async def find_principal(session: AsyncSession, token: str) -> Principal:
    """Whose token this is, and what it may do. Raises NotSignedIn."""
    found = await repository.find_access_token(session, hash_token(token), now()) if token.startswith(PREFIX) else None
    if found is None:
        raise NotSignedIn(
            "This access token is not valid, has expired or has been revoked. Make a new one.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    access_token, user = found
    return principal_of(user, access_token.id, frozenset(schemas.Scope(scope) for scope in access_token.scopes))


def require_scope(principal: Principal, method: str) -> None:
    """Raise ScopeMissing if the token may not make requests of this method. Whoever may write may read."""
    scopes = principal.scopes or frozenset()
    if schemas.Scope.WRITE not in scopes and not (method in READING and schemas.Scope.READ in scopes):
        raise ScopeMissing("It has the scope `read` only. Make one with the scope `write`.")


async def create(
    session: AsyncSession, principal: Principal, wanted: schemas.AccessTokenCreate
) -> schemas.NewAccessToken:
    """Make a token. This is the only time that it is shown."""
    if await repository.count_access_tokens(session, principal.user_id) >= MOST_TOKENS:
        raise Conflict(f"You have {MOST_TOKENS} access tokens. Revoke those that you do not need.")
    token = PREFIX + secrets.token_urlsafe(32)
    at = now()
    row = models.AccessToken(
        id=uuid.uuid4(),
        created_at=at,
        user_id=principal.user_id,
        name=wanted.name,
        token_hash=hash_token(token),
        scopes=sorted(wanted.scopes),
        expires_at=at + timedelta(days=wanted.expires_in_days),
        last_used_at=None,
    )
    session.add(row)
    record(session, "token.create", user_id=principal.user_id, resource_id=row.id, scopes=row.scopes)
    view = schemas.AccessToken.model_validate(row)
    return schemas.NewAccessToken(**view.model_dump(), token=token)


async def list_page(session: AsyncSession, principal: Principal, page: PageRequest) -> schemas.AccessTokenPage:
    """A page of a person's tokens, expired ones too."""
    rows, has_more = await repository.list_access_tokens(session, principal.user_id, page)
    last = Position(rows[-1].created_at, rows[-1].id) if rows else None
    return schemas.AccessTokenPage(
        items=[schemas.AccessToken.model_validate(row) for row in rows], next_cursor=next_cursor(last, has_more)
    )


async def revoke(session: AsyncSession, principal: Principal, token_id: uuid.UUID) -> None:
    """End a token at once."""
    if not await repository.delete_access_token(session, principal.user_id, token_id):
        raise NotFound("You have no such access token.")
    record(session, "token.revoke", user_id=principal.user_id, resource_id=token_id)
