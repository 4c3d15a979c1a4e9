"""Deleting a file, a sample, a project or an account leaves no object, no row and no copy, but an audit record."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from massa_server.analyses.models import Analysis, AnalysisFile
from massa_server.audit.models import AuditEvent
from massa_server.auth.models import SignInThrottle, User, UserSession
from massa_server.clock import now
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Base, Database
from massa_server.projects.models import Project
from massa_server.results.cache import ResultCache
from massa_server.results.cache_sweep import keep_sweeping, sweep_cache
from massa_server.samples.models import Sample, SampleFile
from massa_server.storage.protocol import Bucket, ObjectStore
from massa_server.storage.service import delete_given_up
from massa_server.uploads.models import Upload
from tests.support import uploads
from tests.support.analyses import finished_analysis
from tests.support.database_uploads import upload_database
from tests.support.people import PASSWORD, Person, problem

CONTENT = b"spectra"
Newcomer = Callable[[], Awaitable[Person]]


class Laboratory:
    """A project of a person's own with a raw file, a database, and an analysis whose result somebody has looked at."""

    def __init__(self, app: FastAPI, database: Database, scratch: Path) -> None:
        self.database = database
        self.store: ObjectStore = app.state.store
        self.cache: ResultCache = app.state.result_cache
        self.scratch = scratch

    async def furnish(self, person: Person) -> None:
        self.project_id = await person.project()
        self.sample_id = await person.sample(self.project_id)
        self.file_id = (await uploads.upload(person, self.sample_id, CONTENT))["id"]
        await upload_database(person, self.project_id)
        self.analysis_id, file_id = await finished_analysis(self.database, self.store, self.sample_id, self.scratch)
        self.result = f"/api/analyses/{self.analysis_id}/files/{file_id}"
        assert (await person.get(f"{self.result}/summary")).status_code == 200
        assert await self.cache.analyses() == {self.analysis_id}

    async def objects(self) -> dict[Bucket, int]:
        await delete_given_up(self.database, self.store)
        return {bucket: len([item async for item in self.store.list_objects(bucket)]) for bucket in Bucket}

    async def rows(self, *models: type[Base]) -> list[int]:
        async with self.database.read() as session:
            return [await session.scalar(select(func.count()).select_from(model)) or 0 for model in models]

    async def audited(self, action: str) -> AuditEvent:
        async with self.database.read() as session:
            return (await session.scalars(select(AuditEvent).where(AuditEvent.action == action))).one()

    async def assert_no_copy(self) -> None:
        """Not even in a process that did not hear of the deletion."""
        await sweep_cache(self.database, self.cache)
        assert await self.cache.analyses() == set()


@pytest.fixture
async def lab(app: FastAPI, database: Database, ana: Person, tmp_path: Path) -> Laboratory:
    laboratory = Laboratory(app, database, tmp_path)
    await laboratory.furnish(ana)
    return laboratory


async def test_a_file(lab: Laboratory, ana: Person) -> None:
    assert (await ana.delete(f"/api/files/{lab.file_id}")).status_code == 204

    assert (await lab.objects())[Bucket.UPLOADS] == 0
    assert await lab.rows(SampleFile) == [0]
    event = await lab.audited("file.delete")
    assert (str(event.user_id), event.resource_id) == (ana.id, lab.file_id)
    spectra = (await ana.get(f"{lab.result}/spectra")).json()["items"]
    assert spectra
    for spectrum in spectra:
        assert (await ana.get(f"{lab.result}/spectra/{spectrum['id']}")).status_code == 200


async def test_a_sample(lab: Laboratory, ana: Person) -> None:
    assert (await ana.delete(f"/api/samples/{lab.sample_id}")).status_code == 204

    assert await lab.objects() == {Bucket.UPLOADS: 0, Bucket.DATABASES: 1, Bucket.RESULTS: 0}
    assert await lab.rows(Sample, SampleFile, Analysis, AnalysisFile) == [0, 0, 0, 0]
    assert (await lab.audited("sample.delete")).resource_id == lab.sample_id
    await lab.assert_no_copy()


async def test_a_project(lab: Laboratory, ana: Person) -> None:
    assert (await ana.delete(f"/api/projects/{lab.project_id}")).status_code == 204

    assert await lab.objects() == {Bucket.UPLOADS: 0, Bucket.DATABASES: 0, Bucket.RESULTS: 0}
    assert await lab.rows(Sample, SampleFile, ProteinDatabase, Analysis, AnalysisFile, Upload) == [0] * 6
    assert (await lab.audited("project.delete")).resource_id == lab.project_id
    await lab.assert_no_copy()


