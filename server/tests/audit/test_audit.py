"""Who did what."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from massa_server.app import create_app
from massa_server.audit.models import AuditEvent
from massa_server.auth import activity as activities
from massa_server.auth.activity import Activity
from massa_server.clock import now
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.people import Person, problem


@pytest.fixture
def activity(app: FastAPI) -> Activity:
    """What waits to be written."""
    result: Activity = app.state.activity
    return result


async def test_owners_see_who_changed_and_who_read(ana: Person, ben: Person, activity: Activity) -> None:
    project = await ana.project()
    sample = await ana.sample(project)
    await ana.share(project, ben, "viewer")
    request = await ben.get(f"/api/samples/{sample}")
    await activity.flush()
    events = (await ana.get(f"/api/projects/{project}/audit")).json()["items"]
    read = events[0]
    assert (read["action"], read["resource_id"]) == ("sample.read", sample)
    assert read["actor"] == {"id": ben.id, "name": "Ana Souza", "email": ben.email}
    assert read["details"] == {"operation": "get_sample"}
    assert read["request_id"] == request.headers["x-request-id"]
    assert read["ip_address"] == "127.0.0.1"
    assert {"project.create", "sample.create"} <= {event["action"] for event in events}


async def test_only_owners_see_it(ana: Person, ben: Person) -> None:
    project = await ana.project()
    await ana.share(project, ben, "editor")
    problem(await ben.get(f"/api/projects/{project}/audit"), 403, "forbidden")


async def test_reading_the_same_again_is_recorded_once_a_minute(
    ana: Person, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await ana.project()
    for _ in range(5):
        await ana.get(f"/api/projects/{project}")
    await activity.flush()
    monkeypatch.setattr(activities, "REPEATED_AFTER_S", 0)
    await ana.get(f"/api/projects/{project}")
    await activity.flush()
    events = (await ana.get(f"/api/projects/{project}/audit", params={"action": "project.read"})).json()["items"]
    assert len([event for event in events if event["details"]["operation"] == "get_project"]) == 2


async def test_a_list_is_read_in_pages_and_filtered(ana: Person) -> None:
    project = await ana.project()
    names = [await ana.sample(project, f"Sample {number}") for number in range(5)]
    path = f"/api/projects/{project}/audit"
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(10):
        params = {"limit": "2", "action": "sample.create", **({"cursor": cursor} if cursor else {})}
        page = (await ana.get(path, params=params)).json()
        seen += [event["resource_id"] for event in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == names[::-1]
    one = (await ana.get(path, params={"resource_id": names[2]})).json()["items"]
    assert [event["action"] for event in one] == ["sample.create"]
    later = (now() + timedelta(minutes=1)).isoformat()
    assert (await ana.get(path, params={"since": later})).json()["items"] == []
    assert len((await ana.get(path, params={"until": later, "user_id": ana.id})).json()["items"]) >= 6


@pytest.mark.parametrize("cursor", ["x", "-1", "1e3", "9" * 40, "²"])
async def test_a_cursor_that_no_list_gave_is_refused(ana: Person, cursor: str) -> None:
    problem(await ana.get("/api/auth/audit", params={"cursor": cursor}), 422, "invalid-request")


async def test_one_sees_what_one_did_oneself_and_wrong_passwords(ana: Person, ben: Person, visitor: Person) -> None:
    await ben.project()
    await visitor.sign_in(ana.email, "wrong")
    events = (await ana.get("/api/auth/audit")).json()["items"]
    assert [event["action"] for event in events][:2] == ["session.refuse", "session.open"]
    assert {event["actor"]["id"] for event in events} == {ana.id}


async def test_reads_wait_while_the_database_does_not_answer(
    ana: Person, activity: Activity, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await ana.project()
    await activity.flush()
    await ana.get(f"/api/projects/{project}/members")
    with monkeypatch.context() as patch:

        def broken() -> None:
            raise OperationalError("INSERT", {}, Exception("gone"))

        patch.setattr(database, "write", broken)
        await activity.flush()
    await activity.flush()
    async with database.read() as session:
        action = select(func.count()).where(AuditEvent.action == "project.read")
        assert await session.scalar(action) == 1


async def test_what_waits_is_written_when_the_process_ends(
    settings: Settings, app: FastAPI, database: Database
) -> None:
    other = create_app(settings)
    other.state.activity = Activity(other.state.database, flush_interval_s=3600)
    async with other.router.lifespan_context(other), Person("http://massa.test", httpx.ASGITransport(other)) as person:
        await person.sign_up()
        project = await person.project()
        await person.get(f"/api/projects/{project}")
    async with database.read() as session:
        assert await session.scalar(select(func.count()).where(AuditEvent.action == "project.read")) == 1


async def test_a_read_does_not_wait_for_the_writer(ana: Person, activity: Activity, database: Database) -> None:
    project = await ana.project()
    async with database.write() as session:
        await session.execute(text("UPDATE projects SET name = name"))  # holds the lock of SQLite
        async with asyncio.timeout(5):
            assert (await ana.get(f"/api/projects/{project}")).status_code == 200
