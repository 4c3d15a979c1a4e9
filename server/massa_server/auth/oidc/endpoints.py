"""Leaving for the provider, and coming back. Browsers open these addresses; pages do not fetch them."""

from typing import Annotated, Any
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Query, Request, status
from fastapi.responses import RedirectResponse

from massa_server.auth import service
from massa_server.auth.cookies import (
    OIDC_COOKIE,
    SESSION_COOKIE,
    clear_oidc_cookie,
    read_cookie,
    set_oidc_cookie,
    set_session_cookies,
)
from massa_server.auth.oidc import flow
from massa_server.auth.oidc.accounts import account_of
from massa_server.auth.oidc.id_token import BadIdToken
from massa_server.auth.oidc.provider import Provider, Refused
from massa_server.auth.origin import session_origin
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase
from massa_server.errors import MassaError, NotFound, Unavailable, problems
from massa_server.settings import Settings

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/auth/oidc", tags=["auth"])

LOCAL_PATH = r"^/([^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?$"  # never another host's
REDIRECT: dict[int | str, dict[str, Any]] = {302: {"description": "On to the next address.", "content": {}}}


@router.get("/sign-in", status_code=302, response_class=RedirectResponse, responses=REDIRECT | problems(404))
async def begin_oidc_sign_in(
    request: Request,
    settings: CurrentSettings,
    return_to: Annotated[str, Query(pattern=LOCAL_PATH, max_length=500, description="The page to come back to.")] = "/",
) -> RedirectResponse:
    """Go to the provider to sign in; to the sign-in page, which says why, where it does not answer."""
    try:
        departure = await flow.depart(_provider(request), settings, return_to)
    except Unavailable as refusal:
        log.warning("oidc_sign_in_refused", reason=refusal.kind)
        return _sign_in_page(settings, refusal.kind)
    response = RedirectResponse(departure.url, status.HTTP_302_FOUND)
    set_oidc_cookie(response, settings, departure.cookie)
    return response


@router.get("/callback", status_code=302, response_class=RedirectResponse, responses=REDIRECT | problems(404))
async def end_oidc_sign_in(
    request: Request,
    settings: CurrentSettings,
    database: CurrentDatabase,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=500)] = "",
    error: Annotated[str, Query(max_length=200)] = "",
    iss: Annotated[str | None, Query(max_length=500)] = None,
) -> RedirectResponse:
    """Come back from the provider: signed in, to the page one came from; else to the sign-in page, which says why."""
    provider = _provider(request)
    try:
        cookie = read_cookie(request.cookies, OIDC_COOKIE, settings)
        if error:
            flow.read_departure(cookie, state, settings)
            return _sign_in_page(settings, "provider-refused")
        arrived = await flow.come_back(provider, settings, cookie, flow.Answer(code, state, iss))
        async with database.write() as session:
            user_id = await account_of(session, arrived.claims, settings)
            token = await service.open_session(
                session,
                user_id,
                session_origin(request, settings),
                replaces=read_cookie(request.cookies, SESSION_COOKIE, settings),
                id_token=arrived.id_token,
            )
    except (flow.StateMismatch, Refused, BadIdToken) as refusal:
        log.warning("oidc_sign_in_refused", reason=str(refusal))
        return _sign_in_page(settings, "sign-in-failed")
    except MassaError as refusal:
        log.warning("oidc_sign_in_refused", reason=refusal.kind)
        return _sign_in_page(settings, refusal.kind)
    response = RedirectResponse(settings.public_url + arrived.return_to, status.HTTP_302_FOUND)
    clear_oidc_cookie(response, settings)
    set_session_cookies(response, settings, token)
    return response


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.oidc_provider
    if provider is None:
        raise NotFound("This installation has no sign-in provider. Use a password.")
    return provider


def _sign_in_page(settings: Settings, problem: str) -> RedirectResponse:
    url = f"{settings.public_url}/sign-in?{urlencode({'problem': problem})}"
    response = RedirectResponse(url, status.HTTP_302_FOUND)
    clear_oidc_cookie(response, settings)
    return response
