"""Who makes a request."""

from typing import Annotated

import structlog
from fastapi import Depends, Request

from massa_server.auth.cookies import SESSION_COOKIE
from massa_server.auth.service import Principal, find_principal
from massa_server.db import CurrentDatabase
from massa_server.errors import NotSignedIn


async def _principal(request: Request, database: CurrentDatabase) -> Principal:
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        raise NotSignedIn("Sign in first.")
    async with database.read() as session:
        principal = await find_principal(session, token)
    structlog.contextvars.bind_contextvars(user_id=str(principal.user_id))
    return principal


CurrentPrincipal = Annotated[Principal, Depends(_principal)]
