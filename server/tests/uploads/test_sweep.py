"""Uploads that nobody goes on with."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from massa_server.audit.models import AuditEvent
from massa_server.clock import now
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Database
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.storage.service import delete_given_up
from massa_server.uploads.sweep import Swept, sweep_uploads
from tests.support import uploads
from tests.support.people import Person, problem
from tests.support.stores import Storage, objects

CONTENT = b"a file of spectra"


@pytest.fixture
async def sample_id(ana: Person) -> str:
    """A sample to upload into."""
    return await ana.sample()


async def made_old(database: Database, days: float) -> None:
    """Lets everything have begun so many days ago."""
    begun_at = now() - timedelta(days=days)
    async with database.write() as session:
        for model in (SampleFile, ProteinDatabase):
            await session.execute(update(model).values(created_at=begun_at))


async def test_after_a_week_what_is_incomplete_is_given_up_and_what_is_whole_stays(
    ana: Person, sample_id: str, app: FastAPI, settings: Settings, storage: Storage
) -> None:
    database, store = app.state.database, app.state.store
    whole = await uploads.upload(ana, sample_id, CONTENT, "whole.mzML")
    half = await uploads.begin(ana, sample_id, CONTENT, "half.mzML")
    await uploads.send_part(ana, half["id"], 1, CONTENT)
    project_id = (await ana.get(f"/api/samples/{sample_id}")).json()["project_id"]
    fasta = await ana.created(f"/api/projects/{project_id}/databases", {"name": "a.fasta", "size_bytes": 5})

    await made_old(database, 6.9)
    assert await sweep_uploads(database, store, settings) == Swept(0, 0, 0)
    await made_old(database, 7.1)
    assert await sweep_uploads(database, store, settings) == Swept(files=1, databases=1, unknown=0)

    problem(await ana.get(f"/api/files/{half['id']}"), 404, "not-found")
    problem(await ana.get(f"/api/databases/{fasta['id']}"), 404, "not-found")
    assert (await ana.get(f"/api/files/{whole['id']}")).json()["status"] == "uploaded"
    await delete_given_up(database, store)
    (key,) = await objects(store, Bucket.UPLOADS)
    assert await storage.leftovers(settings) == [f"uploads/{key}"]
    async with database.read() as session:
        actions = set(await session.scalars(select(AuditEvent.action)))
    assert {"file.abandon", "database.abandon"} <= actions
    usage = (await ana.get("/api/auth/me/usage")).json()
    assert usage["upload_bytes"] == len(CONTENT)


async def test_parts_that_no_row_knows_are_aborted_after_a_while(
    ana: Person, sample_id: str, app: FastAPI, settings: Settings, storage: Storage
) -> None:
    """A server that dies between store and database leaves them."""
    begun = await uploads.begin(ana, sample_id, CONTENT)
    await uploads.send_part(ana, begun["id"], 1, CONTENT)
    await app.state.store.create_multipart(ObjectKey(Bucket.UPLOADS, "samples/1/2/a.mzML"))
    assert (await sweep_uploads(app.state.database, app.state.store, settings)).unknown == 0
    impatient = settings.model_copy(update={"orphan_grace_s": -5})
    assert (await sweep_uploads(app.state.database, app.state.store, impatient)).unknown == 1
    assert len((await ana.get(f"/api/files/{begun['id']}/parts")).json()["items"]) == 1


@pytest.mark.parametrize("limits", [{"quota_upload_bytes": 20}])
async def test_a_refused_upload_leaves_nothing_in_the_store(
    ana: Person, sample_id: str, settings: Settings, storage: Storage, limits: dict[str, int]
) -> None:
    body = {"name": "a.mzML", "size_bytes": limits["quota_upload_bytes"] + 1}
    problem(await ana.post(f"/api/samples/{sample_id}/files", json=body), 409, "upload-quota-exceeded")
    assert await storage.leftovers(settings) == []
