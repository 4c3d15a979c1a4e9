"""Every operation of the OpenAPI document, as owner, editor, viewer, stranger and nobody."""

import uuid

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from massa_server.app import API_ROUTERS, create_app
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Database
from massa_server.settings import Settings
from tests.access.calls import call
from tests.access.matrix import ROWS, Row, Rule
from tests.access.world import Who, World, make_world
from tests.support.people import Person

METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
STREAMS = {"GET /api/events"}  # its answer never ends: tests/events has it over a real connection


@pytest.fixture
async def world(app: FastAPI, database: Database) -> World:
    """One of everything."""
    return await make_world(database, app.state.store)


def operations(app: FastAPI) -> set[str]:
    """All operations of the OpenAPI document."""
    return {
        f"{method.upper()} {path}"
        for path, item in app.openapi()["paths"].items()
        for method in item
        if method in METHODS
    }


def test_every_operation_has_its_rule(settings: Settings) -> None:
    rows = [row.operation for row in ROWS]
    assert len(rows) == len(set(rows))
    assert set(rows) == operations(create_app(settings))


def test_no_operation_is_left_out_of_the_document() -> None:
    hidden = [route for router in API_ROUTERS for route in router.routes if not getattr(route, "include_in_schema", 0)]
    assert hidden == []


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_who_may_not_is_refused(visitor: Person, world: World, row: Row) -> None:
    for who in Who:
        if row.rule.refusal(who) is not None:
            response = await call(visitor, world, row, who)
            assert response.status_code == row.rule.refusal(who), (who, response.text)
            assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("row", "who"),
    [(row, who) for row in ROWS for who in Who if row.rule.refusal(who) is None and row.operation not in STREAMS],
    ids=str,
)
async def test_who_may_can(visitor: Person, world: World, row: Row, who: Who) -> None:
    response = await call(visitor, world, row, who)
    assert response.status_code in row.statuses, response.text


@pytest.mark.parametrize("row", [row for row in ROWS if row.rule in (Rule.READ, Rule.WRITE, Rule.MANAGE)], ids=str)
async def test_what_does_not_exist_looks_like_what_is_not_shared(visitor: Person, world: World, row: Row) -> None:
    real = await call(visitor, world, row, Who.STRANGER)
    for id_ in ("00000000-0000-0000-0000-000000000000", "not-an-id", "..%2f..%2fetc"):
        unreal = World(dict.fromkeys(world.ids, id_), world.session_tokens)
        response = await call(visitor, unreal, row, Who.OWNER)
        assert response.status_code == 404
        if "%" not in id_:
            assert response.json()["detail"] == real.json()["detail"]


async def test_what_is_built_in_is_for_everybody_to_read_and_for_nobody_to_change(
    visitor: Person, world: World, database: Database
) -> None:
    async with database.write() as session:
        statement = select(ProteinDatabase).where(ProteinDatabase.id == uuid.UUID(world.ids["database_id"]))
        (await session.scalars(statement)).one().project_id = None
    path = "/api/databases/{database_id}"
    for who in (Who.OWNER, Who.STRANGER):
        assert (await call(visitor, world, Row(f"GET {path}", Rule.READ), who)).status_code == 200
        assert (await call(visitor, world, Row(f"DELETE {path}", Rule.WRITE), who)).status_code == 403
