"""What people see while PostgreSQL does not answer, and that all is well soon after it does."""

import asyncio
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from massa_server import migrations
from massa_server.app import create_app
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.analyses import finished_analysis
from tests.support.people import Person, problem
from tests.support.postgres import OWNER, Postgres
from tests.support.proxy import Proxy, proxy_to

QUICK = {
    "database_connect_timeout_s": 0.5,
    "database_connect_attempts": 1,
    "database_statement_timeout_s": 1,
    "database_lock_timeout_s": 0.5,
    "database_pool_timeout_s": 0.5,
    "database_pool_size": 4,
    "database_breaker_open_s": 0.2,
    "event_poll_interval_s": 0.1,
}


@pytest.fixture
async def settings(own_postgres: Postgres, tmp_path: Path, proxy: Proxy) -> Settings:
    """Settings over a database of the cluster that tests may stop, behind a proxy, with short limits."""
    name = f"degraded_{uuid.uuid4().hex}"
    own_postgres.sql(f"CREATE DATABASE {name} OWNER {OWNER}")
    await migrations.upgrade(Settings(database_url=own_postgres.url(name)))
    values: dict[str, Any] = {"database_url": own_postgres.network_url(name, port=proxy.port), **QUICK}
    return Settings(data_dir=tmp_path, **values)


@pytest.fixture
def proxy(own_postgres: Postgres) -> Any:
    """The way to the database."""
    with proxy_to(own_postgres.port) as made:
        yield made


@pytest.fixture
async def seen(app: FastAPI, ana: Person, database: Database, tmp_path: Path) -> str:
    """A result that Ana has looked at."""
    analysis_id, file_id = await finished_analysis(database, app.state.store, await ana.sample(), tmp_path)
    address = f"/api/analyses/{analysis_id}/files/{file_id}"
    fresh = await ana.get(f"{address}/summary")
    assert fresh.status_code == 200
    assert "massa-degraded" not in fresh.headers
    assert (await ana.get(f"/api/analyses/{analysis_id}")).status_code == 200
    assert (await ana.get("/readyz")).json()["status"] == "ok"
    assert (await ana.post("/api/projects", json={"name": "The last thing that she did"})).status_code == 201
    return address


async def soon(ana: Person, condition: Callable[[], Any], timeout_s: float = 10) -> None:
    """Wait until an awaited condition holds."""
    deadline = time.monotonic() + timeout_s
    while not await condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def assert_degraded(app: FastAPI, ana: Person, seen: str) -> None:
    """Results that were seen can be read on; what needs the database says when to try again."""
    for address in (f"{seen}/summary", f"{seen}/proteins", seen.rpartition("/files/")[0], "/api/auth/me"):
        response = await ana.get(address)
        assert response.status_code == 200, (address, response.text)
        assert response.headers["massa-degraded"] == "database", address
    refused = await ana.post("/api/projects", json={"name": "New"})
    problem(refused, 503, "unavailable")
    assert int(refused.headers["retry-after"]) > 0
    problem(await ana.get("/api/projects"), 503, "unavailable")
    problem(await ana.get(f"/api/analyses/{uuid.uuid4()}"), 503, "unavailable")
    ready = await ana.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() | {"version": ""} == {"status": "degraded", "version": "", "unavailable": ["database"]}
    assert (await ana.get("/healthz")).json()["status"] == "ok"
    async with Person("http://massa.test", httpx.ASGITransport(app)) as stranger:
        stranger.cookies.set("massa_session", "made-up")
        assert (await stranger.get(f"{seen}/summary")).status_code == 503


async def assert_recovers(app: FastAPI, ana: Person) -> None:
    """Everything works again, by itself."""

    async def works() -> bool:
        return (await ana.post("/api/projects", json={"name": "New"})).status_code == 201

    await soon(ana, works)
    assert (await ana.get("/readyz")).json()["status"] == "ok"


async def test_the_database_is_stopped_and_comes_back(
    app: FastAPI, ana: Person, seen: str, own_postgres: Postgres
) -> None:
    own_postgres.stop()
    try:
        await assert_degraded(app, ana, seen)
        started = time.monotonic()
        await asyncio.gather(*(ana.get("/api/projects") for _ in range(200)))
        assert time.monotonic() - started < 10  # nobody waits for it in vain
    finally:
        own_postgres.start()
    await assert_recovers(app, ana)


async def test_its_packets_are_lost(app: FastAPI, ana: Person, seen: str, proxy: Proxy) -> None:
    proxy.is_lossy.set()
    await asyncio.gather(*(ana.get("/api/projects") for _ in range(4)))  # who meets the silence first waits
    await assert_degraded(app, ana, seen)
    proxy.is_lossy.clear()
    await assert_recovers(app, ana)


async def test_somebody_holds_a_lock(
    app: FastAPI, ana: Person, seen: str, database: Database, own_postgres: Postgres, settings: Settings
) -> None:
    holder = Database(settings.model_copy(update={"database_statement_timeout_s": 60.0}))
    async with holder.write() as session:
        await session.execute(text("LOCK TABLE projects IN SHARE ROW EXCLUSIVE MODE"))
        refused = await ana.post("/api/projects", json={"name": "New"})
        problem(refused, 503, "unavailable")
        assert refused.headers["retry-after"] == "1"
        assert (await ana.get("/api/projects")).status_code == 200  # reading goes on
        assert not database.breaker.is_open
    await holder.close()
    await assert_recovers(app, ana)


async def test_an_answer_is_not_used_when_it_is_too_old_or_was_refused(
    app: FastAPI, ana: Person, seen: str, own_postgres: Postgres
) -> None:
    cookies = dict(ana.cookies)
    assert (await ana.post("/api/auth/sign-out")).is_success
    own_postgres.stop()
    try:
        async with Person("http://massa.test", httpx.ASGITransport(app)) as thief:
            thief.cookies.update(cookies)
            problem(await thief.get(f"{seen}/summary"), 503, "unavailable")
    finally:
        own_postgres.start()


async def test_a_process_that_never_reached_the_database_is_not_ready(
    settings: Settings, own_postgres: Postgres
) -> None:
    own_postgres.stop()
    try:
        application = create_app(settings)
        async with (
            application.router.lifespan_context(application),
            Person("http://massa.test", httpx.ASGITransport(application)) as visitor,
        ):
            problem(await visitor.get("/readyz"), 503, "unavailable")
            assert (await visitor.get("/healthz")).status_code == 200
    finally:
        own_postgres.start()
