"""Nobody keeps more, or has more under way, than they may."""

import asyncio
import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.analyses.models import Analysis, AnalysisState
from massa_server.clock import now
from massa_server.db import Database
from massa_server.errors import Conflict
from massa_server.quotas import service as quotas
from massa_server.settings import Settings
from massa_server.uploads.models import Upload
from tests.conftest import PART_SIZE_BYTES
from tests.support import uploads
from tests.support.database_uploads import FASTA, upload_database
from tests.support.people import Person, problem

LIMIT_BYTES = 1000


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Room for little."""
    return settings.model_copy(update={"quota_upload_bytes": LIMIT_BYTES, "quota_running_analyses": 2})


async def usage(person: Person) -> dict[str, Any]:
    """What the person uses."""
    response = await person.get("/api/auth/me/usage")
    assert response.status_code == 200
    shown: dict[str, Any] = response.json()
    return shown


async def test_the_usage_shows_what_one_keeps_and_may(ana: Person, ben: Person) -> None:
    sample_id = await ana.sample()
    await uploads.upload(ana, sample_id, b"x" * 300)
    await uploads.begin(ana, sample_id, b"x" * 200)
    await upload_database(ana, await ana.project())

    assert await usage(ana) == {
        "upload_bytes": 500 + len(FASTA),
        "upload_bytes_limit": LIMIT_BYTES,
        "running_analyses": 0,
        "running_analyses_limit": 2,
    }
    assert (await usage(ben))["upload_bytes"] == 0


async def test_a_file_beyond_the_limit_is_refused_before_a_byte_of_it_is_sent(ana: Person) -> None:
    sample_id = await ana.sample()
    file = await uploads.upload(ana, sample_id, b"x" * 600)
    body = {"name": "b.mzML", "size_bytes": 401}

    refused = problem(await ana.post(f"/api/samples/{sample_id}/files", json=body), 409, "upload-quota-exceeded")
    assert "Delete files" in refused["detail"]
    database = {"name": "b.fasta", "size_bytes": 401}
    address = f"/api/projects/{await ana.project()}/databases"
    problem(await ana.post(address, json=database), 409, "upload-quota-exceeded")

    await ana.delete(f"/api/files/{file['id']}")
    await ana.created(f"/api/samples/{sample_id}/files", body)


async def test_files_in_a_shared_project_count_for_who_sent_them(ana: Person, ben: Person) -> None:
    project_id = await ana.project()
    await ana.share(project_id, ben, "editor")
    sample_id = await ana.sample(project_id)

    await uploads.upload(ben, sample_id, b"x" * 600)

    assert (await usage(ben))["upload_bytes"] == 600
    assert (await usage(ana))["upload_bytes"] == 0


async def test_files_begun_at_once_do_not_get_past_the_limit_together(ana: Person) -> None:
    sample_id = await ana.sample()
    body = {"name": "a.mzML", "size_bytes": 300}

    responses = await asyncio.gather(*(ana.post(f"/api/samples/{sample_id}/files", json=body) for _ in range(8)))

    assert sorted(response.status_code for response in responses) == [201] * 3 + [409] * 5
    assert (await usage(ana))["upload_bytes"] == 900


async def test_an_upload_that_is_over_the_limit_by_now_is_not_completed(ana: Person, database: Database) -> None:
    sample_id = await ana.sample()
    file = await uploads.begin(ana, sample_id, b"x" * 10)
    parts = await uploads.send_parts(ana, file, b"x" * 10)
    async with database.write() as session:
        await session.execute(update(Upload).values(size_bytes=LIMIT_BYTES + 1))

    problem(await uploads.complete(ana, file["id"], b"x" * 10, parts), 409, "upload-quota-exceeded")

    async with database.write() as session:
        await session.execute(update(Upload).values(size_bytes=10))
    assert (await uploads.complete(ana, file["id"], b"x" * 10, parts)).status_code == 200


async def test_only_so_many_analyses_of_a_person_are_under_way(
    ana: Person, ben: Person, database: Database, settings: Settings
) -> None:
    sample_id = uuid.UUID(await ana.sample())
    states = [AnalysisState.QUEUED, AnalysisState.RUNNING, AnalysisState.SUCCEEDED]
    analyses = [_analysis(sample_id, uuid.UUID(ana.id), state) for state in states]
    async with database.write() as session:
        session.add_all(analyses)
    assert (await usage(ana))["running_analyses"] == 2

    async with database.write() as session:
        with pytest.raises(Conflict, match="2 of your analyses"):
            await quotas.admit_analysis(session, settings, uuid.UUID(ana.id))
        await quotas.admit_analysis(session, settings, uuid.UUID(ben.id))
        await session.execute(update(Analysis).values(state=AnalysisState.CANCELLED))
    async with database.write() as session:
        await quotas.admit_analysis(session, settings, uuid.UUID(ana.id))


async def test_without_limits_everything_is_admitted(ana: Person, app: FastAPI, settings: Settings) -> None:
    app.state.settings = settings.model_copy(update={"quota_upload_bytes": 0, "quota_running_analyses": 0})
    sample_id = await ana.sample()

    await uploads.begin(ana, sample_id, b"x" * PART_SIZE_BYTES)

    shown = await usage(ana)
    assert shown["upload_bytes"] == PART_SIZE_BYTES
    assert (shown["upload_bytes_limit"], shown["running_analyses_limit"]) == (None, None)


def _analysis(sample_id: uuid.UUID, user_id: uuid.UUID, state: AnalysisState) -> Analysis:
    return Analysis(
        sample_id=sample_id,
        database_name="db",
        database_sha256="0",
        state=state,
        preset="auto",
        parameters={},
        engine_version="0.1.0",
        created_by=user_id,
        expires_at=now(),
    )
