"""The multipart protocol, from the first byte to the file that was sent."""

import asyncio
import base64
import os
import random
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.clock import now
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.protocol import ObjectInfo
from massa_server.storage.service import delete_given_up
from massa_server.uploads.models import Upload
from tests.conftest import PART_SIZE_BYTES
from tests.support import uploads
from tests.support.people import Person, problem

CONTENT = random.Random(1).randbytes(3 * PART_SIZE_BYTES + 17)


@pytest.fixture
async def sample_id(ana: Person) -> str:
    """A sample to upload into."""
    return await ana.sample()


async def download(person: Person, file_id: str) -> bytes:
    """The raw file."""
    response = await person.get(f"/api/files/{file_id}/download", follow_redirects=True)
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith("attachment")
    return response.content


@pytest.mark.parametrize("size", [1, PART_SIZE_BYTES - 1, PART_SIZE_BYTES, PART_SIZE_BYTES + 1, 3 * PART_SIZE_BYTES])
async def test_a_file_arrives_as_it_was_sent(ana: Person, sample_id: str, size: int) -> None:
    content = os.urandom(size)
    file = await uploads.upload(ana, sample_id, content)
    assert (file["status"], file["upload"], file["size_bytes"]) == ("uploaded", None, size)
    assert await download(ana, file["id"]) == content


