"""Deleting what is being worked on: the work stops, and neither an object nor a process is left of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention.comparison import compare
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket
from massa_server.storage.service import delete_given_up
from tests.support.people import Person
from tests.support.running import finished, followed, ready_sample, running, start_analysis
from tests.support.waiting import eventually, is_alive, number_in


async def assert_nothing_is_left(app: FastAPI, database: Database) -> None:
    """No object without its row, and no row without its object, once everything that was given up is deleted."""
    await delete_given_up(database, app.state.store)
    comparison = await compare(database, app.state.store, timedelta(0))
    assert comparison.agrees, comparison


@pytest.mark.parametrize("what", ["sample", "project", "analysis", "account"])
async def test_while_an_analysis_runs(
    ana: Person, app: FastAPI, database: Database, settings: Settings, tmp_path: Path, what: str
) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, f"leave {tmp_path / 'engine'}\nsleep 60")
        analysis = await start_analysis(ana, sample_id, database_id)
        engine = await asyncio.to_thread(number_in, tmp_path / "engine")
        project_id = (await ana.get(f"/api/samples/{sample_id}")).json()["project_id"]
        address = {
            "sample": f"/api/samples/{sample_id}",
            "project": f"/api/projects/{project_id}",
            "analysis": f"/api/analyses/{analysis['id']}",
            "account": "/api/auth/me",
        }[what]

        assert (await ana.delete(address)).status_code == 204

        await asyncio.to_thread(eventually, lambda: not is_alive(engine), "the engine has ended", 10)
    await assert_nothing_is_left(app, database)
    results = [item.key async for item in app.state.store.list_objects(Bucket.RESULTS)]
    assert results == []


async def test_a_raw_file_while_the_analysis_waits_for_it(
    ana: Person, app: FastAPI, database: Database, settings: Settings
) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "say 1", "say 2", "say 3")
    analysis = await start_analysis(ana, sample_id, database_id)
    files = (await ana.get(f"/api/samples/{sample_id}/files")).json()["items"]

    assert (await ana.delete(f"/api/files/{files[1]['id']}")).status_code == 204
    await delete_given_up(database, app.state.store)

    async with running(settings):
        ended = await finished(ana, analysis["id"])
    assert ended["state"] == "partially_succeeded"
    assert [file["state"] for file in ended["files"]] == ["succeeded", "failed", "succeeded"]
    assert "no longer stored" in ended["files"][1]["error"]["message"]
    await assert_nothing_is_left(app, database)


async def test_a_raw_file_while_the_engine_reads_it(
    ana: Person, app: FastAPI, database: Database, settings: Settings, tmp_path: Path
) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, f"leave {tmp_path / 'engine'}\nsleep 1")
        analysis = await start_analysis(ana, sample_id, database_id)
        await asyncio.to_thread(number_in, tmp_path / "engine")
        file_id = analysis["files"][0]["file_id"]

        assert (await ana.delete(f"/api/files/{file_id}")).status_code == 204
        await delete_given_up(database, app.state.store)

        assert (await finished(ana, analysis["id"]))["state"] == "succeeded"
    assert (await ana.get(f"/api/analyses/{analysis['id']}/files/{file_id}/summary")).status_code == 200
    await assert_nothing_is_left(app, database)


async def test_a_runner_keeps_retention_by_itself(ana: Person, database: Database, settings: Settings) -> None:
    async with running(settings.model_copy(update={"retention_interval_s": 0.1})):
        sample_id, _ = await ready_sample(ana, "say 1")
        async with database.write() as session:
            await session.execute(update(SampleFile).values(expires_at=now()))

        await followed(ana, f"/api/samples/{sample_id}", lambda sample: sample.get("files", {}).get("total") == 0)
