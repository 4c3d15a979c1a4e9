"""Live updates, over real connections to real server processes."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select

from massa_server.auth.models import UserSession
from massa_server.clock import now
from massa_server.db import Database
from massa_server.events.hub import REPLAY_LIMIT
from massa_server.events.models import Event
from massa_server.settings import Settings
from tests.support.databases import MigratedDatabase
from tests.support.live import listening
from tests.support.people import Person
from tests.support.processes import ServerProcess, serving

POLL_INTERVAL_S = 0.05
SETTINGS = {"event_poll_interval_s": str(POLL_INTERVAL_S), "event_heartbeat_s": "0.3"}


@pytest.fixture(scope="module")
def shared_dir(tmp_path_factory: pytest.TempPathFactory, migrated_database: MigratedDatabase) -> Iterator[Path]:
    """The data folder of both processes."""
    folder = tmp_path_factory.mktemp("live")
    with migrated_database.copied_to(folder):
        yield folder


@pytest.fixture(scope="module")
def server(shared_dir: Path) -> Iterator[ServerProcess]:
    """A server process."""
    with serving(shared_dir, **SETTINGS) as process:
        yield process


@pytest.fixture(scope="module")
def other_server(shared_dir: Path) -> Iterator[ServerProcess]:
    """A second server process over the same data."""
    with serving(shared_dir, **SETTINGS) as process:
        yield process


@pytest.fixture
async def database(shared_dir: Path) -> AsyncIterator[Database]:
    """The database of the processes."""
    result = Database(Settings(data_dir=shared_dir))
    yield result
    await result.close()


async def test_changes_arrive_as_they_happen_from_whichever_process(
    server: ServerProcess, other_server: ServerProcess
) -> None:
    async with Person(server.url) as ana, Person(other_server.url) as ana_elsewhere:
        await ana.sign_up()
        await ana_elsewhere.sign_in(ana.email)
        project_id = await ana.project()
        async with listening(ana_elsewhere) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["cache-control"] == "no-cache, no-transform"
            assert (await stream.next()).type == "ready"
            sample_id = await ana.sample(project_id)
            event = await stream.next()
            assert event.type == "sample.updated"
            assert event.data == {"project_id": project_id, "sample_id": sample_id}


async def test_nobody_hears_of_the_projects_of_others(server: ServerProcess) -> None:
    async with Person(server.url) as ana, Person(server.url) as ben:
        await ana.sign_up()
        await ben.sign_up()
        project_id = await ana.project()
        async with listening(ben) as stream:
            before = (await stream.next()).id
            await ana.sample(project_id)
            await asyncio.sleep(10 * POLL_INTERVAL_S)
            await ana.share(project_id, ben, "viewer")
            assert (await stream.next()).type == "project.updated"  # the first that is for him
            await ana.delete(f"/api/projects/{project_id}/members/{ben.id}")
            await ana.sample(project_id)
            assert (await stream.next()).type == "project.deleted"
            with pytest.raises(TimeoutError):
                await stream.next(0.5)
        async with listening(ben, before) as stream:
            assert [(await stream.next()).type for _ in range(2)] == ["project.deleted", "ready"]


async def test_who_reconnects_gets_what_was_missed_in_order_and_once(server: ServerProcess) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        project_id = await ana.project()
        async with listening(ana) as stream:
            seen = (await stream.next()).id
        missed = [await ana.sample(project_id) for _ in range(3)]
        async with listening(ana, seen) as stream:
            events = [await stream.next() for _ in range(3)]
            assert [event.data["sample_id"] for event in events] == missed
            assert (await stream.next()).type == "ready"
            later = await ana.sample(project_id)
            assert (await stream.next()).data["sample_id"] == later


async def test_while_one_reconnects_nothing_is_lost_or_doubled(server: ServerProcess) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        project_id = await ana.project()
        async with listening(ana) as stream:
            last_id = (await stream.next()).id

        async def make() -> list[str]:
            return [await ana.sample(project_id) for _ in range(40)]

        making = asyncio.create_task(make())
        heard: list[str] = []
        while len(heard) < 40:
            async with listening(ana, last_id) as stream:
                for _ in range(7):
                    event = await stream.next()
                    last_id = event.id
                    if event.type == "sample.updated":
                        heard.append(event.data["sample_id"])
                    if len(heard) == 40:
                        break
        assert heard == await making


async def test_who_missed_too_much_is_told_to_fetch_anew(server: ServerProcess, database: Database) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        project_id = await ana.project()
        async with database.write() as session:
            event = {"type": "sample.updated", "user_id": uuid.UUID(ana.id), "data": {}}
            await session.execute(insert(Event), [event] * (REPLAY_LIMIT + 1))
        async with listening(ana, last_event_id=0) as stream:
            assert (await stream.next()).type == "reset"
            await ana.sample(project_id)
            assert (await stream.next()).type == "sample.updated"


@pytest.mark.parametrize("last_event_id", [1, 10_000_000])
async def test_who_comes_from_events_that_are_no_more_is_told_to_fetch_anew(
    server: ServerProcess, database: Database, last_event_id: int
) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        for _ in range(3):
            await ana.project()
        async with database.write() as session:
            newest = await session.scalar(select(func.max(Event.id)))
            await session.execute(delete(Event).where(Event.id < newest))
        async with listening(ana, last_event_id) as stream:
            assert (await stream.next()).type == "reset"


async def test_a_quiet_connection_is_kept_alive(server: ServerProcess) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        async with listening(ana) as stream:
            await stream.next()
            assert await stream.line() == ": heartbeat"


async def test_a_session_that_ends_takes_its_connections_with_it(server: ServerProcess, database: Database) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        async with listening(ana) as stream:
            await stream.next()
            async with database.write() as session:
                await session.execute(delete(UserSession).where(UserSession.user_id == uuid.UUID(ana.id)))
            with pytest.raises(EOFError):
                await stream.next()


async def test_a_server_that_stops_lets_browsers_go_at_once(data_dir: Path) -> None:
    with serving(data_dir, **SETTINGS) as server:
        await _stop_while_listening(server)


async def _stop_while_listening(server: ServerProcess) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        async with listening(ana) as stream:
            await stream.next()
            started = now()
            assert await asyncio.to_thread(server.stop) == 0
            assert now() - started < timedelta(seconds=5)
            with pytest.raises(EOFError):
                await stream.next()
