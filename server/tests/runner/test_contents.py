"""The content of a protein database is stored for as long as something refers to it."""

import hashlib
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from massa_server.db import Database
from massa_server.settings import Settings
from massa_server.storage.service import delete_given_up
from tests.support.database_uploads import FASTA, upload_database
from tests.support.people import Person
from tests.support.running import finished, inspected, ready_sample, running, start_analysis


class Content:
    """The one object that all of these tests are about."""

    def __init__(self, app: FastAPI, data_dir: Path) -> None:
        self.app = app
        self.path = data_dir / "objects" / "databases" / f"{hashlib.sha256(FASTA).hexdigest()}.fasta"

    async def is_stored(self) -> bool:
        """Whether the object is there after all deletions were carried out."""
        database: Database = self.app.state.database
        await delete_given_up(database, self.app.state.store)
        return self.path.is_file()


async def delete(person: Person, address: str) -> None:
    response = await person.delete(address)
    assert response.status_code == 204, response.text


async def analysed(person: Person) -> tuple[str, str, dict[str, Any]]:
    """A sample, a database and an analysis that failed, so that it can be retried."""
    sample_id, database_id = await ready_sample(person, "exit 3")
    analysis = await finished(person, (await start_analysis(person, sample_id, database_id))["id"])
    return sample_id, database_id, analysis


async def test_it_goes_with_the_last_database_of_that_content(
    app: FastAPI, ana: Person, settings: Settings, data_dir: Path
) -> None:
    content = Content(app, data_dir)
    project_id = await ana.project()
    databases = [await upload_database(ana, project_id) for _ in range(2)]
    async with running(settings):
        for database in databases:
            await inspected(ana, f"/api/databases/{database['id']}")

    await delete(ana, f"/api/databases/{databases[0]['id']}")
    assert await content.is_stored()
    await delete(ana, f"/api/databases/{databases[1]['id']}")
    assert not await content.is_stored()


async def test_an_analysis_keeps_it_and_can_be_retried(
    app: FastAPI, ana: Person, settings: Settings, data_dir: Path
) -> None:
    content = Content(app, data_dir)
    async with running(settings):
        _, database_id, analysis = await analysed(ana)
        await delete(ana, f"/api/databases/{database_id}")
        assert await content.is_stored()
        shown = (await ana.get(f"/api/analyses/{analysis['id']}")).json()
        assert (shown["database"]["id"], shown["database"]["name"]) == (None, "proteins.fasta")

        await ana.post(f"/api/analyses/{analysis['id']}/files/{analysis['files'][0]['file_id']}/retry")
        again = await finished(ana, analysis["id"])

    assert again["files"][0]["attempt"] == 2
    await delete(ana, f"/api/analyses/{analysis['id']}")
    assert not await content.is_stored()


async def test_it_goes_with_the_sample_whose_analyses_were_the_last_to_refer_to_it(
    app: FastAPI, ana: Person, settings: Settings, data_dir: Path
) -> None:
    content = Content(app, data_dir)
    async with running(settings):
        sample_id, database_id, _ = await analysed(ana)
    await delete(ana, f"/api/databases/{database_id}")
    assert await content.is_stored()

    await delete(ana, f"/api/samples/{sample_id}")

    assert not await content.is_stored()


async def test_it_goes_with_the_project(app: FastAPI, ana: Person, settings: Settings, data_dir: Path) -> None:
    content = Content(app, data_dir)
    async with running(settings):
        sample_id, _, _ = await analysed(ana)
    project_id = (await ana.get(f"/api/samples/{sample_id}")).json()["project_id"]

    await delete(ana, f"/api/projects/{project_id}")

    assert not await content.is_stored()
    assert not list((data_dir / "objects" / "uploads").rglob("*.mzML"))


async def test_uploading_it_again_takes_back_a_deletion_that_has_not_been_carried_out(
    app: FastAPI, ana: Person, settings: Settings, data_dir: Path
) -> None:
    content = Content(app, data_dir)
    project_id = await ana.project()
    async with running(settings):
        first = await upload_database(ana, project_id)
        await inspected(ana, f"/api/databases/{first['id']}")
        await delete(ana, f"/api/databases/{first['id']}")
        second = await upload_database(ana, project_id)
        assert (await inspected(ana, f"/api/databases/{second['id']}"))["status"] == "ready"

    assert await content.is_stored()
