"""Signing up, in and out, and one's own account."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response, status

from massa_server.auth import passwords, schemas, service, throttle
from massa_server.auth.cookies import SESSION_COOKIE, clear_session_cookies, set_csrf_cookie, set_session_cookies
from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase, WriteSession
from massa_server.errors import problems
from massa_server.settings import Settings

router = APIRouter(prefix="/auth", tags=["auth"])


@router.get("/csrf")
async def get_csrf_token(request: Request, response: Response, settings: CurrentSettings) -> schemas.CsrfToken:
    """A CSRF token for this browser, in a cookie and in the answer."""
    token = set_csrf_cookie(response, settings, request.cookies.get(SESSION_COOKIE, ""))
    return schemas.CsrfToken(csrf_token=token)


@router.post("/sign-up", status_code=status.HTTP_201_CREATED, responses=problems(403, 409))
async def sign_up(
    body: schemas.SignUp, request: Request, response: Response, database: CurrentDatabase, settings: CurrentSettings
) -> schemas.User:
    """Make an account with a personal project, and sign in."""
    async with database.read() as session:
        await service.refuse_taken_email(session, body.email)
    password_hash = await passwords.hash_password(body.password.get_secret_value())
    async with database.write() as session:
        user_id = await service.create_user(session, body.email, body.name, body.locale, password_hash)
        token = await service.open_session(session, user_id, _origin(request, settings))
        user = await service.view_user(session, user_id)
    set_session_cookies(response, settings, token)
    return user


@router.post("/sign-in", responses=problems(401, 403, 429))
async def sign_in(
    body: schemas.SignIn, request: Request, response: Response, database: CurrentDatabase, settings: CurrentSettings
) -> schemas.User:
    """Begin a session. After several wrong passwords, one has to wait."""
    async with database.write() as session:
        await throttle.admit(session, body.email)
        credentials = await service.find_credentials(session, body.email)
    matches = await passwords.verify_password(body.password.get_secret_value(), credentials.password_hash)
    if credentials.user_id is None or not matches:
        raise service.WrongCredentials("Check both, and try again.")
    async with database.write() as session:
        await throttle.succeed(session, body.email)
        token = await service.open_session(session, credentials.user_id, _origin(request, settings))
        user = await service.view_user(session, credentials.user_id)
    set_session_cookies(response, settings, token)
    return user


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403))
async def sign_out(
    response: Response, principal: CurrentPrincipal, session: WriteSession, settings: CurrentSettings
) -> None:
    """End this session."""
    await service.close_session(session, principal)
    clear_session_cookies(response, settings)


@router.get("/me", responses=problems(401))
async def get_me(principal: CurrentPrincipal) -> schemas.User:
    """Who is signed in."""
    return principal.view()


@router.patch("/me", responses=problems(401, 403))
async def update_me(body: schemas.UserUpdate, principal: CurrentPrincipal, session: WriteSession) -> schemas.User:
    """Change one's own name or language."""
    return await service.update_user(session, principal, body)


def _origin(request: Request, settings: Settings) -> service.SessionOrigin:
    return service.SessionOrigin(
        lifetime=timedelta(days=settings.session_lifetime_days),
        user_agent=request.headers.get("user-agent", ""),
        ip_address=request.state.ip_address,
    )
