"""Uploading protein databases as the browser does."""

from typing import Any

from massa_server.storage.checksums import crc64nvme
from tests.support.people import Person
from tests.support.uploads import put

FASTA = b">P02769 albumin\nMKWVTFISLLFLFSSAYSRGVFRRDAHK\n>Q1 other\nMAAGVFR\n"


async def upload_database(
    person: Person, project_id: str, content: bytes = FASTA, name: str = "proteins.fasta"
) -> dict[str, Any]:
    """Uploads a database of one part, and returns it."""
    body = {"name": name, "size_bytes": len(content)}
    database = await person.created(f"/api/projects/{project_id}/databases", body)
    address = f"/api/databases/{database['id']}"
    checksum = crc64nvme(content)
    signed = (await person.post(f"{address}/parts/1/sign", json={"crc64nvme": checksum})).json()
    stored = await put(person, signed, content)
    part = {"number": 1, "etag": stored.headers["etag"], "crc64nvme": checksum}
    response = await person.post(f"{address}/complete", json={"crc64nvme": checksum, "parts": [part]})
    assert response.status_code == 200, response.text
    completed: dict[str, Any] = response.json()
    return completed
