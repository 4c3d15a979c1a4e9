"""Cancelling what waits for the database: a runner that ends, a browser that goes away."""

import asyncio

import pytest
from sqlalchemy import text

from massa_server.db import Database

pytestmark = pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)


@pytest.mark.parametrize("kind", ["read", "write"])
async def test_a_cancelled_task_is_cancelled_and_no_failure_of_the_database(database: Database, kind: str) -> None:
    async def wait() -> None:
        async with database.read() if kind == "read" else database.write() as session:
            await session.execute(text("SELECT pg_sleep(5)"))

    task = asyncio.ensure_future(wait())
    await asyncio.sleep(0.3)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as session:
        assert await session.scalar(text("SELECT 1")) == 1
