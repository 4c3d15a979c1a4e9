"""Sending files as the browser does."""

import ssl
from typing import Any

import httpx

from massa_server.storage.checksums import crc64nvme
from tests.support.people import Person

_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def parts_of(content: bytes, part_size_bytes: int) -> list[bytes]:
    """A file cut into parts."""
    return [content[at : at + part_size_bytes] for at in range(0, len(content), part_size_bytes)] or [b""]


async def begin(person: Person, sample_id: str, content: bytes, name: str = "run.mzML") -> dict[str, Any]:
    """Announce a file, and return it."""
    body = {"name": name, "size_bytes": len(content)}
    return await person.created(f"/api/samples/{sample_id}/files", body)


async def sign(person: Person, file_id: str, number: int, part: bytes) -> dict[str, Any]:
    """The request that sends a part."""
    response = await person.post(f"/api/files/{file_id}/parts/{number}/sign", json={"crc64nvme": crc64nvme(part)})
    assert response.status_code == 200, response.text
    signed: dict[str, Any] = response.json()
    return signed


async def put(person: Person, signed: dict[str, Any], part: bytes) -> httpx.Response:
    """Send a part, straight to the store where that is elsewhere."""
    if not signed["url"].startswith("http"):
        return await person.request(signed["method"], signed["url"], headers=signed["headers"], content=part)
    async with elsewhere() as client:
        return await client.request(signed["method"], signed["url"], headers=signed["headers"], content=part)


def elsewhere() -> httpx.AsyncClient:
    """A client without cookies of ours. The store of the tests has no TLS: loading certificates takes longer."""
    return httpx.AsyncClient(verify=_NO_CERTIFICATES, timeout=30)


async def download(person: Person, file_id: str) -> httpx.Response:
    """The raw file, from where the API leads to."""
    address = (await person.get(f"/api/files/{file_id}/download")).headers["location"]
    if not address.startswith("http"):
        return await person.get(address)
    async with elsewhere() as client:
        return await client.get(address)


async def send_part(person: Person, file_id: str, number: int, part: bytes) -> dict[str, Any]:
    """Sign and send a part, and return it as completing the upload names it."""
    response = await put(person, await sign(person, file_id, number, part), part)
    assert response.status_code == 200, response.text
    return {"number": number, "etag": response.headers["etag"], "crc64nvme": crc64nvme(part)}


async def send_parts(person: Person, file: dict[str, Any], content: bytes) -> list[dict[str, Any]]:
    """Send all parts of a file."""
    cut = parts_of(content, file["upload"]["part_size_bytes"])
    assert len(cut) == file["upload"]["parts_total"]
    return [await send_part(person, file["id"], number, part) for number, part in enumerate(cut, 1)]


async def complete(person: Person, file_id: str, content: bytes, parts: list[dict[str, Any]]) -> httpx.Response:
    """Complete an upload."""
    return await person.post(f"/api/files/{file_id}/complete", json={"crc64nvme": crc64nvme(content), "parts": parts})


async def upload(person: Person, sample_id: str, content: bytes, name: str = "run.mzML") -> dict[str, Any]:
    """Upload a file from beginning to end, and return it."""
    file = await begin(person, sample_id, content, name)
    response = await complete(person, file["id"], content, await send_parts(person, file, content))
    assert response.status_code == 200, response.text
    uploaded: dict[str, Any] = response.json()
    return uploaded
