"""What every operation answers while PostgreSQL is down and nothing is known: when to try again, as documented."""

import uuid
from pathlib import Path
from typing import Any

import httpx

from massa_server import migrations
from massa_server.app import create_app
from massa_server.settings import Settings
from tests.access.calls import call
from tests.access.matrix import ROWS
from tests.access.world import Who, make_world
from tests.support.people import Person, problem
from tests.support.postgres import OWNER, Postgres

NEEDS_NO_DATABASE = {
    "GET /healthz",
    "GET /api/auth/csrf",
    "GET /api/auth/methods",
    "GET /api/auth/oidc/sign-in",
    "GET /api/auth/oidc/callback",
    "PUT /api/storage/parts/{token}",  # of a token that nobody has signed
    "GET /api/storage/objects/{token}",
}


async def test_what_needs_the_database_says_when_to_try_again(own_postgres: Postgres, tmp_path: Path) -> None:
    name = f"unavailable_{uuid.uuid4().hex}"
    own_postgres.sql(f"CREATE DATABASE {name} OWNER {OWNER}")
    settings = Settings(
        data_dir=tmp_path,
        database_url=own_postgres.url(name),
        database_connect_attempts=1,
        database_breaker_open_s=0.2,
    )
    await migrations.upgrade(settings)
    app = create_app(settings)
    documented: dict[str, Any] = app.openapi()["paths"]
    unavailable = set()
    async with (
        app.router.lifespan_context(app),
        Person("http://massa.test", httpx.ASGITransport(app, raise_app_exceptions=False)) as person,
    ):
        world = await make_world(app.state.database, app.state.store)
        own_postgres.stop()
        try:
            for row in ROWS:
                response = await call(person, world, row, Who.OWNER)
                method, _, path = row.operation.partition(" ")
                promised = documented[path][method.lower()]["responses"][str(response.status_code)]
                if response.status_code == 503:
                    problem(response, 503, "unavailable")
                    assert int(response.headers["Retry-After"]) > 0, row
                    assert "Retry-After" in promised["headers"], row
                    unavailable.add(row.operation)
        finally:
            own_postgres.start()
    assert {row.operation for row in ROWS} - unavailable == NEEDS_NO_DATABASE
