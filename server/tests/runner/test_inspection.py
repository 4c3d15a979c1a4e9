import hashlib
import uuid
from pathlib import Path

from massa_server.databases.builtin import BUILTIN_DATABASES
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Database
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from tests.support.database_uploads import FASTA, upload_database
from tests.support.people import Person
from tests.support.running import followed, inspected, running
from tests.support.uploads import upload


async def test_a_finished_upload_becomes_ready_with_what_the_engine_says(ana: Person, settings: Settings) -> None:
    content = b"progress read 1 1"
    file = await upload(ana, await ana.sample(), content)

    async with running(settings):
        shown = await inspected(ana, f"/api/files/{file['id']}")

    assert shown["status"] == "ready"
    assert shown["sha256"] == hashlib.sha256(content).hexdigest()
    assert shown["inspection"]["format"] == "mzml"


async def test_a_file_that_the_engine_refuses_is_rejected_in_its_words(ana: Person, settings: Settings) -> None:
    file = await upload(ana, await ana.sample(), b"inspect complain\nexit 3")
    scripted = await upload(ana, await ana.sample(), b"inspect say massa: line 3: no peaks\nexit 3")

    async with running(settings):
        shown = await inspected(ana, f"/api/files/{file['id']}")
        other = await inspected(ana, f"/api/files/{scripted['id']}")

    assert (shown["status"], shown["problem"]) == ("rejected", "run.mzML: cannot be read")
    assert (other["status"], other["problem"]) == ("rejected", "line 3: no peaks")


async def test_an_inspection_that_is_killed_is_tried_again(
    ana: Person, settings: Settings, database: Database, tmp_path: Path
) -> None:
    marker = tmp_path / "pid"
    file = await upload(ana, await ana.sample(), f"inspect leave {marker}\nraise SIGKILL".encode())
    async with running(settings):
        await followed(ana, f"/api/files/{file['id']}", lambda shown: marker.exists())
        await followed(ana, f"/api/files/{file['id']}", lambda shown: shown.get("status") == "uploaded")

    async with database.read() as session:
        row = await session.get_one(SampleFile, uuid.UUID(file["id"]))
    assert row.attempt == 1
    assert row.lease_owner is None
    assert row.lease_expires_at is not None


async def test_a_protein_database_is_no_file_of_spectra_nor_the_other_way_round(
    ana: Person, settings: Settings
) -> None:
    project_id = await ana.project()
    file = await upload(ana, await ana.sample(project_id), FASTA, "proteins.mzML")
    database = await upload_database(ana, project_id, b"progress read 1 1")

    async with running(settings):
        shown = await inspected(ana, f"/api/files/{file['id']}")
        other = await inspected(ana, f"/api/databases/{database['id']}")

    assert "upload it as a protein database" in shown["problem"]
    assert "is a file of spectra (mzml)" in other["problem"]


async def test_a_database_is_stored_once_for_each_content(ana: Person, settings: Settings, data_dir: Path) -> None:
    project_id = await ana.project()
    first = await upload_database(ana, project_id)
    second = await upload_database(ana, project_id, name="again.fasta")

    async with running(settings):
        shown = [await inspected(ana, f"/api/databases/{database['id']}") for database in (first, second)]

    assert [database["status"] for database in shown] == ["ready", "ready"]
    assert shown[0]["proteins"] == 2
    sha256 = hashlib.sha256(FASTA).hexdigest()
    assert (data_dir / "objects" / "databases" / f"{sha256}.fasta").read_bytes() == FASTA


async def test_built_in_databases_are_there_for_everybody(ana: Person, settings: Settings, database: Database) -> None:
    settings.builtin_databases_dir.mkdir()
    builtin = BUILTIN_DATABASES[0]
    (settings.builtin_databases_dir / builtin.file_name).write_bytes(FASTA)
    project_id = await ana.project()

    async with running(settings):
        shown = await inspected(ana, f"/api/databases/{builtin.id}")
    listed = (await ana.get(f"/api/projects/{project_id}/databases")).json()["items"]
    assert [(entry["id"], entry["project_id"], entry["status"]) for entry in listed] == [(shown["id"], None, "ready")]

    async with running(settings):  # a second start changes nothing
        pass
    async with database.read() as session:
        row = await session.get_one(ProteinDatabase, builtin.id)
    assert row.attempt == 1
