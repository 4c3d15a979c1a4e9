"""The account of the demo."""

import uuid

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import Access
from massa_server.auth import repository as users
from massa_server.auth import service as accounts
from massa_server.auth.models import User
from massa_server.auth.passwords import hash_password, verify_password
from massa_server.auth.schemas import Locale
from massa_server.auth.service import Principal
from massa_server.clock import now
from massa_server.db import Database
from massa_server.projects.models import Membership, Project, Role

DEMO_EMAIL = "demo@massa.example"
_NAME = "Demo"


async def ensure_account(database: Database, password: SecretStr) -> Access:
    """Makes the account if it is missing, and sees to it that the password is this one.

    Returns:
        The account's access to its personal project.
    """
    async with database.read() as session:
        user = await users.find_user_by_email(session, DEMO_EMAIL)
    if user is None or not await verify_password(password.get_secret_value(), user.password_hash):
        password_hash = await hash_password(password.get_secret_value())
        async with database.write() as session:
            user = await users.find_user_by_email(session, DEMO_EMAIL)
            if user is None:
                await accounts.create_user(session, DEMO_EMAIL, _NAME, Locale.ENGLISH, password_hash)
            else:
                user.password_hash = password_hash
    async with database.read() as session:
        return await _access(session)


async def _access(session: AsyncSession) -> Access:
    statement = (
        select(User, Project.id)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.id == Membership.project_id)
        .where(User.email == DEMO_EMAIL, Project.is_personal, Membership.role == Role.OWNER)
    )
    user, project_id = (await session.execute(statement)).one()
    principal = Principal(
        user_id=user.id,
        session_id=uuid.uuid4(),
        email=user.email,
        name=user.name,
        locale=Locale(user.locale),
        created_at=now(),
    )
    return Access(principal, project_id, Role.OWNER)
