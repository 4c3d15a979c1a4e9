"""Guessing a password is slow."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from massa_server.auth import throttle
from massa_server.auth.models import SignInThrottle
from massa_server.clock import now
from massa_server.db import Database
from tests.support.people import Person, problem


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0), (4, 0), (5, 15), (6, 30), (7, 60), (11, 900), (12, 900), (1_000_000, 900)]
)
def test_delays_double_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert throttle.delay_s(failures) == seconds


@pytest.mark.parametrize("known", [True, False])
async def test_after_five_wrong_passwords_one_waits_even_with_the_right_one(
    ana: Person, visitor: Person, known: bool
) -> None:
    email = ana.email if known else "nobody@lab.test"
    for _ in range(throttle.FREE_ATTEMPTS):
        problem(await visitor.sign_in(email, "wrong"), 401, "wrong-credentials")
    response = await visitor.sign_in(email)
    problem(response, 429, "too-many-sign-ins")
    assert 0 < int(response.headers["retry-after"]) <= throttle.FIRST_DELAY_S


async def test_guesses_side_by_side_count_too(ana: Person, visitor: Person) -> None:
    await visitor.get("/api/auth/csrf")
    guesses = [
        visitor.post("/api/auth/sign-in", json={"email": ana.email, "password": f"guess {number}"})
        for number in range(12)
    ]
    statuses = [response.status_code for response in await asyncio.gather(*guesses)]
    assert statuses.count(401) == throttle.FREE_ATTEMPTS
    assert statuses.count(429) == 12 - throttle.FREE_ATTEMPTS


async def test_after_the_wait_the_right_password_opens_and_forgets(
    ana: Person, visitor: Person, database: Database
) -> None:
    for _ in range(throttle.FREE_ATTEMPTS):
        await visitor.sign_in(ana.email, "wrong")
    async with database.write() as session:
        await session.execute(update(SignInThrottle).values(blocked_until=now() - timedelta(seconds=1)))
    assert (await visitor.sign_in(ana.email)).status_code == 200
    async with database.read() as session:
        rows = (await session.scalars(select(SignInThrottle))).all()
    # What is left is what this network address did; the right password was no failure of it.
    assert [row.failures for row in rows] == [throttle.FREE_ATTEMPTS]


async def test_a_network_address_cannot_try_one_password_on_everybody(
    visitor: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FREE_ATTEMPTS_OF_A_NETWORK", 5)
    for number in range(5):
        problem(await visitor.sign_in(f"person{number}@other.test", "123456789"), 401, "wrong-credentials")
    response = await visitor.sign_in("person6@other.test", "123456789")
    problem(response, 429, "too-many-sign-ins")
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SignInThrottle)) == 5 + 1


async def test_one_network_of_version_6_is_one_address(database: Database) -> None:
    async with database.write() as session:
        for number in range(3):
            await throttle.admit(session, f"a{number}@lab.test", f"2001:db8:1:2::{number + 1}")
    async with database.read() as session:
        rows = (await session.scalars(select(SignInThrottle))).all()
    assert sorted(row.failures for row in rows) == [1, 1, 1, 3]


async def test_rows_of_old_failures_go(database: Database) -> None:
    async with database.write() as session:
        await throttle.admit(session, "a@lab.test", "192.0.2.1")
        await session.flush()
        await session.execute(update(SignInThrottle).values(last_failure_at=now() - throttle.FORGET_AFTER * 2))
    async with database.write() as session:
        await throttle.admit(session, "b@lab.test", "192.0.2.2")
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SignInThrottle)) == 2


async def test_old_failures_are_forgotten(ana: Person, visitor: Person, database: Database) -> None:
    for _ in range(throttle.FREE_ATTEMPTS - 1):
        await visitor.sign_in(ana.email, "wrong")
    async with database.write() as session:
        long_ago = now() - throttle.FORGET_AFTER - timedelta(seconds=1)
        await session.execute(update(SignInThrottle).values(last_failure_at=long_ago))
    await visitor.sign_in(ana.email, "wrong")
    problem(await visitor.sign_in(ana.email, "wrong"), 401, "wrong-credentials")