async def test_parts_may_come_in_any_order_at_once_and_more_than_once(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    numbered = list(enumerate(uploads.parts_of(CONTENT, PART_SIZE_BYTES), 1)) * 3
    random.Random(2).shuffle(numbered)
    sent = await asyncio.gather(*(uploads.send_part(ana, file["id"], number, part) for number, part in numbered))
    parts = sorted({part["number"]: part for part in sent}.values(), key=lambda part: int(part["number"]))
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200
    assert await download(ana, file["id"]) == CONTENT


async def test_after_a_reload_only_what_is_missing_is_sent(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    cut = uploads.parts_of(CONTENT, PART_SIZE_BYTES)
    for number in (4, 2):
        await uploads.send_part(ana, file["id"], number, cut[number - 1])

    again = (await ana.get(f"/api/files/{file['id']}")).json()
    assert (again["status"], again["upload"]["parts_total"]) == ("uploading", 4)
    arrived = (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"]
    assert [(part["number"], part["size_bytes"], part["crc64nvme"]) for part in arrived] == [
        (2, PART_SIZE_BYTES, crc64nvme(cut[1])),
        (4, 17, crc64nvme(cut[3])),
    ]
    parts = [{key: part[key] for key in ("number", "etag", "crc64nvme")} for part in arrived]
    parts += [await uploads.send_part(ana, file["id"], number, cut[number - 1]) for number in (1, 3)]
    parts.sort(key=lambda part: int(part["number"]))
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200


async def test_a_part_that_is_sent_anew_with_other_bytes_replaces_the_old(ana: Person, sample_id: str) -> None:
    content = b"right"
    file = await uploads.begin(ana, sample_id, content)
    await uploads.send_part(ana, file["id"], 1, b"wrong")
    part = await uploads.send_part(ana, file["id"], 1, content)
    arrived = (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"]
    assert [item["crc64nvme"] for item in arrived] == [crc64nvme(content)]
    assert (await uploads.complete(ana, file["id"], content, [part])).status_code == 200
    assert await download(ana, file["id"]) == content


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"wrong", "arrived with checksum"),
        (b"righ", "ended after 4 of 5 bytes"),
        (b"right!", "more than the 5 bytes"),
        (b"", "ended after 0 of 5 bytes"),
    ],
)
async def test_a_part_must_be_what_was_signed(ana: Person, sample_id: str, body: bytes, message: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    assert message in problem(await uploads.put(ana, signed, body), 422, "invalid-request")["detail"]
    assert (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"] == []


async def test_the_whole_must_be_what_was_announced(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    document = problem(await uploads.complete(ana, file["id"], CONTENT[::-1], parts), 422, "wrong-checksum")
    assert crc64nvme(CONTENT[::-1]) in document["detail"]
    assert (await ana.get(f"/api/files/{file['id']}")).json()["status"] == "uploading"
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200


async def test_all_parts_must_be_there(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    for wrong in (parts[:-1], parts[1:], [*parts, parts[-1]], parts[::-1]):
        problem(await uploads.complete(ana, file["id"], CONTENT, wrong), 409, "upload-incomplete")


async def test_a_part_that_never_arrived_is_named(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    parts[2]["crc64nvme"] = crc64nvme(b"never sent")
    document = problem(await uploads.complete(ana, file["id"], CONTENT, parts), 409, "upload-incomplete")
    assert "Part 3" in document["detail"]


async def test_a_part_damaged_in_the_store_is_found_and_can_be_sent_again(
    ana: Person, sample_id: str, settings: Settings
) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    stored = next((settings.objects_dir / "multipart").glob("*/00002-*"))
    damaged = bytearray(stored.read_bytes())
    damaged[5] ^= 1
    stored.write_bytes(damaged)
    document = problem(await uploads.complete(ana, file["id"], CONTENT, parts), 422, "wrong-checksum")
    assert "Part 2" in document["detail"]
    await uploads.send_part(ana, file["id"], 2, uploads.parts_of(CONTENT, PART_SIZE_BYTES)[1])
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200
    assert await download(ana, file["id"]) == CONTENT


async def test_completing_again_is_harmless_even_side_by_side(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    responses = await asyncio.gather(*(uploads.complete(ana, file["id"], CONTENT, parts) for _ in range(4)))
    assert [response.status_code for response in responses] == [200] * 4
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200
    problem(await uploads.complete(ana, file["id"], CONTENT[::-1], parts), 409, "upload-closed")
    assert await download(ana, file["id"]) == CONTENT


async def test_a_crash_between_store_and_database_is_healed_by_completing_again(
    ana: Person, sample_id: str, app: FastAPI
) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).status_code == 200
    async with app.state.database.write() as session:
        await session.execute(update(Upload).values(state="open", crc64nvme=None))
        await session.execute(update(SampleFile).values(status="uploading"))
    assert (await uploads.complete(ana, file["id"], CONTENT, parts)).json()["status"] == "uploaded"


async def test_aborting_forgets_the_file_and_its_parts(
    ana: Person, sample_id: str, app: FastAPI, settings: Settings
) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    signed = await uploads.sign(ana, file["id"], 1, CONTENT[:PART_SIZE_BYTES])
    assert (await ana.post(f"/api/files/{file['id']}/abort")).status_code == 204
    problem(await ana.get(f"/api/files/{file['id']}"), 404, "not-found")
    problem(await uploads.complete(ana, file["id"], CONTENT, parts), 404, "not-found")
    assert await delete_given_up(app.state.database, app.state.store) == 1
    problem(await uploads.put(ana, signed, CONTENT[:PART_SIZE_BYTES]), 404, "not-found")
    assert list((settings.objects_dir / "multipart").iterdir()) == []
    assert await delete_given_up(app.state.database, app.state.store) == 0


async def test_what_is_uploaded_is_deleted_rather_than_aborted(
    ana: Person, sample_id: str, app: FastAPI, settings: Settings
) -> None:
    file = await uploads.upload(ana, sample_id, CONTENT)
    problem(await ana.post(f"/api/files/{file['id']}/abort"), 409, "conflict")
    assert (await ana.delete(f"/api/files/{file['id']}")).status_code == 204
    await delete_given_up(app.state.database, app.state.store)
    assert [path for path in settings.objects_dir.rglob("*") if path.is_file()] == []


async def test_a_file_deleted_while_it_is_completed_leaves_no_object(
    ana: Person, sample_id: str, app: FastAPI, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    parts = await uploads.send_parts(ana, file, CONTENT)
    complete_multipart = app.state.store.complete_multipart

    async def complete_after_deletion(*arguments: Any) -> ObjectInfo:
        assert (await ana.delete(f"/api/files/{file['id']}")).status_code == 204
        info: ObjectInfo = await complete_multipart(*arguments)
        return info

    monkeypatch.setattr(app.state.store, "complete_multipart", complete_after_deletion)
    problem(await uploads.complete(ana, file["id"], CONTENT, parts), 404, "not-found")
    await delete_given_up(app.state.database, app.state.store)
    assert [path for path in settings.objects_dir.rglob("*") if path.is_file()] == []


async def test_there_are_no_parts_beyond_the_last(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    for number in (0, 5, 10_001):
        response = await ana.post(f"/api/files/{file['id']}/parts/{number}/sign", json={"crc64nvme": crc64nvme(b"")})
        problem(response, 422, "invalid-request")


@pytest.mark.parametrize("checksum", ["", "abc", "rosUhgyIZpk", "rosUhgyIZp==", "!osUhgyIZpk=", "ros\nhgyIZpk="])
async def test_a_checksum_looks_like_one(ana: Person, sample_id: str, checksum: str) -> None:
    file = await uploads.begin(ana, sample_id, CONTENT)
    response = await ana.post(f"/api/files/{file['id']}/parts/1/sign", json={"crc64nvme": checksum})
    problem(response, 422, "invalid-request")


def _flip(token: str, at: int) -> str:
    return token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]


async def test_a_signed_address_cannot_be_changed(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    base, _, token = signed["url"].rpartition("/")
    body, _, signature = token.partition(".")
    claims = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    forged = base64.urlsafe_b64encode(claims.replace(b'"s":5', b'"s":6')).rstrip(b"=").decode()
    for wrong in (_flip(token, 3), _flip(token, len(token) - 3), body, f"{body}.", f"{forged}.{signature}", "é.é"):
        changed: dict[str, Any] = {**signed, "url": f"{base}/{wrong}"}
        problem(await uploads.put(ana, changed, b"right"), 403, "bad-storage-token")


async def test_a_signed_address_expires(
    ana: Person, sample_id: str, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("massa_server.storage.tokens.now", lambda: later)
    assert "expired" in problem(await uploads.put(ana, signed, b"right"), 403, "bad-storage-token")["detail"]


async def test_an_address_to_send_is_none_to_fetch(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    token = (await uploads.sign(ana, file["id"], 1, b"right"))["url"].rpartition("/")[2]
    problem(await ana.get(f"/api/storage/objects/{token}"), 403, "bad-storage-token")


async def test_pages_of_other_origins_may_use_a_signed_address(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    origin = {"Origin": "http://localhost:3000"}
    preflight = await ana.options(
        signed["url"],
        headers={
            **origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "x-amz-checksum-crc64nvme",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    signed["headers"] |= origin
    response = await uploads.put(ana, signed, b"right")
    assert response.headers["access-control-allow-origin"] == "*"
    assert "etag" in response.headers["access-control-expose-headers"].lower()