async def test_an_account(lab: Laboratory, ana: Person) -> None:
    response = await ana.request("DELETE", "/api/auth/me", json={"password": PASSWORD})

    assert response.status_code == 204, response.text
    assert await lab.objects() == {Bucket.UPLOADS: 0, Bucket.DATABASES: 0, Bucket.RESULTS: 0}
    everything = (User, UserSession, SignInThrottle, Project, Sample, SampleFile, ProteinDatabase, Analysis, Upload)
    assert await lab.rows(*everything) == [0] * len(everything)
    event = await lab.audited("user.delete")
    assert (str(event.user_id), event.resource_id, event.details) == (ana.id, ana.id, {"projects": 2})
    async with lab.database.read() as session:
        addresses = select(AuditEvent.ip_address).where(AuditEvent.user_id == uuid.UUID(ana.id)).distinct()
        assert (await session.scalars(addresses)).all() == [None]
    await lab.assert_no_copy()
    assert (await ana.get("/api/auth/me")).status_code == 401
    problem(await ana.sign_in(), 401, "wrong-credentials")
    await ana.sign_up()


async def test_the_copies_of_what_stays_stay(lab: Laboratory) -> None:
    assert await sweep_cache(lab.database, lab.cache) == 0
    assert await lab.cache.analyses() == {lab.analysis_id}


async def test_a_running_server_sweeps_by_itself(lab: Laboratory, ana: Person) -> None:
    await ana.delete(f"/api/samples/{lab.sample_id}")
    stop = asyncio.Event()
    sweeping = asyncio.create_task(keep_sweeping(lab.database, lab.cache, 0.01, stop))
    async with asyncio.timeout(5):
        while await lab.cache.analyses():  # noqa: ASYNC110 - a folder sets no event
            await asyncio.sleep(0.01)
    stop.set()
    await sweeping


async def test_a_wrong_password_deletes_nothing_and_is_throttled(ana: Person) -> None:
    for _ in range(5):
        response = await ana.request("DELETE", "/api/auth/me", json={"password": "wrong"})
        problem(response, 403, "not-confirmed")
    response = await ana.request("DELETE", "/api/auth/me", json={"password": PASSWORD})
    problem(response, 429, "too-many-sign-ins")
    assert (await ana.get("/api/auth/me")).status_code == 200


async def test_without_the_password_it_takes_a_recent_sign_in(ana: Person, ben: Person, database: Database) -> None:
    assert (await ben.delete("/api/auth/me")).status_code == 204

    async with database.write() as session:
        await session.execute(update(UserSession).values(created_at=now() - timedelta(hours=1)))
    problem(await ana.delete("/api/auth/me"), 403, "not-confirmed")

    await ana.sign_in()
    assert (await ana.delete("/api/auth/me")).status_code == 204


async def test_projects_that_others_are_in_must_be_handed_over_or_deleted(ana: Person, newcomer: Newcomer) -> None:
    ben, eva = await newcomer(), await newcomer()
    handed_over, deleted, others = await ana.project("Handed over"), await ana.project("Deleted"), await ben.project()
    await ana.share(handed_over, ben, "editor")
    await ana.share(deleted, eva, "viewer")
    await ben.share(others, ana, "editor")
    sample_id = await ana.sample(handed_over)
    file = await uploads.upload(ana, sample_id, CONTENT)

    refused = problem(await ana.delete("/api/auth/me"), 409, "sole-owner")
    assert [(error["pointer"], error["message"]) for error in refused["errors"]] == [
        (f"#/projects/{handed_over}", "Handed over"),
        (f"#/projects/{deleted}", "Deleted"),
    ]
    assert (await ana.get(f"/api/projects/{handed_over}")).status_code == 200

    await ana.patch(f"/api/projects/{handed_over}/members/{ben.id}", json={"role": "owner"})
    await ana.delete(f"/api/projects/{deleted}")
    assert (await ana.delete("/api/auth/me")).status_code == 204

    assert (await ben.get(f"/api/files/{file['id']}")).status_code == 200
    members = (await ben.get(f"/api/projects/{handed_over}/members")).json()["items"]
    assert [member["user_id"] for member in members] == [ben.id]
    assert (await ben.get("/api/auth/me/usage")).json()["upload_bytes"] == 0


async def test_a_personal_project_with_another_owner_becomes_an_ordinary_one(ana: Person, ben: Person) -> None:
    personal = (await ana.get("/api/projects")).json()["items"][0]["id"]
    await ana.share(personal, ben, "viewer")
    problem(await ana.delete("/api/auth/me"), 409, "sole-owner")

    await ana.patch(f"/api/projects/{personal}/members/{ben.id}", json={"role": "owner"})
    assert (await ana.delete("/api/auth/me")).status_code == 204
    assert (await ben.get(f"/api/projects/{personal}")).json()["is_personal"] is False
    assert (await ben.delete(f"/api/projects/{personal}")).status_code == 204


async def test_nobody_else_is_touched(ana: Person, ben: Person, database: Database) -> None:
    sample_id = await ben.sample()
    await uploads.upload(ben, sample_id, CONTENT)

    assert (await ana.delete("/api/auth/me")).status_code == 204

    assert (await ben.get(f"/api/samples/{sample_id}")).json()["files"]["total"] == 1
    async with database.read() as session:
        assert (await session.scalars(select(User.id))).all() == [uuid.UUID(ben.id)]
