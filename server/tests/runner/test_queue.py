import uuid
from datetime import timedelta

import pytest

from massa_server.analyses import queue
from massa_server.analyses.models import AnalysisChunk, ChunkKind
from massa_server.clock import now
from massa_server.db import Database
from massa_server.runner.leases import LeaseLost, fetch_held, give_back, renew, take

ANA, BEN, EVA = (uuid.UUID(int=number) for number in (1, 2, 3))


class Queue:
    """The queue of chunks of one analysis, filled and emptied by hand."""

    def __init__(self, database: Database, analysis_id: uuid.UUID) -> None:
        self.database = database
        self.analysis_id = analysis_id
        self.positions = 0

    async def enqueue(self, person: uuid.UUID, count: int) -> None:
        chunks = [
            AnalysisChunk(
                analysis_id=self.analysis_id,
                run=1,
                position=self.positions + number,
                kind=ChunkKind.FILES,
                file_ids=[],
                queued_by=person,
            )
            for number in range(count)
        ]
        self.positions += count
        async with self.database.write() as session:
            await queue.enqueue(session, chunks)

    async def served(self, count: int, *, finish: bool = True) -> list[uuid.UUID]:
        """Takes chunks one after the other, and returns whose they were."""
        people = []
        for _ in range(count):
            async with self.database.write() as session:
                chunk = await queue.next_free(session)
                assert chunk is not None
                take(chunk, "runner", now() + timedelta(seconds=60))
                people.append(chunk.queued_by)
                if finish:
                    await session.delete(chunk)
        return people


@pytest.fixture
def waiting(queued_analysis: uuid.UUID, database: Database) -> Queue:
    return Queue(database, queued_analysis)


async def test_nobody_waits_behind_anothers_hundred_files(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 100)
    assert await waiting.served(10) == [ANA] * 10

    await waiting.enqueue(BEN, 2)
    await waiting.enqueue(EVA, 1)

    assert await waiting.served(6) in ([ANA, BEN, EVA, ANA, BEN, ANA], [BEN, EVA, ANA, BEN, ANA, ANA])


async def test_people_alternate_while_work_runs(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 4)
    await waiting.served(1, finish=False)
    await waiting.enqueue(BEN, 2)

    assert await waiting.served(5, finish=False) == [BEN, ANA, BEN, ANA, ANA]


async def test_later_work_of_a_person_queues_behind_their_own(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 2)
    await waiting.enqueue(BEN, 2)
    await waiting.enqueue(ANA, 2)

    assert await waiting.served(6) == [ANA, BEN, ANA, BEN, ANA, ANA]


async def test_a_chunk_is_taken_once_until_its_lease_runs_out(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 1)
    async with waiting.database.write() as session:
        chunk = await queue.next_free(session)
        assert chunk is not None
        take(chunk, "first", now() + timedelta(seconds=60))
    async with waiting.database.write() as session:
        assert await queue.next_free(session) is None
        row = await session.get_one(AnalysisChunk, chunk.id)
        row.lease_expires_at = now() - timedelta(seconds=1)
    async with waiting.database.write() as session:
        assert await queue.next_free(session) is not None


async def test_who_lost_the_lease_can_neither_renew_nor_write(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 1)
    async with waiting.database.write() as session:
        chunk = await queue.next_free(session)
        assert chunk is not None
        old = take(chunk, "first", now() - timedelta(seconds=1))
    async with waiting.database.write() as session:
        chunk = await queue.next_free(session)
        assert chunk is not None
        new = take(chunk, "second", now() + timedelta(seconds=60))
    assert new.attempt == old.attempt + 1

    until = now() + timedelta(seconds=60)
    async with waiting.database.write() as session:
        assert await renew(session, AnalysisChunk, [old], until) == set()
        assert await renew(session, AnalysisChunk, [new], until) == {new}
        with pytest.raises(LeaseLost):
            await fetch_held(session, AnalysisChunk, old)
        assert (await fetch_held(session, AnalysisChunk, new)).id == chunk.id


async def test_work_given_back_waits_as_long_as_it_should(waiting: Queue) -> None:
    await waiting.enqueue(ANA, 1)
    async with waiting.database.write() as session:
        chunk = await queue.next_free(session)
        assert chunk is not None
        give_back(chunk, after_s=60)
    async with waiting.database.write() as session:
        assert await queue.next_free(session) is None
        give_back(await session.get_one(AnalysisChunk, chunk.id))
    async with waiting.database.write() as session:
        assert await queue.next_free(session) is not None
