"""Every error is a problem document."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from massa_server.app import create_app
from massa_server.settings import Settings
from tests.support.people import Person, problem


async def test_a_path_that_does_not_exist(visitor: Person) -> None:
    problem(await visitor.get("/api/nothing"), 404, "not-found")


async def test_a_method_that_a_path_does_not_have(visitor: Person) -> None:
    response = await visitor.put("/api/projects")
    problem(response, 405, "method-not-allowed")
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"name": 1}', b'{"name": "\\ud800"}', b"\xff\xfe", b"null"])
async def test_a_body_that_is_not_what_it_should_be(ana: Person, body: bytes) -> None:
    response = await ana.post("/api/projects", content=body, headers={"Content-Type": "application/json"})
    assert problem(response, 422, "invalid-request")["errors"]


async def test_a_body_that_is_not_even_text(ana: Person) -> None:
    response = await ana.post("/api/projects", content=b"\x80abc", headers={"Content-Type": "application/json"})
    assert "not JSON" in problem(response, 422, "invalid-request")["detail"]


async def test_a_fault_of_ours_tells_nothing_but_its_id(app: FastAPI, visitor: Person) -> None:
    @app.get("/api/broken")
    async def broken() -> None:
        raise RuntimeError("the password is hunter2")

    response = await visitor.get("/api/broken")
    document = problem(response, 500, "internal-error")
    assert "hunter2" not in response.text
    assert document["request_id"] == response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_database_that_does_not_answer_asks_for_patience(app: FastAPI, visitor: Person) -> None:
    @app.get("/api/broken")
    async def broken() -> None:
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    response = await visitor.get("/api/broken")
    problem(response, 503, "unavailable")
    assert response.headers["retry-after"] == "5"
    assert "secret" not in response.text


def _schemas(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [reference for item in value.values() for reference in _schemas(item)]
    if isinstance(value, list):
        return [reference for item in value for reference in _schemas(item)]
    return []


def test_the_document_of_the_api_is_whole(settings: Settings) -> None:
    document = create_app(settings).openapi()
    names = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(_schemas(document)) <= names
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    for operation in operations:
        assert operation.get("description"), operation["operationId"]
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], operation["operationId"]
