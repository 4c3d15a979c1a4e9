"""Signing in at a real OpenID Connect provider."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from massa_server.auth.models import AccessToken, Identity, User, UserSession
from massa_server.auth.oidc import provider as providers
from massa_server.auth.passwords import hash_password
from massa_server.auth.schemas import Locale
from massa_server.auth.service import create_user, open_session
from massa_server.db import Database
from tests.access.world import ORIGIN
from tests.support.oidc_provider import PUBLIC_URL, OidcProvider, oidc_provider, sign_in_there, sign_out_there
from tests.support.people import PASSWORD, Person, problem

CALLBACK = "/api/auth/oidc/callback"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OidcProvider]:
    """A provider process."""
    with oidc_provider(tmp_path_factory.mktemp("oidc")) as running:
        yield running


@pytest.fixture
def more_settings() -> dict[str, Any]:
    """Settings in which a test differs."""
    return {}


@pytest.fixture
def limits(provider: OidcProvider, more_settings: dict[str, Any]) -> dict[str, Any]:
    """The application signs people in at the provider."""
    return provider.settings | more_settings


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """What the person's browser keeps of the provider."""
    async with httpx.AsyncClient(timeout=20) as client:
        yield client


async def leave(person: Person, return_to: str = "/") -> str:
    """Begin a sign-in; where the browser goes."""
    response = await person.get("/api/auth/oidc/sign-in", params={"return_to": return_to})
    assert response.status_code == 302, response.text
    return str(response.headers["location"])


async def sign_in(person: Person, browser: httpx.AsyncClient, login: str, return_to: str = "/") -> str:
    """Sign in; where our server sends the browser in the end."""
    back = await sign_in_there(browser, await leave(person, return_to), login)
    response = await person.get(back)
    assert response.status_code == 302, response.text
    return str(response.headers["location"])


async def test_the_first_sign_in_makes_an_account(
    visitor: Person, browser: httpx.AsyncClient, database: Database, provider: OidcProvider
) -> None:
    assert await sign_in(visitor, browser, "clara", "/samples?sort=name") == f"{PUBLIC_URL}/samples?sort=name"
    me = (await visitor.get("/api/auth/me")).json()
    assert (me["email"], me["name"], me["locale"]) == ("clara@lab.test", "Clara Nunes", "pt-BR")
    assert [item["role"] for item in (await visitor.get("/api/projects")).json()["items"]] == ["owner"]
    async with database.read() as session:
        identity = (await session.scalars(select(Identity))).one()
    assert (identity.issuer, identity.subject) == (provider.issuer, "clara")
    assert "massa_oidc" not in visitor.cookies


