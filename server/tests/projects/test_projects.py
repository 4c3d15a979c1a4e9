"""Projects and their members."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from massa_server.db import Database
from massa_server.samples.models import Sample, SampleFile
from massa_server.storage.models import ObjectDeletion
from massa_server.uploads.models import Upload
from tests.support.people import Person, problem
from tests.support.uploads import begin


async def test_a_project_can_be_made_renamed_and_deleted(ana: Person) -> None:
    project = await ana.created("/api/projects", {"name": " Venoms ", "description": "Of snakes"})
    assert (project["name"], project["role"], project["is_personal"]) == ("Venoms", "owner", False)
    path = f"/api/projects/{project['id']}"
    assert (await ana.patch(path, json={"name": "Toxins"})).json()["name"] == "Toxins"
    assert (await ana.get(path)).json()["description"] == "Of snakes"
    assert (await ana.delete(path)).status_code == 204
    problem(await ana.get(path), 404, "not-found")


async def test_the_personal_project_stays(ana: Person) -> None:
    personal = (await ana.get("/api/projects")).json()["items"][0]["id"]
    problem(await ana.delete(f"/api/projects/{personal}"), 409, "conflict")


async def test_deleting_a_project_deletes_what_is_in_it(ana: Person, database: Database) -> None:
    project_id = await ana.project()
    sample_id = await ana.sample(project_id)
    await begin(ana, sample_id, b"spectra")
    assert (await ana.delete(f"/api/projects/{project_id}")).status_code == 204
    async with database.read() as session:
        for model in (Sample, SampleFile, Upload):
            assert await session.scalar(select(func.count()).select_from(model)) == 0
        prefixes = set(await session.scalars(select(ObjectDeletion.prefix)))
    assert f"samples/{sample_id}" in prefixes


async def test_a_member_sees_the_project_and_others_do_not(ana: Person, ben: Person) -> None:
    project_id = await ana.project()
    problem(await ben.get(f"/api/projects/{project_id}"), 404, "not-found")
    await ana.share(project_id, ben, "viewer")
    assert (await ben.get(f"/api/projects/{project_id}")).json()["role"] == "viewer"
    members = (await ben.get(f"/api/projects/{project_id}/members")).json()["items"]
    assert [(member["email"], member["role"]) for member in members] == [(ana.email, "owner"), (ben.email, "viewer")]


async def test_a_role_that_is_taken_away_counts_at_once(ana: Person, ben: Person) -> None:
    project_id = await ana.project()
    await ana.share(project_id, ben, "editor")
    sample_id = await ben.sample(project_id)
    await ana.patch(f"/api/projects/{project_id}/members/{ben.id}", json={"role": "viewer"})
    problem(await ben.patch(f"/api/samples/{sample_id}", json={"name": "Mine"}), 403, "forbidden")
    await ana.delete(f"/api/projects/{project_id}/members/{ben.id}")
    problem(await ben.get(f"/api/samples/{sample_id}"), 404, "not-found")


@pytest.mark.parametrize("role", ["viewer", "editor", "owner"])
async def test_members_may_leave(ana: Person, ben: Person, role: str) -> None:
    project_id = await ana.project()
    await ana.share(project_id, ben, role)
    assert (await ben.delete(f"/api/projects/{project_id}/members/{ben.id}")).status_code == 204
    problem(await ben.get(f"/api/projects/{project_id}"), 404, "not-found")


async def test_a_project_keeps_an_owner(ana: Person, ben: Person) -> None:
    project_id = await ana.project()
    own = f"/api/projects/{project_id}/members/{ana.id}"
    problem(await ana.delete(own), 409, "last-owner")
    problem(await ana.patch(own, json={"role": "editor"}), 409, "last-owner")
    await ana.share(project_id, ben, "owner")
    assert (await ana.patch(own, json={"role": "editor"})).status_code == 200


async def test_only_people_with_an_account_can_be_added_and_only_once(ana: Person, ben: Person) -> None:
    path = f"/api/projects/{await ana.project()}/members"
    unknown = problem(await ana.post(path, json={"email": "x@lab.test", "role": "viewer"}), 422, "invalid-request")
    assert "Ask them to sign up first" in unknown["detail"]
    await ana.created(path, {"email": ben.email.upper(), "role": "viewer"})
    problem(await ana.post(path, json={"email": ben.email, "role": "editor"}), 409, "conflict")


async def test_lists_come_in_pages_newest_first(ana: Person) -> None:
    names = [f"Project {number}" for number in range(5)]
    for name in names:
        await ana.project(name)
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await ana.get(f"/api/projects?limit=2{cursor}")).json()
        assert len(page["items"]) <= 2
        seen += [project["name"] for project in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen[:5] == names[::-1]
    assert len(seen) == 6  # and the personal one


@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJ4IiwgInkiXQ==", "bnVsbA==", "é"])
async def test_a_cursor_that_no_list_gave_is_refused(ana: Person, cursor: str) -> None:
    problem(await ana.get("/api/projects", params={"cursor": cursor}), 422, "invalid-request")


async def test_members_come_in_pages_too(ana: Person, newcomer: Callable[[], Awaitable[Person]]) -> None:
    project_id = await ana.project()
    for _ in range(3):
        await ana.share(project_id, await newcomer(), "viewer")
    first = (await ana.get(f"/api/projects/{project_id}/members?limit=3")).json()
    rest = (await ana.get(f"/api/projects/{project_id}/members?limit=3&cursor={first['next_cursor']}")).json()
    emails = [member["email"] for member in first["items"] + rest["items"]]
    assert emails[0] == ana.email
    assert len(set(emails)) == 4
