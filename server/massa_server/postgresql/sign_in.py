"""How this program signs in to PostgreSQL: three ways behind one setting, `MASSA_DATABASE_AUTH`.

Each way is asked for every new connection, and told when what it gave was refused.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import URL

from massa_server.aws import aws_client
from massa_server.settings import Settings

IAM_TOKEN_KEPT_S = 10 * 60  # RDS takes a token for 15 minutes


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password, which may be a token."""

    user: str | None
    password: str | None


class SignIn(Protocol):
    """A way to get credentials."""

    async def credentials(self) -> Credentials:
        """What to sign in with now. Raises OSError if that cannot be known."""
        ...

    def refused(self, credentials: Credentials) -> bool:
        """The database did not take these. Returns whether others may be had by asking again."""
        ...


class CredentialsUnavailable(OSError):
    """The service that keeps the credentials does not give them."""


class PasswordSignIn:
    """The password in the database's URL."""

    def __init__(self, url: URL) -> None:
        self._credentials = Credentials(url.username, url.password)

    async def credentials(self) -> Credentials:
        """The user and the password of the URL."""
        return self._credentials

    def refused(self, credentials: Credentials) -> bool:
        """There are no others."""
        return False


class CachedSignIn:
    """Credentials that a service gives: kept for a while, and asked for again when they are refused.

    However many connections are made at once, the service is asked once.
    """

    def __init__(
        self, fetch: Callable[[], Credentials], kept_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._kept_s = kept_s
        self._clock = clock
        self._cached: Credentials | None = None
        self._fetched_at = 0.0
        self._fetching = asyncio.Lock()

    async def credentials(self) -> Credentials:
        """The credentials, at most so old. Raises CredentialsUnavailable if the service does not give any."""
        async with self._fetching:
            if self._cached is None or self._clock() >= self._fetched_at + self._kept_s:
                at = self._clock()
                self._cached = await asyncio.to_thread(self._fetch)
                self._fetched_at = at
            return self._cached

    def refused(self, credentials: Credentials) -> bool:
        """Forget these, unless others have been fetched meanwhile."""
        if self._cached == credentials:
            self._cached = None
        return True


def make_sign_in(settings: Settings, url: URL) -> SignIn:
    """The way that the settings choose."""
    match settings.database_auth:
        case "iam":
            return CachedSignIn(lambda: _iam_token(settings, url), IAM_TOKEN_KEPT_S)
        case "secret":
            return CachedSignIn(lambda: _secret(settings, url), settings.database_secret_kept_s)
        case "password":
            return PasswordSignIn(url)


def _iam_token(settings: Settings, url: URL) -> Credentials:
    """A token of RDS, which is signed here: no service is asked but for this process's own AWS credentials."""
    token = _ask(
        lambda: aws_client("rds", settings).generate_db_auth_token(
            DBHostname=url.host, Port=url.port or 5432, DBUsername=url.username
        )
    )
    return Credentials(url.username, str(token))


def _secret(settings: Settings, url: URL) -> Credentials:
    """The secret in the form that RDS keeps: JSON with `username` and `password`."""
    answer = _ask(lambda: aws_client("secretsmanager", settings).get_secret_value(SecretId=settings.database_secret_id))
    try:
        secret = json.loads(answer["SecretString"])
        return Credentials(str(secret.get("username") or url.username), str(secret["password"]))
    except (KeyError, ValueError, AttributeError) as error:
        raise CredentialsUnavailable(
            f"the secret {settings.database_secret_id} is not JSON with a `password`"
        ) from error


def _ask(question: Callable[[], Any]) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return question()
    except (BotoCoreError, ClientError) as error:
        raise CredentialsUnavailable(f"no credentials for the database: {error}") from error
