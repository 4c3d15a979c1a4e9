"""Transactions that wait for each other: PostgreSQL ends one of them, and the request is carried out again."""

import asyncio
import uuid
from pathlib import Path

import httpx
import pytest
from fastapi import Body, FastAPI
from sqlalchemy import select

from massa_server.db import Database, WriteSession
from massa_server.error_handlers import install_error_handlers
from massa_server.middleware.retry_conflicts import RetryConflicts
from massa_server.projects.models import Project
from massa_server.settings import Settings

POSTGRESQL_ONLY = pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)
attempts: list[list[uuid.UUID]] = []


async def count(session: WriteSession, ids: list[uuid.UUID] = Body()) -> None:  # noqa: B008
    """Count up two projects' names, the first one first."""
    attempts.append(ids)
    for project_id in ids:
        project = await session.get_one(Project, project_id, with_for_update=True)
        project.name = str(int(project.name) + 1)
        await asyncio.sleep(0.3)


@POSTGRESQL_ONLY
async def test_both_of_two_that_wait_for_each_other_succeed(data_dir: Path) -> None:
    attempts.clear()
    app = FastAPI()
    app.state.database = database = Database(Settings(data_dir=data_dir))
    app.post("/count")(count)
    install_error_handlers(app)
    app.add_middleware(RetryConflicts, exempt=lambda _: False)
    ids = sorted(str(uuid.uuid4()) for _ in range(2))
    async with database.write() as session:
        session.add_all(Project(id=uuid.UUID(id_), name="0") for id_ in ids)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://massa.test") as client:
        answers = await asyncio.gather(
            client.post("/count", json=ids), client.post("/count", json=ids[::-1]), return_exceptions=False
        )

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(attempts) > 2  # they did wait for each other
    async with database.read() as session:
        assert set(await session.scalars(select(Project.name))) == {"2"}
    await database.close()
