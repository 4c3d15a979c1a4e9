"""Sessions: seen, ended one by one or together, and over by themselves."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select, update

from massa_server.app import create_app
from massa_server.auth.models import UserSession
from massa_server.clock import now
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.people import PASSWORD, Person, problem


async def test_one_sees_where_one_is_signed_in_and_signs_out_there(ana: Person, visitor: Person) -> None:
    await visitor.sign_in(ana.email)
    sessions = (await ana.get("/api/auth/sessions")).json()["items"]
    assert [item["is_current"] for item in sessions] == [False, True]
    assert (await ana.delete(f"/api/auth/sessions/{sessions[0]['id']}")).status_code == 204
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")
    assert (await ana.get("/api/auth/me")).status_code == 200


async def test_one_signs_out_everywhere_else(ana: Person, ben: Person, visitor: Person) -> None:
    await visitor.sign_in(ana.email)
    assert (await ana.delete("/api/auth/sessions")).status_code == 204
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")
    assert (await ana.get("/api/auth/me")).status_code == 200
    assert (await ben.get("/api/auth/me")).status_code == 200


async def test_nobody_ends_another_ones_session(ana: Person, ben: Person) -> None:
    own = (await ana.get("/api/auth/sessions")).json()["items"][0]["id"]
    problem(await ben.delete(f"/api/auth/sessions/{own}"), 404, "not-found")
    assert (await ana.get("/api/auth/me")).status_code == 200


@pytest.mark.parametrize(
    "values",
    [{"expires_at": now() - timedelta(seconds=1)}, {"last_seen_at": now() - timedelta(days=15)}],
    ids=["too old", "too long unused"],
)
async def test_a_session_ends_by_itself(ana: Person, database: Database, values: dict[str, object]) -> None:
    async with database.write() as session:
        await session.execute(update(UserSession).values(**values))
    problem(await ana.get("/api/auth/me"), 401, "not-signed-in")


async def test_signing_in_again_ends_the_session_that_the_browser_had(ana: Person, database: Database) -> None:
    before = ana.cookies["massa_session"]
    await ana.sign_in()
    assert ana.cookies["massa_session"] != before
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(UserSession)) == 1


async def test_a_new_password_signs_everybody_else_out(ana: Person, visitor: Person) -> None:
    await visitor.sign_in(ana.email)
    body = {"current_password": PASSWORD, "new_password": "an entirely new one"}
    assert (await ana.post("/api/auth/password", json=body)).status_code == 204
    assert (await ana.get("/api/auth/me")).status_code == 200
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")
    problem(await visitor.sign_in(ana.email), 401, "wrong-credentials")
    assert (await visitor.sign_in(ana.email, "an entirely new one")).status_code == 200


async def test_a_new_password_takes_the_old_one_and_guesses_are_counted(ana: Person) -> None:
    body = {"current_password": "wrong", "new_password": "an entirely new one"}
    for _ in range(5):
        problem(await ana.post("/api/auth/password", json=body), 403, "wrong-password")
    problem(await ana.post("/api/auth/password", json=body), 429, "too-many-sign-ins")


async def test_with_tls_cookies_are_for_this_host_and_https_only(settings: Settings) -> None:
    over_tls = create_app(settings.model_copy(update={"cookie_secure": True}))
    async with over_tls.router.lifespan_context(over_tls):
        transport = httpx.ASGITransport(over_tls)
        async with Person("https://massa.test", transport) as person:
            await person.get("/api/auth/csrf")
            token = person.cookies["__Host-massa_csrf"]
            body = {"email": person.email, "name": "Ana", "password": PASSWORD}
            response = await person.post("/api/auth/sign-up", json=body, headers={"X-CSRF-Token": token})
            assert response.status_code == 201
            cookies = response.headers.get_list("set-cookie")
            assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-massa_session", "__Host-massa_csrf"}
            for cookie in cookies:
                flags = {part.strip().lower() for part in cookie.split(";")[1:]}
                assert {"secure", "path=/", "samesite=lax"} <= flags
                assert not any(flag.startswith("domain") for flag in flags)
            assert "max-age=31536000" in response.headers["strict-transport-security"]
            assert (await person.get("/api/auth/me")).status_code == 200
            person.cookies.set("massa_session", person.cookies["__Host-massa_session"])
            person.cookies.delete("__Host-massa_session")
            problem(await person.get("/api/auth/me"), 401, "not-signed-in")  # a planted cookie has the plain name
