"""Signing in to a real PostgreSQL, with passwords that change under the program."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import ValidationError
from sqlalchemy import make_url, text

from massa_server.db import Database
from massa_server.postgresql import sign_in
from massa_server.postgresql.failures import DatabaseUnavailable
from massa_server.postgresql.sign_in import CachedSignIn, Credentials, make_sign_in
from massa_server.settings import Settings
from tests.support.postgres import Postgres

SECRET = "massa/database"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """AWS's services on this machine, and credentials for them; returns the address."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


class Secret:
    """The secret of a database user, which can be rotated."""

    def __init__(self, endpoint: str, postgres: Postgres, user: str) -> None:
        self._client = boto3.client("secretsmanager", endpoint_url=endpoint)
        self._postgres = postgres
        self._user = user
        postgres.sql(f"CREATE ROLE {user} LOGIN PASSWORD 'first'")
        self._client.create_secret(Name=SECRET, SecretString=self._json("first"))

    def rotate(self, password: str, *, tell: bool = True) -> None:
        """Change the password in the database, and in the secret if wished."""
        self._postgres.sql(f"ALTER ROLE {self._user} PASSWORD '{password}'")
        if tell:
            self._client.put_secret_value(SecretId=SECRET, SecretString=self._json(password))

    def _json(self, password: str) -> str:
        return json.dumps({"username": self._user, "password": password})


async def who(database: Database) -> str:
    async with database.read() as session:
        return str(await session.scalar(text("SELECT current_user")))


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[list[int]]:
    """How often a service is asked."""
    calls: list[int] = []
    original = getattr(sign_in, name)

    def count(settings: Settings, url: Any) -> Credentials:
        calls.append(1)
        result: Credentials = original(settings, url)
        return result

    monkeypatch.setattr(sign_in, name, count)
    yield calls


async def test_a_rotated_secret_is_read_again_after_a_refused_login(
    aws: str, own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = Secret(aws, own_postgres, "rotating")
    settings = Settings(
        database_url=f"postgresql+asyncpg://127.0.0.1:{own_postgres.port}/empty",
        database_auth="secret",
        database_secret_id=SECRET,
        aws_endpoint_url=aws,
        database_pool_size=2,
    )
    with counted(monkeypatch, "_secret") as reads:
        database = Database(settings)
        assert await who(database) == "rotating"
        await database.engines()["database"].dispose()
        assert await who(database) == "rotating"
        assert len(reads) == 1  # cached

        secret.rotate("second")
        assert await who(database) == "rotating"  # the connection lives on
        await database.engines()["database"].dispose()
        assert await who(database) == "rotating"
        assert len(reads) == 2  # read again, because the login was refused

        secret.rotate("third", tell=False)  # the secret is wrong for everybody
        await database.engines()["database"].dispose()
        with pytest.raises(DatabaseUnavailable, match="InvalidPassword"):
            await who(database)
        assert len(reads) == 3  # no storm of questions
        await database.close()


async def test_a_wrong_password_is_not_tried_again(own_postgres: Postgres) -> None:
    database = Database(Settings(database_url=own_postgres.network_url("empty", password="wrong")))
    with pytest.raises(DatabaseUnavailable, match="InvalidPassword"):
        await who(database)
    assert (own_postgres.folder / "log").read_text().count('failed for user "massa"') == 1
    await database.close()


async def test_a_token_of_iam_is_signed_for_the_database_and_taken_as_password_over_tls(
    aws: str, own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(
        database_url=f"postgresql+asyncpg://by_token@127.0.0.1:{own_postgres.port}/empty",
        database_auth="iam",
        database_tls="require",
    )
    offer_tls(own_postgres, tmp_path)
    signed = await make_sign_in(settings, make_url(settings.database_url)).credentials()
    assert signed.user == "by_token"
    assert signed.password is not None
    assert signed.password.startswith(f"127.0.0.1:{own_postgres.port}/?Action=connect&DBUser=by_token")
    assert "X-Amz-Signature=" in signed.password

    # What RDS checks by itself: here the password is the token.
    monkeypatch.setattr(sign_in, "_iam_token", lambda _settings, _url: signed)
    own_postgres.sql(f"CREATE ROLE by_token LOGIN PASSWORD '{signed.password}'")
    database = Database(settings)
    assert await who(database) == "by_token"
    async with database.read() as session:
        assert await session.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    await database.close()


def offer_tls(postgres: Postgres, folder: Path) -> None:
    """Give the cluster a certificate."""
    import shutil
    import subprocess

    key, certificate = postgres.data / "server.key", postgres.data / "server.crt"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True, cwd=folder)
    for path in (key, certificate):
        shutil.chown(path, postgres.data.owner(), postgres.data.group())
        path.chmod(0o600)
    postgres.sql("ALTER SYSTEM SET ssl = on")
    postgres.sql("SELECT pg_reload_conf()")


async def test_a_token_is_kept_for_a_while_and_asked_for_once_by_many() -> None:
    time_s = 0.0
    asked = threading.Semaphore(0)
    tokens = iter("abc")

    def fetch() -> Credentials:
        asked.release()
        return Credentials("u", next(tokens))

    import asyncio

    signing = CachedSignIn(fetch, 600, lambda: time_s)
    together = await asyncio.gather(*(signing.credentials() for _ in range(20)))
    assert {item.password for item in together} == {"a"}
    time_s = 599
    assert (await signing.credentials()).password == "a"
    time_s = 600
    assert (await signing.credentials()).password == "b"
    signing.refused(Credentials("u", "a"))  # an old one, refused late
    assert (await signing.credentials()).password == "b"
    signing.refused(Credentials("u", "b"))
    assert (await signing.credentials()).password == "c"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"database_auth": "iam"}, "MASSA_DATABASE_URL"),
        ({"database_auth": "secret", "database_url": "postgresql+asyncpg://h/d"}, "MASSA_DATABASE_SECRET_ID"),
        ({"database_auth": "iam", "database_url": "postgresql+asyncpg://h/d"}, "MASSA_DATABASE_TLS"),
    ],
)
def test_settings_say_what_is_missing(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Settings(**values)
