"""The ids of events follow the order of commits, however many write: who reads on from an id misses nothing."""

import asyncio
import random
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from massa_server.clock import now
from massa_server.db import Database
from massa_server.events import repository
from massa_server.events.models import Event
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.projects.models import Project

WRITERS = 8
EACH = 40


@pytest.fixture
async def project_id(database: Database) -> uuid.UUID:
    """A project to tell of."""
    async with database.write() as session:
        project = Project(name="Busy")
        session.add(project)
    return project.id


async def test_a_reader_that_follows_never_skips_an_event(database: Database, project_id: uuid.UUID) -> None:
    done = asyncio.Event()

    async def write() -> None:
        for _ in range(EACH):
            async with database.write() as session:
                publish(session, EventType.SAMPLE_UPDATED, project_id)
                session.add(Project(name="Other work"))
                await session.flush()
                await asyncio.sleep(random.uniform(0, 0.005))
                publish(session, EventType.SAMPLE_UPDATED, project_id)

    async def follow() -> list[int]:
        seen: list[int] = []
        while True:
            is_last = done.is_set()
            async with database.read() as session:
                seen += [event.id for event in await repository.list_after(session, seen[-1] if seen else 0, 50)]
                newest = await session.scalar(select(func.max(Event.id)))
            if is_last and (not seen or seen[-1] == newest):
                return seen

    readers = [asyncio.ensure_future(follow()) for _ in range(2)]
    await asyncio.gather(*(write() for _ in range(WRITERS)))
    done.set()
    for seen in await asyncio.gather(*readers):
        assert len(seen) == len(set(seen)) == WRITERS * EACH * 2
        assert seen == sorted(seen)


async def test_an_event_of_what_was_deleted_meanwhile_is_dropped(database: Database, project_id: uuid.UUID) -> None:
    async with database.write() as session:
        publish(session, EventType.SAMPLE_UPDATED, project_id)
        await session.delete(await session.get_one(Project, project_id))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 0


async def test_what_is_rolled_back_is_not_told(database: Database, project_id: uuid.UUID) -> None:
    async def fail() -> None:
        async with database.write() as session:
            publish(session, EventType.SAMPLE_UPDATED, project_id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.write() as session:
        await repository.delete_before(session, now() - timedelta(days=1))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 0
