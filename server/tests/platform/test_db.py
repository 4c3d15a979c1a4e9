"""One database under many processes."""

import asyncio
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from massa_server.clock import now
from massa_server.db import Database
from massa_server.projects.models import Membership, Project, Role
from massa_server.settings import Settings
from tests.support.people import Person
from tests.support.processes import environment, serving


@pytest.fixture
async def database(data_dir: Path) -> Database:
    """A migrated database."""
    return Database(Settings(data_dir=data_dir))


SQLITE_ONLY = pytest.mark.parametrize("migrated_database", ["sqlite"], indirect=True)


@SQLITE_ONLY
async def test_connections_are_set_up_for_sharing(database: Database) -> None:
    async with database.write() as session:
        pragmas = {name: await session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
    await database.close()


async def test_a_block_that_fails_changes_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as session:
            session.add(Project(name="Never"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Project)) == 0
    await database.close()


async def test_a_reading_session_cannot_write(database: Database) -> None:
    async with database.read() as session:
        session.add(Project(name="Never"))
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await session.flush()
    await database.close()


async def test_what_is_referred_to_must_exist(database: Database) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        async with database.write() as session:
            session.add(Membership(project_id=uuid.uuid4(), user_id=uuid.uuid4(), role=Role.OWNER))
    await database.close()


async def test_moments_come_back_in_utc_and_need_a_time_zone(database: Database) -> None:
    moment = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=-3)))
    async with database.write() as session:
        session.add(Project(name="Past", created_at=moment))
    async with database.read() as session:
        stored = await session.scalar(select(Project.created_at))
    assert stored == moment
    assert stored.tzinfo is UTC
    with pytest.raises(StatementError, match="time zone"):
        async with database.write() as session:
            session.add(Project(name="Naive", created_at=now().replace(tzinfo=None)))
    await database.close()


async def test_a_reader_sees_one_moment_and_never_waits_for_the_writer(database: Database) -> None:
    async with database.read() as reader:
        before = await reader.scalar(select(func.count()).select_from(Project))
        async with database.write() as writer:
            writer.add(Project(name="New"))
            await writer.flush()
            assert await reader.scalar(select(func.count()).select_from(Project)) == before
        assert await reader.scalar(select(func.count()).select_from(Project)) == before
    await database.close()


INCREMENT = """
import asyncio
from sqlalchemy import select
from massa_server.db import Database
from massa_server.projects.models import Project
from massa_server.settings import Settings

async def main():
    database = Database(Settings())
    for _ in range(100):
        async with database.write() as session:
            project = (await session.scalars(select(Project).with_for_update())).one()
            project.name = str(int(project.name) + 1)
    await database.close()

asyncio.run(main())
"""


async def test_processes_that_read_and_then_write_wait_for_each_other(database: Database, data_dir: Path) -> None:
    async with database.write() as session:
        session.add(Project(name="0"))
    command = [sys.executable, "-c", INCREMENT]
    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment(data_dir), stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    errors = [(await process.communicate())[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors
    async with database.read() as session:
        assert await session.scalar(select(Project.name)) == "400"
    await database.close()


async def test_two_servers_at_once_serve_every_write(data_dir: Path) -> None:
    # How many writes fit into the usual waits is the machine's matter, and a benchmark's.
    patient = {"database_pool_timeout_s": "60", "database_lock_timeout_s": "60", "database_statement_timeout_s": "60"}
    with serving(data_dir, **patient) as first, serving(data_dir, **patient) as second:
        async with Person(first.url) as ana, Person(second.url) as ana_elsewhere:
            ana.timeout = ana_elsewhere.timeout = 60
            await ana.sign_up()
            await ana_elsewhere.sign_in(ana.email)
            project_id = await ana.project()
            people = [(ana, ana_elsewhere)[number % 2] for number in range(200)]
            made = await asyncio.gather(*(person.sample(project_id) for person in people))
            assert len(set(made)) == 200
            seen: set[str] = set()
            cursor: str | None = ""
            while cursor is not None:
                page = (await ana.get(f"/api/projects/{project_id}/samples", params={"cursor": cursor})).json()
                seen |= {sample["id"] for sample in page["items"]}
                cursor = page["next_cursor"]
            assert seen == set(made)
