"""Nothing that a person writes makes the server fetch an address (server-side request forgery), nor a browser go there.

The API has no field for an address at all. The only addresses that a server fetches are those of its settings.
"""

import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.support.people import Person

ADDRESS_FIELD = re.compile(r"(^|_)(url|uri|href|link|webhook|callback|endpoint|host|address|issuer|jku)s?($|_)")


@pytest.fixture
def trap() -> Iterator[tuple[str, list[bytes]]]:
    """An address that notes whoever comes."""
    visits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    visits.append(connection.recv(1000))

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/latest/meta-data", visits
        stop.set()
        thread.join()


def _fields_of(schema: dict[str, Any], schemas: dict[str, Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """The names of the fields of a schema, and of those within it."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name:
        return set() if name in seen else _fields_of(schemas[name], schemas, seen | {name})
    properties = schema.get("properties", {})
    inner = [*properties.values(), *(part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, []))]
    if "items" in schema:
        inner.append(schema["items"])
    return set(properties).union(*(_fields_of(part, schemas, seen) for part in inner))


def _input_fields(document: dict[str, Any]) -> set[str]:
    """The names of everything that a request can say."""
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    parameters = {parameter["name"] for operation in operations for parameter in operation.get("parameters", [])}
    bodies = [
        media.get("schema", {})
        for operation in operations
        for media in operation.get("requestBody", {}).get("content", {}).values()
    ]
    return parameters.union(*(_fields_of(body, document["components"]["schemas"]) for body in bodies))


def test_no_request_has_a_field_for_an_address(app: FastAPI) -> None:
    fields = _input_fields(app.openapi())
    assert {"email", "name", "size_bytes", "preset"} <= fields
    assert {field for field in fields if ADDRESS_FIELD.search(field.lower())} == set()


async def test_addresses_in_all_other_fields_are_text(ana: Person, trap: tuple[str, list[bytes]]) -> None:
    address, visits = trap
    project = await ana.project(address)
    await ana.patch("/api/auth/me", json={"name": address})
    sample = await ana.sample(project, address)
    await ana.patch(f"/api/samples/{sample}", json={"description": f"<img src='{address}'> {address}"})
    await ana.post(f"/api/samples/{sample}/files", json={"name": address.replace("/", ":"), "size_bytes": 5})
    await ana.post(f"/api/projects/{project}/databases", json={"name": address, "size_bytes": 5})
    await ana.post(f"/api/samples/{sample}/analyses", json={"preset": address, "parameters": {"enzyme": address}})
    headers = {"Referer": address, "Origin": address, "X-Forwarded-Host": address, "X-Forwarded-For": address}
    await ana.get(f"/api/samples/{sample}", headers=headers)
    entity = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{address}">]><a>&b;</a>'
    await ana.post("/api/projects", content=entity, headers={"Content-Type": "application/xml"})
    assert visits == []


async def test_the_trap_catches(trap: tuple[str, list[bytes]]) -> None:
    address, visits = trap
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.HTTPError):
            await client.get(address)
    assert len(visits) == 1
