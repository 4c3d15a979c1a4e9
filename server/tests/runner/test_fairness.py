"""Nobody waits behind another's hundred files, and everybody sees how long the queue is."""

import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from massa_server.analyses import queue
from massa_server.analyses.models import Analysis, AnalysisChunk, AnalysisState, ChunkKind
from massa_server.clock import now
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.db import Database
from massa_server.runner.inspected_databases import ProteinDatabases
from massa_server.runner.inspected_files import SampleFiles
from massa_server.runner.leases import take
from massa_server.samples.models import FileStatus, SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket
from massa_server.uploads.models import Upload, UploadState
from tests.support.people import Person
from tests.support.running import finished, ready_sample, running, start_analysis

HUNDRED = 100


def uploaded(person: Person, bucket: Bucket = Bucket.UPLOADS) -> Upload:
    return Upload(
        bucket=bucket,
        key=uuid.uuid4().hex,
        store_upload_id="0",
        size_bytes=1,
        part_size_bytes=1,
        state=UploadState.COMPLETED,
        created_by=uuid.UUID(person.id),
    )


async def files_wait(database: Database, person: Person, sample_id: str, count: int) -> None:
    async with database.write() as session:
        for _ in range(count):
            session.add(
                SampleFile(
                    sample_id=uuid.UUID(sample_id),
                    upload=uploaded(person),
                    name="run.mzML",
                    size_bytes=1,
                    status=FileStatus.UPLOADED,
                    expires_at=now(),
                )
            )


async def inspected_in_turn(
    database: Database, subject: SampleFiles | ProteinDatabases, count: int, *, finish: bool
) -> list[str]:
    """Begins inspections one after the other, and returns whose they were."""
    people = []
    for _ in range(count):
        async with database.write() as session:
            waiting = await subject.next_waiting(session)
            assert waiting is not None
            row: Any = waiting.row
            people.append(str(row.upload.created_by))
            take(row, "runner", now() + timedelta(seconds=60))
            row.status = "ready" if finish else "inspecting"
    return people


