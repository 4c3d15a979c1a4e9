"""Owners who go at the same moment: a project that stays has one, on either database."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import select, update

from massa_server.db import Database
from massa_server.projects.models import Membership, Project, Role
from massa_server.settings import Settings
from tests.support.people import PASSWORD, Person

BOTH_ARE_WAITING_S = 0.5

Goes = Callable[[Person, Person, str], Awaitable[httpx.Response]]


async def leaves(person: Person, _other: Person, project_id: str) -> httpx.Response:
    """Leave the project."""
    return await person.delete(f"/api/projects/{project_id}/members/{person.id}")


async def steps_down(person: Person, _other: Person, project_id: str) -> httpx.Response:
    """Be an editor from now on."""
    return await person.patch(f"/api/projects/{project_id}/members/{person.id}", json={"role": "editor"})


async def takes_out(person: Person, other: Person, project_id: str) -> httpx.Response:
    """Take the other one out."""
    return await person.delete(f"/api/projects/{project_id}/members/{other.id}")


async def demotes(person: Person, other: Person, project_id: str) -> httpx.Response:
    """Make the other one a viewer."""
    return await person.patch(f"/api/projects/{project_id}/members/{other.id}", json={"role": "viewer"})


async def deletes_the_account(person: Person, _other: Person, _project_id: str) -> httpx.Response:
    """Go for good."""
    return await person.request("DELETE", "/api/auth/me", json={"password": PASSWORD})


async def at_once(settings: Settings, project_id: str, *requests: Awaitable[httpx.Response]) -> list[httpx.Response]:
    """Both requests find the project held by another transaction, and go on at the same moment."""
    holder = Database(settings)
    async with holder.write() as session:
        name = update(Project).where(Project.id == uuid.UUID(project_id)).values(name="Held")
        await session.execute(name)
        both = asyncio.gather(*requests)
        await asyncio.sleep(BOTH_ARE_WAITING_S)
        assert not both.done()
    await holder.close()
    return await both


async def owners_of(database: Database, project_id: str) -> list[uuid.UUID]:
    """Who owns the project now."""
    async with database.read() as session:
        statement = select(Membership.user_id).where(
            Membership.project_id == uuid.UUID(project_id), Membership.role == Role.OWNER
        )
        return list(await session.scalars(statement))


@pytest.mark.parametrize(
    ("one", "other"),
    [(leaves, leaves), (steps_down, steps_down), (leaves, steps_down), (takes_out, takes_out), (demotes, demotes)],
    ids=lambda goes: goes.__name__,
)
async def test_of_two_owners_who_go_at_once_one_stays(
    ana: Person, ben: Person, database: Database, settings: Settings, one: Goes, other: Goes
) -> None:
    project_id = await ana.project()
    await ana.share(project_id, ben, "owner")
    answers = await at_once(settings, project_id, one(ana, ben, project_id), other(ben, ana, project_id))
    assert sorted(answer.is_success for answer in answers) == [False, True]
    refused = next(answer for answer in answers if not answer.is_success)
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/last-owner"
    assert len(await owners_of(database, project_id)) == 1


@pytest.mark.parametrize("other", [leaves, steps_down, deletes_the_account], ids=lambda goes: goes.__name__)
async def test_an_owner_who_goes_for_good_leaves_no_project_without_one(
    ana: Person, ben: Person, eva: Person, database: Database, settings: Settings, other: Goes
) -> None:
    project_id = await ana.project()
    await ana.share(project_id, ben, "owner")
    await ana.share(project_id, eva, "viewer")
    answers = await at_once(
        settings, project_id, deletes_the_account(ana, ben, project_id), other(ben, ana, project_id)
    )
    assert sorted(answer.status_code for answer in answers)[1] == 409
    assert len(await owners_of(database, project_id)) == 1


@pytest.fixture
async def eva(newcomer: Callable[[], Awaitable[Person]]) -> Person:
    """Somebody who only looks."""
    return await newcomer()
