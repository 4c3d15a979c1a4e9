"""Deleting one's account."""

from fastapi import APIRouter, Response, status

from massa_server.auth import passwords, throttle
from massa_server.auth.cookies import clear_session_cookies
from massa_server.auth.dependencies import CurrentPerson
from massa_server.current_settings import CurrentSettings
from massa_server.db import CurrentDatabase
from massa_server.errors import problems
from massa_server.retention import accounts, schemas

router = APIRouter(prefix="/auth", tags=["auth"])


@router.delete("/me", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 409, 429))
async def delete_me(
    response: Response,
    principal: CurrentPerson,
    database: CurrentDatabase,
    settings: CurrentSettings,
    body: schemas.AccountDeletion | None = None,
) -> None:
    """Delete one's account, with one's personal project and the projects that nobody else is in.

    It takes the password, or a sign-in of the last minutes. Projects that one shares and alone owns have to be handed
    over or deleted first. What one did in projects of others stays there.
    """
    if body is not None and body.password is not None:
        async with database.write() as session:
            await throttle.admit(session, principal.email)
            password_hash = await accounts.password_hash_of(session, principal.user_id)
        matches = await passwords.verify_password(body.password.get_secret_value(), password_hash)
        if not matches:
            raise accounts.NotConfirmed("The password is wrong. Check it, and try again.")
        async with database.write() as session:
            await throttle.succeed(session, principal.email)
    else:
        async with database.read() as session:
            await accounts.require_recent_sign_in(session, principal, settings)
    async with database.write() as session:
        await accounts.delete_account(session, principal.user_id)
    clear_session_cookies(response, settings)
