"""Fixtures: an application over a fresh database, and people who use it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from massa_server import migrations
from massa_server.app import create_app
from massa_server.auth import passwords
from massa_server.db import Database
from massa_server.settings import Settings
from massa_server.telemetry import configure_logging
from tests.support.databases import MigratedDatabase
from tests.support.people import Person
from tests.support.postgres import OWNER, TEMPLATE, Postgres, postgres_server
from tests.support.s3 import S3Server, s3_server
from tests.support.stores import Storage, make_storage

PART_SIZE_BYTES = 64 * 1024


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    configure_logging(Settings(log_level="WARNING"))


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2id as in production takes longer than most tests. Server processes keep it."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL with a migrated template, for all tests that need one."""
    with postgres_server() as server:
        server.sql(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
        asyncio.run(migrations.upgrade(Settings(database_url=server.url(TEMPLATE))))
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MigratedDatabase:
    """A database at the newest revision, to copy. Whatever touches a database runs on both kinds."""
    if request.param == "postgresql":
        return MigratedDatabase(None, request.getfixturevalue("postgres"))
    folder = tmp_path_factory.mktemp("migrated")
    asyncio.run(migrations.upgrade(Settings(data_dir=folder)))
    return MigratedDatabase(folder / "massa.db", None)


@pytest.fixture
def data_dir(tmp_path: Path, migrated_database: MigratedDatabase) -> Iterator[Path]:
    """A data folder with a migrated database of its own."""
    with migrated_database.copied_to(tmp_path):
        yield tmp_path


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server, for all tests that need one."""
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def storage(request: pytest.FixtureRequest) -> Storage:
    """The store: a folder, or S3 where a test says so by `indirect` parameters of this name."""
    return make_storage(request)


@pytest.fixture
def limits() -> dict[str, Any]:
    """Settings in which a test differs; it says so by a parameter of this name."""
    return {}


@pytest.fixture
def settings(data_dir: Path, storage: Storage, limits: dict[str, Any]) -> Settings:
    """Settings over the data folder, with small parts."""
    values = {"part_size_bytes": PART_SIZE_BYTES, "event_poll_interval_s": 0.05, **storage.settings, **limits}
    return Settings(data_dir=data_dir, **values)


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application, started."""
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def database(app: FastAPI) -> Database:
    """The application's database."""
    result: Database = app.state.database
    return result


@pytest.fixture
async def visitor(app: FastAPI) -> AsyncIterator[Person]:
    """Somebody who is not signed in."""
    async with Person("http://massa.test", httpx.ASGITransport(app, raise_app_exceptions=False)) as person:
        yield person


@pytest.fixture
async def newcomer(app: FastAPI) -> AsyncIterator[Callable[[], Awaitable[Person]]]:
    """Makes people with accounts."""
    people: list[Person] = []

    async def make() -> Person:
        person = Person("http://massa.test", httpx.ASGITransport(app, raise_app_exceptions=False))
        people.append(person)
        return await person.sign_up()

    yield make
    for person in people:
        await person.aclose()


@pytest.fixture
async def ana(newcomer: Callable[[], Awaitable[Person]]) -> Person:
    """Somebody with an account."""
    return await newcomer()


@pytest.fixture
async def ben(newcomer: Callable[[], Awaitable[Person]]) -> Person:
    """Somebody else with an account."""
    return await newcomer()
