"""Who makes a request: a browser by its cookie, or a program by its access token."""

from typing import Annotated

import structlog
from fastapi import Depends, Request

from massa_server.auth import access_tokens
from massa_server.auth.activity import Activity
from massa_server.auth.cookies import SESSION_COOKIE, read_cookie
from massa_server.auth.service import Principal, find_principal, hash_token
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase
from massa_server.degraded import LastKnown
from massa_server.errors import Forbidden, NotSignedIn

BEARER = {"WWW-Authenticate": "Bearer"}


async def _principal(
    request: Request, database: CurrentDatabase, settings: CurrentSettings, last_known: LastKnown
) -> Principal:
    activity: Activity = request.app.state.activity
    authorization = request.headers.get("authorization")
    if authorization is not None:  # then the cookie does not count: the CSRF check has let the request pass
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise NotSignedIn("Programs send `Authorization: Bearer` and an access token.", headers=BEARER)

        async def whose_token() -> Principal:
            async with database.read() as session:
                return await access_tokens.find_principal(session, token.strip())

        principal = await last_known.ask(request, ("token", hash_token(token.strip())), whose_token)
        access_tokens.require_scope(principal, request.method)
        activity.token_used(principal.session_id)
    else:
        token = read_cookie(request.cookies, SESSION_COOKIE, settings)
        if not token:
            raise NotSignedIn("Sign in first.")

        async def whose_session() -> Principal:
            async with database.read() as session:
                return await find_principal(session, token, settings.session_idle_days)

        principal = await last_known.ask(request, ("session", hash_token(token)), whose_session)
        activity.session_seen(principal.session_id)
    structlog.contextvars.bind_contextvars(user_id=str(principal.user_id))
    return principal


CurrentPrincipal = Annotated[Principal, Depends(_principal)]


async def _person(principal: CurrentPrincipal) -> Principal:
    if principal.scopes is not None:
        raise Forbidden("This takes a person who has signed in; access tokens cannot do it.")
    return principal


CurrentPerson = Annotated[Principal, Depends(_person)]  # a browser's session, never a program's token
