"""Requests that change something must come from our own pages."""

import pytest

from massa_server.auth.cookies import CSRF_COOKIE, CSRF_HEADER
from tests.support.people import PASSWORD, Person, problem


async def test_without_the_header_nothing_changes(ana: Person) -> None:
    response = await ana.post("/api/projects", json={"name": "Forged"}, headers={CSRF_HEADER: ""})
    problem(response, 403, "csrf-failed")
    names = [project["name"] for project in (await ana.get("/api/projects")).json()["items"]]
    assert "Forged" not in names


async def test_signing_in_is_protected_too(visitor: Person, ana: Person) -> None:
    body = {"email": ana.email, "password": PASSWORD}
    problem(await visitor.post("/api/auth/sign-in", json=body), 403, "csrf-failed")


async def test_a_planted_cookie_pair_does_not_pass(ana: Person) -> None:
    ana.cookies.delete(CSRF_COOKIE)
    ana.cookies.set(CSRF_COOKIE, "planted.value")
    response = await ana.post("/api/projects", json={"name": "Forged"}, headers={CSRF_HEADER: "planted.value"})
    problem(response, 403, "csrf-failed")


async def test_the_token_of_another_session_does_not_pass(ana: Person, ben: Person) -> None:
    token = ben.cookies[CSRF_COOKIE]
    ana.cookies.delete(CSRF_COOKIE)
    ana.cookies.set(CSRF_COOKIE, token)
    problem(await ana.post("/api/projects", json={"name": "Forged"}), 403, "csrf-failed")
    await ana.get("/api/auth/csrf")


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://massa.test"}, True),
        ({"Origin": "http://localhost:3000", "X-Forwarded-Host": "localhost:3000"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://evil.test"}, False),
        ({"Origin": "http://massa.test.evil.test"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
async def test_the_origin_must_be_ours(ana: Person, headers: dict[str, str], allowed: bool) -> None:
    response = await ana.post("/api/projects", json={"name": "Any"}, headers=headers)
    if allowed:
        assert response.status_code == 201
    else:
        problem(response, 403, "csrf-failed")


async def test_reading_needs_no_token(ana: Person) -> None:
    response = await ana.get("/api/projects", headers={CSRF_HEADER: "", "Origin": "http://evil.test"})
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers
