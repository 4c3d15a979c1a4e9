"""The loop by itself, over work that only waits."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses import queue
from massa_server.analyses.models import AnalysisChunk, ChunkKind
from massa_server.db import Database
from massa_server.runner.lane import uninterrupted
from massa_server.runner.leases import Lease, fetch_held, give_back, take
from massa_server.runner.loop import Runner

LEASE_S = 0.4


class Waiting:
    """A job that works until somebody stops it."""

    def __init__(self, database: Database, lease: Lease) -> None:
        self.database = database
        self.lease = lease
        self.began = asyncio.Event()
        self.stopped = asyncio.Event()
        self.reports = 0

    async def work(self) -> None:
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped.set()

    async def give_back(self) -> None:
        async with self.database.write() as session:
            give_back(await fetch_held(session, AnalysisChunk, self.lease))

    async def report(self, session: AsyncSession) -> None:
        self.reports += 1


class WaitingLane:
    """Hands out chunks as jobs that wait."""

    name = "waiting"
    model = AnalysisChunk
    slots = 1

    def __init__(self, database: Database) -> None:
        self.database = database
        self.jobs: list[Waiting] = []

    async def claim(self, owner: str, until: datetime) -> Waiting | None:
        async with self.database.write() as session:
            chunk = await queue.next_free(session)
            if chunk is None:
                return None
            job = Waiting(self.database, take(chunk, owner, until))
        self.jobs.append(job)
        return job

    async def job(self, number: int = 0) -> Waiting:
        """The job of that number, once it has begun."""
        while len(self.jobs) <= number:  # noqa: ASYNC110 - the loop under test sets no event
            await asyncio.sleep(0.01)
        await self.jobs[number].began.wait()
        return self.jobs[number]


@pytest.fixture
async def lane(queued_analysis: uuid.UUID, database: Database) -> WaitingLane:
    """A lane with one chunk to take."""
    async with database.write() as session:
        chunk = AnalysisChunk(
            analysis_id=queued_analysis, run=1, position=0, kind=ChunkKind.FILES, file_ids=[], queued_by=uuid.uuid4()
        )
        await queue.enqueue(session, [chunk])
    return WaitingLane(database)


class Away:
    """A transaction with a database that does not answer."""

    async def __aenter__(self) -> None:
        raise OperationalError("", {}, Exception("the database is away"))

    async def __aexit__(self, *_: object) -> None:
        """There is nothing to end."""


@asynccontextmanager
async def looping(lane: WaitingLane) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    task = asyncio.ensure_future(Runner(lane.database, [lane], LEASE_S, 0.02).run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task], timeout=10)


async def test_a_lease_is_renewed_for_as_long_as_the_work_takes(lane: WaitingLane) -> None:
    async with looping(lane):
        job = await lane.job()
        await asyncio.sleep(3 * LEASE_S)

        assert not job.stopped.is_set()
        assert len(lane.jobs) == 1
        assert job.reports >= 3


async def test_work_whose_row_is_gone_is_stopped(lane: WaitingLane) -> None:
    async with looping(lane):
        job = await lane.job()
        async with lane.database.write() as session:
            row = await session.get_one(AnalysisChunk, job.lease.row_id)
            await queue.drop_all(session, row.analysis_id)

        async with asyncio.timeout(5):
            await job.stopped.wait()


async def test_without_the_database_the_work_stops_when_its_lease_is_over(
    lane: WaitingLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looping(lane):
        job = await lane.job()
        with monkeypatch.context() as patch:
            patch.setattr(lane.database, "write", Away)
            async with asyncio.timeout(5):
                await job.stopped.wait()
        second = await lane.job(1)

    assert second.lease.attempt == job.lease.attempt + 1


async def test_stopping_gives_the_work_back_at_once(lane: WaitingLane) -> None:
    async with looping(lane):
        job = await lane.job()

    assert job.stopped.is_set()
    async with lane.database.read() as session:
        assert await queue.has_free(session)


async def test_a_runner_that_cannot_keep_its_leases_ends(lane: WaitingLane, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(session: AsyncSession) -> None:
        raise ZeroDivisionError

    async with looping(lane) as task:
        job = await lane.job()
        monkeypatch.setattr(job, "report", broken)
        await asyncio.wait([task], timeout=5)

        assert isinstance(task.exception(), ZeroDivisionError)
    assert job.stopped.is_set()


async def test_what_must_not_stop_half_way_is_finished_first() -> None:
    steps: list[str] = []

    async def commit() -> None:
        steps.append("begun")
        await asyncio.sleep(0.05)
        steps.append("done")

    task = asyncio.ensure_future(uninterrupted(commit()))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert steps == ["begun", "done"]