async def test_files_of_two_people_are_inspected_in_turn(database: Database, ana: Person, ben: Person) -> None:
    for _ in range(4):  # in however many projects
        await files_wait(database, ana, await ana.sample(), HUNDRED // 4)
    await files_wait(database, ben, await ben.sample(), 2)

    served = await inspected_in_turn(database, SampleFiles(), 4, finish=False)

    assert sorted(served) == sorted([ana.id, ana.id, ben.id, ben.id])


async def test_of_people_with_nothing_under_inspection_each_may_be_next(
    database: Database, ana: Person, ben: Person
) -> None:
    await files_wait(database, ana, await ana.sample(), HUNDRED)
    await files_wait(database, ben, await ben.sample(), 1)

    served = await inspected_in_turn(database, SampleFiles(), 40, finish=True)

    assert ben.id in served, "by lot among equals, this fails once in 10^12 times"


async def test_protein_databases_of_two_people_are_inspected_in_turn(
    database: Database, ana: Person, ben: Person
) -> None:
    for person, count in ((ana, 20), (ben, 1)):
        project_id = uuid.UUID(await person.project())
        async with database.write() as session:
            for _ in range(count):
                session.add(
                    ProteinDatabase(
                        project_id=project_id,
                        upload=uploaded(person, Bucket.DATABASES),
                        name="db",
                        size_bytes=1,
                        status=DatabaseStatus.UPLOADED,
                        created_by=uuid.UUID(person.id),
                    )
                )

    served = await inspected_in_turn(database, ProteinDatabases(None), 2, finish=False)  # type: ignore[arg-type]

    assert sorted(served) == sorted([ana.id, ben.id])


async def analysis_waits(
    database: Database, person: Person, sample_id: str, chunks: int, kind: ChunkKind = ChunkKind.FILES
) -> uuid.UUID:
    async with database.write() as session:
        analysis = Analysis(
            id=uuid.uuid4(),
            sample_id=uuid.UUID(sample_id),
            database_name="db",
            database_sha256="0",
            state=AnalysisState.QUEUED,
            preset="auto",
            parameters={},
            engine_version="0.1.0",
            created_by=uuid.UUID(person.id),
            expires_at=now(),
        )
        session.add(analysis)
        await session.flush()
        rows = [
            AnalysisChunk(
                analysis_id=analysis.id,
                run=1,
                position=position,
                kind=kind,
                file_ids=[],
                queued_by=uuid.UUID(person.id),
            )
            for position in range(chunks)
        ]
        await queue.enqueue(session, rows)
    return analysis.id


async def position(person: Person, analysis_id: uuid.UUID) -> int | None:
    shown: int | None = (await person.get(f"/api/analyses/{analysis_id}")).json()["queue_position"]
    return shown


async def take_next(database: Database, count: int) -> Sequence[uuid.UUID]:
    taken = []
    for _ in range(count):
        async with database.write() as session:
            chunk = await queue.next_free(session, tuple(ChunkKind))
            assert chunk is not None
            take(chunk, "runner", now() + timedelta(seconds=60))
            taken.append(chunk.analysis_id)
    return taken


async def test_the_queue_position_says_how_much_is_taken_before(database: Database, ana: Person, ben: Person) -> None:
    ana_sample, ben_sample = await ana.sample(), await ben.sample()
    first = await analysis_waits(database, ana, ana_sample, HUNDRED)
    second = await analysis_waits(database, ana, ana_sample, 3)
    third = await analysis_waits(database, ben, ben_sample, 5)
    assert await position(ana, first) == 0
    assert await position(ben, third) == 1
    assert await position(ana, second) == HUNDRED + 5

    assert set(await take_next(database, 2)) == {first, third}
    assert await position(ana, first) == 0
    assert await position(ana, second) == HUNDRED + 5 - 2

    listed = (await ana.get(f"/api/samples/{ana_sample}/analyses")).json()["items"]
    assert {item["id"]: item["queue_position"] for item in listed} == {str(first): 0, str(second): HUNDRED + 3}


async def test_a_run_in_the_cloud_has_a_position_until_its_first_file_runs(
    database: Database, ana: Person, ben: Person
) -> None:
    ana_sample = await ana.sample()
    first = await analysis_waits(database, ana, ana_sample, 1, ChunkKind.RUN)
    second = await analysis_waits(database, ben, await ben.sample(), 1, ChunkKind.RUN)
    await take_next(database, 1)
    assert (await position(ana, first), await position(ben, second)) == (0, 1)

    async with database.write() as session:
        (await session.get_one(Analysis, first)).state = AnalysisState.RUNNING
    assert (await position(ana, first), await position(ben, second)) == (None, 0)


async def test_what_runs_or_has_ended_has_no_position(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "say 1")
        analysis = await start_analysis(ana, sample_id, database_id)
        assert analysis["queue_position"] == 0
        assert (await finished(ana, analysis["id"]))["queue_position"] is None


async def test_two_people_who_analyse_at_once_alternate(ana: Person, ben: Person, settings: Settings) -> None:
    """A hundred files of one person first, two of another after them, one worker: the second person is soon done."""
    one_worker = settings.model_copy(update={"worker_processes": 1})
    async with running(settings):
        ana_sample, ana_database = await ready_sample(ana, *[f"say {number}" for number in range(12)])
        ben_sample, ben_database = await ready_sample(ben, "say 1", "say 2")
    long = await start_analysis(ana, ana_sample, ana_database)
    short = await start_analysis(ben, ben_sample, ben_database)
    async with running(one_worker):
        assert (await finished(ben, short["id"]))["state"] == "succeeded"
        ahead = (await ana.get(f"/api/analyses/{long['id']}")).json()
        done = sum(file["state"] == "succeeded" for file in ahead["files"])
        assert done <= 5, "Ben's two files and their summary came after at most as many of Ana's, and one more"


@pytest.mark.parametrize("chunks", [20_000])
async def test_the_position_is_cheap_behind_a_long_queue(
    database: Database, app: FastAPI, ana: Person, ben: Person, chunks: int
) -> None:
    await analysis_waits(database, ana, await ana.sample(), chunks)
    last = await analysis_waits(database, ben, await ben.sample(), 1)
    started = time.perf_counter()
    async with database.read() as session:
        assert (await queue.positions(session, [last]))[last] <= 1
    assert time.perf_counter() - started < 1