async def test_the_second_sign_in_finds_it_by_issuer_and_subject(
    visitor: Person, browser: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(visitor, browser, "clara")
    first = (await visitor.get("/api/auth/me")).json()["id"]
    async with database.write() as session:  # the address has changed here since
        (await session.scalars(select(User))).one().email = "married@lab.test"
    visitor.cookies.clear()
    await sign_in(visitor, browser, "clara")
    assert (await visitor.get("/api/auth/me")).json()["id"] == first


async def test_what_leaves_has_a_challenge_a_state_and_a_nonce(visitor: Person) -> None:
    first, second = [parse_qs(urlsplit(await leave(visitor)).query) for _ in range(2)]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [f"{PUBLIC_URL}{CALLBACK}"]
    for name in ("code_challenge", "state", "nonce"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]


async def test_there_are_no_passwords(visitor: Person) -> None:
    assert (await visitor.get("/api/auth/methods")).json() == {
        "local": False,
        "provider": {"name": "University", "sign_in_path": "/api/auth/oidc/sign-in"},
    }
    await visitor.get("/api/auth/csrf")
    problem(await visitor.sign_in(), 403, "no-passwords")
    body = {"email": "a@lab.test", "name": "A", "password": PASSWORD}
    problem(await visitor.post("/api/auth/sign-up", json=body), 403, "no-passwords")


async def test_one_signs_out_of_the_provider_too(visitor: Person, browser: httpx.AsyncClient) -> None:
    await sign_in(visitor, browser, "clara")
    url = (await visitor.post("/api/auth/sign-out")).json()["continue_at"]
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")
    assert await sign_out_there(browser, url) == f"{PUBLIC_URL}/"
    page = await browser.get(await leave(visitor), follow_redirects=True)
    assert 'value="login"' in page.text  # the provider asks who it is again


@pytest.mark.parametrize("more_settings", [{"oidc_logout_url": "https://pool.auth.test/logout"}])
async def test_one_signs_out_as_cognito_has_it(visitor: Person, browser: httpx.AsyncClient) -> None:
    await sign_in(visitor, browser, "clara")
    url = (await visitor.post("/api/auth/sign-out")).json()["continue_at"]
    assert url == "https://pool.auth.test/logout?client_id=massa&logout_uri=http%3A%2F%2Fmassa.test%2F"


async def test_an_address_that_is_not_verified_opens_nothing(
    visitor: Person, browser: httpx.AsyncClient, database: Database
) -> None:
    assert await sign_in(visitor, browser, "dora") == f"{PUBLIC_URL}/sign-in?problem=email-not-verified"
    async with database.read() as session:
        assert (await session.scalars(select(User))).all() == []


async def test_who_claimed_the_address_before_is_out(
    visitor: Person, browser: httpx.AsyncClient, database: Database
) -> None:
    """Somebody made an account with another person's address while there were passwords, and waits."""
    async with database.write() as session:
        user_id = await create_user(session, "clara@lab.test", "Mallory", Locale.ENGLISH, await hash_password(PASSWORD))
        token = await open_session(session, user_id, ORIGIN)
        session.add(AccessToken(user_id=user_id, name="back door", token_hash="0" * 64, scopes=["write"]))
    await sign_in(visitor, browser, "clara")
    assert (await visitor.get("/api/auth/me")).json()["id"] == str(user_id)
    async with database.read() as session:
        assert (await session.scalars(select(User.password_hash))).all() == [None]
        assert (await session.scalars(select(AccessToken))).all() == []
        assert len((await session.scalars(select(UserSession))).all()) == 1
    visitor.cookies.clear()
    visitor.cookies.set("massa_session", token)
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")


async def test_another_subject_with_the_same_address_is_somebody_else(
    visitor: Person, browser: httpx.AsyncClient
) -> None:
    await sign_in(visitor, browser, "clara")
    visitor.cookies.clear()
    browser.cookies.clear()
    assert await sign_in(visitor, browser, "clara-again") == f"{PUBLIC_URL}/sign-in?problem=email-of-another"
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")


@pytest.mark.parametrize("more_settings", [{"oidc_required_group": "proteomics"}])
async def test_only_people_of_the_group_come_in(visitor: Person, browser: httpx.AsyncClient) -> None:
    assert await sign_in(visitor, browser, "clara") == f"{PUBLIC_URL}/sign-in?problem=not-in-group"
    browser.cookies.clear()
    assert await sign_in(visitor, browser, "enzo") == f"{PUBLIC_URL}/"
    assert (await visitor.get("/api/auth/me")).json()["name"] == "EnzoLima"


async def test_an_answer_is_of_no_use_in_another_browser(
    visitor: Person, browser: httpx.AsyncClient, app: FastAPI
) -> None:
    """Else a link would sign somebody in as the attacker, or the attacker's session would become somebody's."""
    back = await sign_in_there(browser, await leave(visitor), "clara")
    async with Person(PUBLIC_URL, httpx.ASGITransport(app)) as victim:
        for prepare in (None, leave):
            if prepare is not None:
                await prepare(victim)
            response = await victim.get(back)
            assert response.headers["location"] == f"{PUBLIC_URL}/sign-in?problem=sign-in-failed"
            assert "massa_session" not in victim.cookies


async def test_an_answer_is_of_no_use_twice(visitor: Person, browser: httpx.AsyncClient) -> None:
    back = await sign_in_there(browser, await leave(visitor), "clara")
    departed = visitor.cookies["massa_oidc"]
    await visitor.get(back)
    visitor.cookies.clear()
    visitor.cookies.set("massa_oidc", departed)
    response = await visitor.get(back)
    assert response.headers["location"] == f"{PUBLIC_URL}/sign-in?problem=sign-in-failed"


async def test_a_session_from_before_ends(visitor: Person, browser: httpx.AsyncClient, database: Database) -> None:
    visitor.cookies.set("massa_session", "chosen-by-an-attacker", domain="massa.test")
    await sign_in(visitor, browser, "clara")
    before = visitor.cookies["massa_session"]
    assert before != "chosen-by-an-attacker"
    await sign_in(visitor, browser, "clara")
    async with database.read() as session:
        assert len((await session.scalars(select(UserSession))).all()) == 1


@pytest.mark.parametrize(
    "return_to", ["https://evil.test/", "//evil.test", "/\\evil.test", "evil", "/a\r\nSet-Cookie: x=y", "/\t/evil.test"]
)
async def test_the_page_to_come_back_to_is_ours(visitor: Person, return_to: str) -> None:
    problem(await visitor.get("/api/auth/oidc/sign-in", params={"return_to": return_to}), 422, "invalid-request")


async def test_new_keys_of_the_provider_are_fetched(
    visitor: Person, browser: httpx.AsyncClient, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(visitor, browser, "clara")
    provider.stop()
    provider.start()
    browser.cookies.clear()
    refused = await sign_in(visitor, browser, "clara")
    assert refused == f"{PUBLIC_URL}/sign-in?problem=sign-in-failed"  # the keys were fetched a moment ago
    monkeypatch.setattr(providers, "SHORTEST_REFRESH_S", 0)
    assert await sign_in(visitor, browser, "clara") == f"{PUBLIC_URL}/"


async def test_a_provider_that_does_not_answer_is_said(
    visitor: Person, browser: httpx.AsyncClient, provider: OidcProvider
) -> None:
    provider.stop()
    try:
        response = await visitor.get("/api/auth/oidc/sign-in")
        assert response.headers["location"] == f"{PUBLIC_URL}/sign-in?problem=provider-unavailable"
        response = await visitor.get(CALLBACK, params={"code": "x", "state": "y"})
        assert response.headers["location"] == f"{PUBLIC_URL}/sign-in?problem=sign-in-failed"
    finally:
        provider.start()


async def test_who_refuses_at_the_provider_is_back_at_the_sign_in_page(visitor: Person) -> None:
    state = parse_qs(urlsplit(await leave(visitor)).query)["state"][0]
    response = await visitor.get(CALLBACK, params={"error": "access_denied", "state": state})
    assert response.headers["location"] == f"{PUBLIC_URL}/sign-in?problem=provider-refused"
