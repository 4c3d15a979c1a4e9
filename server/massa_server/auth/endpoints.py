"""Signing up, in and out, and one's own account."""

from fastapi import APIRouter, Depends, Request, Response, status

from massa_server.auth import passwords, schemas, service, throttle
from massa_server.auth.cookies import (
    SESSION_COOKIE,
    clear_session_cookies,
    read_cookie,
    set_csrf_cookie,
    set_session_cookies,
)
from massa_server.auth.dependencies import CurrentPerson, CurrentPrincipal
from massa_server.auth.oidc.flow import sign_out_url
from massa_server.auth.origin import session_origin
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase, WriteSession
from massa_server.errors import Forbidden, Unavailable, problems

router = APIRouter(prefix="/auth", tags=["auth"])


class NoPasswords(Forbidden):
    """People sign in at a provider here."""

    kind = "no-passwords"
    title = "There are no passwords here"


async def _passwords_only(settings: CurrentSettings) -> None:
    if settings.oidc_issuer:
        raise NoPasswords("People of this installation sign in at its provider: GET /api/auth/methods says where.")


LOCAL_ONLY = [Depends(_passwords_only)]


@router.get("/csrf")
async def get_csrf_token(request: Request, response: Response, settings: CurrentSettings) -> schemas.CsrfToken:
    """A CSRF token for this browser, in a cookie and in the answer."""
    token = set_csrf_cookie(response, settings, read_cookie(request.cookies, SESSION_COOKIE, settings))
    return schemas.CsrfToken(csrf_token=token)


@router.get("/methods")
async def get_sign_in_methods(settings: CurrentSettings) -> schemas.SignInMethods:
    """How one signs in here."""
    if not settings.oidc_issuer:
        return schemas.SignInMethods(local=True, provider=None)
    provider = schemas.Provider(name=settings.oidc_name, sign_in_path="/api/auth/oidc/sign-in")
    return schemas.SignInMethods(local=False, provider=provider)


@router.post("/sign-up", status_code=status.HTTP_201_CREATED, responses=problems(403, 409), dependencies=LOCAL_ONLY)
async def sign_up(
    body: schemas.SignUp, request: Request, response: Response, database: CurrentDatabase, settings: CurrentSettings
) -> schemas.User:
    """Make an account with a personal project, and sign in."""
    async with database.read() as session:
        await service.refuse_taken_email(session, body.email)
    password_hash = await passwords.hash_password(body.password.get_secret_value())
    async with database.write() as session:
        user_id = await service.create_user(session, body.email, body.name, body.locale, password_hash)
        before = read_cookie(request.cookies, SESSION_COOKIE, settings)
        token = await service.open_session(session, user_id, session_origin(request, settings), replaces=before)
        user = await service.view_user(session, user_id)
    set_session_cookies(response, settings, token)
    return user


@router.post("/sign-in", responses=problems(401, 403, 429), dependencies=LOCAL_ONLY)
async def sign_in(
    body: schemas.SignIn, request: Request, response: Response, database: CurrentDatabase, settings: CurrentSettings
) -> schemas.User:
    """Begin a session. After several wrong passwords, one has to wait."""
    address = request.state.ip_address
    async with database.write() as session:
        await throttle.admit(session, body.email, address)
        credentials = await service.find_credentials(session, body.email)
    matches = await passwords.verify_password(body.password.get_secret_value(), credentials.password_hash)
    if credentials.user_id is None or not matches:
        async with database.write() as session:
            service.note_wrong_password(session, credentials)
        raise service.WrongCredentials("Check both, and try again.")
    async with database.write() as session:
        await throttle.succeed(session, body.email, address)
        before = read_cookie(request.cookies, SESSION_COOKIE, settings)
        origin = session_origin(request, settings)
        token = await service.open_session(session, credentials.user_id, origin, replaces=before)
        user = await service.view_user(session, credentials.user_id)
    set_session_cookies(response, settings, token)
    return user


@router.post("/sign-out", responses=problems(401, 403))
async def sign_out(
    request: Request,
    response: Response,
    person: CurrentPerson,
    database: CurrentDatabase,
    settings: CurrentSettings,
) -> schemas.SignedOut:
    """End this session. Where it began at a provider, the browser goes on to sign out there too."""
    async with database.write() as session:
        id_token = await service.close_session(session, person)
    clear_session_cookies(response, settings)
    provider = request.app.state.oidc_provider
    if provider is None or id_token is None:
        return schemas.SignedOut(continue_at=None)
    try:
        return schemas.SignedOut(continue_at=await sign_out_url(provider, settings, id_token))
    except Unavailable:
        return schemas.SignedOut(continue_at=None)


@router.post(
    "/password",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 429),
    dependencies=LOCAL_ONLY,
)
async def change_password(
    body: schemas.PasswordChange,
    request: Request,
    response: Response,
    person: CurrentPerson,
    database: CurrentDatabase,
    settings: CurrentSettings,
) -> None:
    """Set a new password, and sign out everywhere but here."""
    address = request.state.ip_address
    async with database.write() as session:
        await throttle.admit(session, person.email, address)
        credentials = await service.find_credentials(session, person.email)
    if not await passwords.verify_password(body.current_password.get_secret_value(), credentials.password_hash):
        raise service.WrongPassword("Check it, and try again.")
    password_hash = await passwords.hash_password(body.new_password.get_secret_value())
    async with database.write() as session:
        await throttle.succeed(session, person.email, address)
        await service.change_password(session, person, password_hash)
        token = await service.open_session(session, person.user_id, session_origin(request, settings))
    set_session_cookies(response, settings, token)


@router.get("/me", responses=problems(401, 403))
async def get_me(principal: CurrentPrincipal) -> schemas.User:
    """Who is signed in."""
    return principal.view()


@router.patch("/me", responses=problems(401, 403))
async def update_me(body: schemas.UserUpdate, principal: CurrentPerson, session: WriteSession) -> schemas.User:
    """Change one's own name or language."""
    return await service.update_user(session, principal, body)
