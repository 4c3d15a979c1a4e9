"""Signing up, in and out."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from massa_server.auth.models import User, UserSession
from massa_server.clock import now
from massa_server.db import Database
from tests.support.people import PASSWORD, Person, problem


async def test_sign_up_signs_in_and_makes_a_personal_project(visitor: Person) -> None:
    await visitor.sign_up("Ana Souza")
    me = (await visitor.get("/api/auth/me")).json()
    assert me["name"] == "Ana Souza"
    assert me["email"] == visitor.email
    projects = (await visitor.get("/api/projects")).json()["items"]
    assert [(project["is_personal"], project["role"]) for project in projects] == [(True, "owner")]


async def test_an_address_has_one_account_whatever_its_case(ana: Person, visitor: Person) -> None:
    await visitor.get("/api/auth/csrf")
    body = {"email": ana.email.upper(), "name": "Other", "password": PASSWORD}
    problem(await visitor.post("/api/auth/sign-up", json=body), 409, "email-taken")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "ana", "An email address must have an @-sign"),
        ("password", "short", "has 5 characters; choose 10 to 256"),
        ("password", "x" * 257, "has 257 characters"),
        ("name", "  ", "at least 1 character"),
        ("name", "Ana\nSouza", "control characters"),
        ("locale", "xx", "'en' or 'pt-BR'"),
    ],
)
async def test_sign_up_names_what_is_wrong(visitor: Person, field: str, value: str, message: str) -> None:
    await visitor.get("/api/auth/csrf")
    body = {"email": "ana@lab.test", "name": "Ana", "password": PASSWORD, field: value}
    document = problem(await visitor.post("/api/auth/sign-up", json=body), 422, "invalid-request")
    assert [error["pointer"] for error in document["errors"]] == [f"#/body/{field}"]
    assert message in document["errors"][0]["message"]
    assert value.strip() == "" or len(value) < 10 or value not in document["detail"]


async def test_the_password_is_kept_as_argon2id_and_the_session_as_a_hash(ana: Person, database: Database) -> None:
    async with database.read() as session:
        password_hash = await session.scalar(select(User.password_hash).where(User.email == ana.email))
        token_hashes = set(await session.scalars(select(UserSession.token_hash)))
    assert password_hash is not None
    assert password_hash.startswith("$argon2id$")
    assert hashlib.sha256(ana.cookies["massa_session"].encode()).hexdigest() in token_hashes


async def test_sign_in_begins_a_new_session(ana: Person, visitor: Person) -> None:
    response = await visitor.sign_in(ana.email)
    assert response.status_code == 200
    assert response.json()["id"] == ana.id
    assert visitor.cookies["massa_session"] != ana.cookies["massa_session"]
    cookie = next(value for value in response.headers.get_list("set-cookie") if value.startswith("massa_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_a_wrong_password_and_an_unknown_address_look_the_same(ana: Person, visitor: Person) -> None:
    wrong = problem(await visitor.sign_in(ana.email, "not the password"), 401, "wrong-credentials")
    unknown = problem(await visitor.sign_in("nobody@lab.test"), 401, "wrong-credentials")
    assert wrong["detail"] == unknown["detail"]
    assert "massa_session" not in visitor.cookies


async def test_a_session_given_by_somebody_else_is_not_taken_over(ana: Person, visitor: Person) -> None:
    visitor.cookies.set("massa_session", "chosen-by-an-attacker")
    await visitor.get("/api/auth/csrf")
    assert (await visitor.sign_in(ana.email)).status_code == 200
    assert visitor.cookies.get("massa_session", domain="massa.test") != "chosen-by-an-attacker"


async def test_sign_out_ends_the_session_for_every_copy_of_the_cookie(ana: Person, visitor: Person) -> None:
    stolen = ana.cookies["massa_session"]
    assert (await ana.post("/api/auth/sign-out")).json() == {"continue_at": None}
    problem(await ana.get("/api/auth/me"), 401, "not-signed-in")
    visitor.cookies.set("massa_session", stolen)
    problem(await visitor.get("/api/auth/me"), 401, "not-signed-in")


async def test_a_session_ends_by_itself(ana: Person, database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(UserSession).values(expires_at=now() - timedelta(seconds=1)))
    problem(await ana.get("/api/auth/me"), 401, "not-signed-in")


async def test_people_change_their_name_and_language(ana: Person) -> None:
    response = await ana.patch("/api/auth/me", json={"name": "Ana Lima", "locale": "pt-BR"})
    assert (response.json()["name"], response.json()["locale"]) == ("Ana Lima", "pt-BR")
    assert (await ana.get("/api/auth/me")).json()["locale"] == "pt-BR"


async def test_a_misspelt_field_is_an_error(ana: Person) -> None:
    document = problem(await ana.patch("/api/auth/me", json={"nmae": "Ana"}), 422, "invalid-request")
    assert document["errors"][0]["pointer"] == "#/body/nmae"
