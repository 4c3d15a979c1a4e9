"""What programs can do with a person's access token."""

import hashlib
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from massa_server.auth.activity import Activity
from massa_server.auth.models import AccessToken
from massa_server.clock import now
from massa_server.db import Database
from tests.support.people import Person, problem


async def token_of(person: Person, *scopes: str) -> tuple[str, dict[str, str]]:
    """Make a token; its id, and the header to send."""
    made = await person.created("/api/auth/tokens", {"name": "notebook", "scopes": list(scopes)})
    return made["id"], {"Authorization": f"Bearer {made['token']}"}


async def test_a_token_is_shown_once_and_only_its_hash_is_kept(ana: Person, database: Database) -> None:
    made = await ana.created("/api/auth/tokens", {"name": "notebook", "scopes": ["read"], "expires_in_days": 7})
    assert made["token"].startswith("massa_pat_")
    assert len(made["token"]) > 50
    listed = (await ana.get("/api/auth/tokens")).json()["items"]
    assert [item["id"] for item in listed] == [made["id"]]
    assert "token" not in listed[0]
    async with database.read() as session:
        row = (await session.scalars(select(AccessToken))).one()
    assert row.token_hash == hashlib.sha256(made["token"].encode()).hexdigest()
    assert row.expires_at is not None
    assert timedelta(days=6) < row.expires_at - now() < timedelta(days=7)


async def test_a_program_reads_and_writes_with_neither_cookie_nor_csrf_token(ana: Person, visitor: Person) -> None:
    _, headers = await token_of(ana, "read", "write")
    assert (await visitor.get("/api/auth/me", headers=headers)).json()["email"] == ana.email
    response = await visitor.post("/api/projects", json={"name": "From a notebook"}, headers=headers)
    assert response.status_code == 201


async def test_a_token_for_reading_changes_nothing(ana: Person, visitor: Person) -> None:
    _, headers = await token_of(ana, "read")
    assert (await visitor.get("/api/projects", headers=headers)).status_code == 200
    problem(await visitor.post("/api/projects", json={"name": "No"}, headers=headers), 403, "scope-missing")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/auth/tokens"),
        ("POST", "/api/auth/tokens"),
        ("GET", "/api/auth/sessions"),
        ("DELETE", "/api/auth/sessions"),
        ("POST", "/api/auth/password"),
        ("POST", "/api/auth/sign-out"),
        ("GET", "/api/auth/audit"),
        ("PATCH", "/api/auth/me"),
        ("DELETE", "/api/auth/me"),
    ],
)
async def test_no_token_reaches_what_would_give_it_more(ana: Person, visitor: Person, method: str, path: str) -> None:
    _, headers = await token_of(ana, "read", "write")
    bodies = {
        "POST /api/auth/tokens": {"name": "more", "scopes": ["write"]},
        "POST /api/auth/password": {"current_password": "correct horse battery", "new_password": "mine from now on"},
        "PATCH /api/auth/me": {"name": "Somebody"},
        "DELETE /api/auth/me": {"password": "correct horse battery"},
    }
    body = bodies.get(f"{method} {path}")
    problem(await visitor.request(method, path, json=body, headers=headers), 403, "forbidden")


async def test_revoked_expired_and_invented_tokens_are_refused(
    ana: Person, visitor: Person, database: Database
) -> None:
    revoked, revoked_headers = await token_of(ana, "read")
    assert (await ana.delete(f"/api/auth/tokens/{revoked}")).status_code == 204
    expired, expired_headers = await token_of(ana, "read")
    async with database.write() as session:
        await session.execute(update(AccessToken).values(expires_at=now() - timedelta(seconds=1)))
    invented = {"Authorization": "Bearer massa_pat_" + "A" * 43}
    for headers in (revoked_headers, expired_headers, invented, {"Authorization": "Basic YTpi"}):
        response = await visitor.get("/api/auth/me", headers=headers)
        problem(response, 401, "not-signed-in")
        assert response.headers["www-authenticate"].startswith("Bearer")
    assert expired in {item["id"] for item in (await ana.get("/api/auth/tokens")).json()["items"]}


async def test_with_the_header_the_cookie_does_not_count(ana: Person) -> None:
    """Else the header would switch the CSRF check off for the cookie's session."""
    response = await ana.post("/api/projects", json={"name": "No"}, headers={"Authorization": "Bearer x"})
    problem(response, 401, "not-signed-in")


async def test_nobody_revokes_another_ones_token(ana: Person, ben: Person, visitor: Person) -> None:
    token_id, headers = await token_of(ana, "read")
    problem(await ben.delete(f"/api/auth/tokens/{token_id}"), 404, "not-found")
    assert (await visitor.get("/api/auth/me", headers=headers)).status_code == 200


async def test_when_a_token_was_last_used_is_seen(ana: Person, visitor: Person, app: FastAPI) -> None:
    _, headers = await token_of(ana, "read")
    assert (await ana.get("/api/auth/tokens")).json()["items"][0]["last_used_at"] is None
    await visitor.get("/api/auth/me", headers=headers)
    activity: Activity = app.state.activity
    await activity.flush()
    assert (await ana.get("/api/auth/tokens")).json()["items"][0]["last_used_at"] is not None


async def test_tokens_have_a_number(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("massa_server.auth.access_tokens.MOST_TOKENS", 1)
    await token_of(ana, "read")
    problem(await ana.post("/api/auth/tokens", json={"name": "b", "scopes": ["read"]}), 409, "conflict")
