"""Samples and what is known of their files."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from massa_server.audit.models import AuditEvent
from massa_server.db import Database
from massa_server.samples.files import safe_name
from tests.support.people import Person, problem
from tests.support.uploads import begin, upload


async def test_a_sample_can_be_made_changed_and_deleted(ana: Person) -> None:
    project_id = await ana.project()
    sample = await ana.created(f"/api/projects/{project_id}/samples", {"name": "Plasma"})
    assert sample["files"] == {"total": 0, "uploading": 0, "ready": 0, "rejected": 0}
    assert sample["latest_analysis"] is None
    assert sample["role"] == "owner"
    path = f"/api/samples/{sample['id']}"
    changed = (await ana.patch(path, json={"name": "Serum", "description": "Day 3"})).json()
    assert (changed["name"], changed["description"]) == ("Serum", "Day 3")
    assert changed["updated_at"] > sample["updated_at"]
    listed = (await ana.get(f"/api/projects/{project_id}/samples")).json()["items"]
    assert listed == [changed]
    assert (await ana.delete(path)).status_code == 204
    problem(await ana.get(path), 404, "not-found")


async def test_a_sample_counts_its_files(ana: Person) -> None:
    sample_id = await ana.sample()
    await begin(ana, sample_id, b"one")
    await upload(ana, sample_id, b"two")
    assert (await ana.get(f"/api/samples/{sample_id}")).json()["files"]["total"] == 2
    assert (await ana.get(f"/api/samples/{sample_id}")).json()["files"]["uploading"] == 1


async def test_a_file_says_when_it_will_be_deleted(ana: Person) -> None:
    file = await begin(ana, await ana.sample(), b"spectra")
    kept = datetime.fromisoformat(file["expires_at"]) - datetime.fromisoformat(file["created_at"])
    assert kept == timedelta(days=365)


async def test_what_is_expected_can_be_said_changed_and_taken_back(ana: Person) -> None:
    sample_id = await ana.sample()
    accession = {"kind": "accession", "accession": "P02769"}
    body = {"name": "a.mgf", "size_bytes": 5, "expected": accession}
    file = await ana.created(f"/api/samples/{sample_id}/files", body)
    assert file["expected"] == accession
    path = f"/api/files/{file['id']}"
    own = {"kind": "sequence", "name": "BSA, His-tagged", "sequence": "HHHHHH MKWVTF"}
    assert (await ana.patch(path, json={"expected": own})).json()["expected"]["sequence"] == "HHHHHHMKWVTF"
    assert (await ana.patch(path, json={"expected": None})).json()["expected"] is None
    assert (await ana.get(path)).json()["expected"] is None


async def test_a_wrong_sequence_is_refused_with_the_place(ana: Person) -> None:
    file = await begin(ana, await ana.sample(), b"spectra")
    own = {"kind": "sequence", "name": "BSA", "sequence": "MKZW"}
    response = await ana.patch(f"/api/files/{file['id']}", json={"expected": own})
    document = problem(response, 422, "invalid-request")
    assert document["errors"][0]["pointer"] == "#/body/expected/sequence/sequence"
    assert "'Z' at position 3" in document["detail"]


@pytest.mark.parametrize("name", ["../evil.mzML", "a/b.mzML", "a\\b.mzML", "..", ".", "", "a\x00b", "a\nb", "é" * 128])
async def test_a_file_name_is_only_a_name(ana: Person, name: str) -> None:
    body = {"name": name, "size_bytes": 5}
    problem(await ana.post(f"/api/samples/{await ana.sample()}/files", json=body), 422, "invalid-request")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("BSA 1 (β).mzML", "BSA_1_.mzML"),
        (".hidden", "hidden"),
        ("日本", "_"),
        ("x" * 300 + ".mzML.gz", "x" * 92 + ".mzML.gz"),
        ("..", "file"),
    ],
)
def test_the_key_keeps_the_ending_of_the_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


async def test_a_file_that_is_too_large_is_refused_before_it_is_sent(ana: Person) -> None:
    body = {"name": "huge.mzML", "size_bytes": 2**40}
    problem(await ana.post(f"/api/samples/{await ana.sample()}/files", json=body), 413, "too-large")


async def test_files_are_listed_in_the_order_in_which_they_came(ana: Person) -> None:
    sample_id = await ana.sample()
    names = [f"{number}.mzML" for number in range(3)]
    for name in names:
        await begin(ana, sample_id, b"x", name)
    first = (await ana.get(f"/api/samples/{sample_id}/files?limit=2")).json()
    rest = (await ana.get(f"/api/samples/{sample_id}/files?cursor={first['next_cursor']}")).json()
    assert [file["name"] for file in first["items"] + rest["items"]] == names


async def test_changes_are_recorded_with_person_and_request(ana: Person, database: Database) -> None:
    response = await ana.post(f"/api/projects/{await ana.project()}/samples", json={"name": "Plasma"})
    async with database.read() as session:
        statement = select(AuditEvent).where(AuditEvent.action == "sample.create")
        event = (await session.scalars(statement)).one()
    assert str(event.user_id) == ana.id
    assert event.resource_id == response.json()["id"]
    assert event.request_id == response.headers["x-request-id"]
    assert event.ip_address == "127.0.0.1"
