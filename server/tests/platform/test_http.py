"""What every answer has, and what no request may do."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from massa_server.app import create_app
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.people import Person, problem


async def test_every_answer_has_an_id_and_the_headers_that_keep_browsers_careful(visitor: Person) -> None:
    for path in ("/healthz", "/api/auth/me", "/api/nothing"):
        headers = (await visitor.get(path)).headers
        assert len(headers["x-request-id"]) == 32
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-chose-1", True), ("a b", False), ("x" * 65, False), ("short", False)]
)
async def test_a_proxy_may_choose_the_id_if_it_looks_like_one(visitor: Person, given: str, kept: bool) -> None:
    response = await visitor.get("/healthz", headers={"X-Request-ID": given})
    assert (response.headers["x-request-id"] == given) is kept


async def test_a_request_is_logged_with_its_route_but_not_its_secrets(
    visitor: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await visitor.put("/api/storage/parts/secret.token?also=secret", content=b"x")
    records = [record.msg for record in caplog.records if record.name == "massa_server.requests"]
    assert len(records) == 1
    line = records[0]
    assert isinstance(line, dict)
    assert (line["method"], line["route"], line["status"]) == ("PUT", "/storage/parts/{token}", 403)
    assert "secret" not in str(line)


async def _endless(size: int) -> AsyncIterator[bytes]:
    for _ in range(size):
        yield b"x" * 1024


async def test_a_body_that_announces_too_much_is_refused(visitor: Person, settings: Settings) -> None:
    body = b"x" * (settings.max_body_bytes + 1)
    problem(await visitor.post("/api/auth/sign-in", content=body), 413, "too-large")


async def test_a_body_that_does_not_announce_its_size_is_cut_off(ana: Person, settings: Settings) -> None:
    chunks = _endless(settings.max_body_bytes // 1024 + 1)
    headers = {"Content-Type": "application/json"}
    problem(await ana.post("/api/projects", content=chunks, headers=headers), 413, "too-large")


async def test_alive_and_ready(visitor: Person) -> None:
    assert (await visitor.get("/healthz")).json()["status"] == "ok"
    assert (await visitor.get("/readyz")).json()["status"] == "ok"


async def test_without_its_database_a_process_is_alive_but_not_ready(tmp_path: Path) -> None:
    (tmp_path / "massa.db").mkdir()  # a folder where the file should be
    async with Person("http://massa.test", httpx.ASGITransport(create_app(Settings(data_dir=tmp_path)))) as visitor:
        assert (await visitor.get("/healthz")).status_code == 200
        problem(await visitor.get("/readyz"), 503, "unavailable")
        visitor.cookies.set("massa_session", "anything")
        problem(await visitor.get("/api/auth/me"), 503, "unavailable")


async def test_with_an_older_database_a_process_is_not_ready(app: FastAPI, visitor: Person) -> None:
    database: Database = app.state.database
    async with database.write() as session:
        await session.execute(text("DELETE FROM alembic_version"))
    assert "massa-server migrate" in problem(await visitor.get("/readyz"), 503, "unavailable")["detail"]
    async with database.write() as session:
        await session.execute(text("INSERT INTO alembic_version VALUES ('from-the-future')"))
    assert (await visitor.get("/readyz")).status_code == 200
