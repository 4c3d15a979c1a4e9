"""The multipart protocol, from the first byte to the file that was sent."""

import asyncio
import os
import random
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.protocol import ObjectInfo
from massa_server.storage.service import delete_given_up
from massa_server.uploads.models import Upload
from tests.support import uploads
from tests.support.people import Person, problem
from tests.support.stores import ON_DISK, Storage


@pytest.fixture
def part_size(settings: Settings) -> int:
    """Bytes of a part; S3 takes none below 5 MiB but the last."""
    return settings.part_size_bytes


@pytest.fixture
def content(part_size: int) -> bytes:
    """A file of four parts."""
    return random.Random(1).randbytes(3 * part_size + 17)


@pytest.fixture
async def sample_id(ana: Person) -> str:
    """A sample to upload into."""
    return await ana.sample()


async def download(person: Person, file_id: str) -> bytes:
    """The raw file."""
    response = await uploads.download(person, file_id)
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith("attachment")
    return response.content


@pytest.mark.parametrize(("parts", "more"), [(0, 1), (1, -1), (1, 0), (1, 1), (3, 0)])
async def test_a_file_arrives_as_it_was_sent(
    ana: Person, sample_id: str, part_size: int, parts: int, more: int
) -> None:
    size = parts * part_size + more
    content = os.urandom(size)
    file = await uploads.upload(ana, sample_id, content)
    assert (file["status"], file["upload"], file["size_bytes"]) == ("uploaded", None, size)
    assert await download(ana, file["id"]) == content


async def test_parts_may_come_in_any_order_at_once_and_more_than_once(
    ana: Person, sample_id: str, content: bytes, part_size: int
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    numbered = list(enumerate(uploads.parts_of(content, part_size), 1)) * 3
    random.Random(2).shuffle(numbered)
    sent = await asyncio.gather(*(uploads.send_part(ana, file["id"], number, part) for number, part in numbered))
    parts = sorted({part["number"]: part for part in sent}.values(), key=lambda part: int(part["number"]))
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200
    assert await download(ana, file["id"]) == content


async def test_after_a_reload_only_what_is_missing_is_sent(
    ana: Person, sample_id: str, content: bytes, part_size: int
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    cut = uploads.parts_of(content, part_size)
    for number in (4, 2):
        await uploads.send_part(ana, file["id"], number, cut[number - 1])

    again = (await ana.get(f"/api/files/{file['id']}")).json()
    assert (again["status"], again["upload"]["parts_total"]) == ("uploading", 4)
    arrived = (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"]
    assert [(part["number"], part["size_bytes"], part["crc64nvme"]) for part in arrived] == [
        (2, part_size, crc64nvme(cut[1])),
        (4, 17, crc64nvme(cut[3])),
    ]
    parts = [{key: part[key] for key in ("number", "etag", "crc64nvme")} for part in arrived]
    parts += [await uploads.send_part(ana, file["id"], number, cut[number - 1]) for number in (1, 3)]
    parts.sort(key=lambda part: int(part["number"]))
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200


async def test_a_part_that_is_sent_anew_with_other_bytes_replaces_the_old(ana: Person, sample_id: str) -> None:
    content = b"right"
    file = await uploads.begin(ana, sample_id, content)
    await uploads.send_part(ana, file["id"], 1, b"wrong")
    part = await uploads.send_part(ana, file["id"], 1, content)
    arrived = (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"]
    assert [item["crc64nvme"] for item in arrived] == [crc64nvme(content)]
    assert (await uploads.complete(ana, file["id"], content, [part])).status_code == 200
    assert await download(ana, file["id"]) == content


async def test_the_whole_must_be_what_was_announced(ana: Person, sample_id: str, content: bytes) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    document = problem(await uploads.complete(ana, file["id"], content[::-1], parts), 422, "wrong-checksum")
    assert crc64nvme(content[::-1]) in document["detail"]
    assert (await ana.get(f"/api/files/{file['id']}")).json()["status"] == "uploading"
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200


async def test_all_parts_must_be_there(ana: Person, sample_id: str, content: bytes) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    for wrong in (parts[:-1], parts[1:], [*parts, parts[-1]], parts[::-1]):
        problem(await uploads.complete(ana, file["id"], content, wrong), 409, "upload-incomplete")


async def test_a_part_that_never_arrived_is_named(ana: Person, sample_id: str, content: bytes) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    parts[2]["crc64nvme"] = crc64nvme(b"never sent")
    document = problem(await uploads.complete(ana, file["id"], content, parts), 409, "upload-incomplete")
    assert "Part 3" in document["detail"]


@ON_DISK
async def test_a_part_damaged_in_the_store_is_found_and_can_be_sent_again(
    ana: Person, sample_id: str, content: bytes, part_size: int, settings: Settings
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    stored = next((settings.objects_dir / "multipart").glob("*/00002-*"))
    damaged = bytearray(stored.read_bytes())
    damaged[5] ^= 1
    stored.write_bytes(damaged)
    document = problem(await uploads.complete(ana, file["id"], content, parts), 422, "wrong-checksum")
    assert "Part 2" in document["detail"]
    await uploads.send_part(ana, file["id"], 2, uploads.parts_of(content, part_size)[1])
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200
    assert await download(ana, file["id"]) == content


async def test_completing_again_is_harmless_even_side_by_side(ana: Person, sample_id: str, content: bytes) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    responses = await asyncio.gather(*(uploads.complete(ana, file["id"], content, parts) for _ in range(4)))
    assert [response.status_code for response in responses] == [200] * 4
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200
    problem(await uploads.complete(ana, file["id"], content[::-1], parts), 409, "upload-closed")
    assert await download(ana, file["id"]) == content


async def test_a_crash_between_store_and_database_is_healed_by_completing_again(
    ana: Person, sample_id: str, content: bytes, app: FastAPI
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200
    async with app.state.database.write() as session:
        await session.execute(update(Upload).values(state="open", crc64nvme=None))
        await session.execute(update(SampleFile).values(status="uploading"))
    assert (await uploads.complete(ana, file["id"], content, parts)).json()["status"] == "uploaded"


async def test_aborting_forgets_the_file_and_its_parts(
    ana: Person, sample_id: str, content: bytes, part_size: int, app: FastAPI, settings: Settings, storage: Storage
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    signed = await uploads.sign(ana, file["id"], 4, content[3 * part_size :])
    assert (await ana.post(f"/api/files/{file['id']}/abort")).status_code == 204
    problem(await ana.get(f"/api/files/{file['id']}"), 404, "not-found")
    problem(await uploads.complete(ana, file["id"], content, parts), 404, "not-found")
    assert await delete_given_up(app.state.database, app.state.store) == 1
    assert (await uploads.put(ana, signed, content[3 * part_size :])).status_code == 404
    assert await storage.leftovers(settings) == []
    assert await delete_given_up(app.state.database, app.state.store) == 0


async def test_what_is_uploaded_is_deleted_rather_than_aborted(
    ana: Person, sample_id: str, content: bytes, app: FastAPI, settings: Settings, storage: Storage
) -> None:
    file = await uploads.upload(ana, sample_id, content)
    problem(await ana.post(f"/api/files/{file['id']}/abort"), 409, "conflict")
    assert (await ana.delete(f"/api/files/{file['id']}")).status_code == 204
    await delete_given_up(app.state.database, app.state.store)
    assert await storage.leftovers(settings) == []


async def test_a_file_deleted_while_it_is_completed_leaves_no_object(
    ana: Person,
    sample_id: str,
    content: bytes,
    app: FastAPI,
    settings: Settings,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = await uploads.begin(ana, sample_id, content)
    parts = await uploads.send_parts(ana, file, content)
    complete_multipart = app.state.store.complete_multipart

    async def complete_after_deletion(*arguments: Any) -> ObjectInfo:
        assert (await ana.delete(f"/api/files/{file['id']}")).status_code == 204
        info: ObjectInfo = await complete_multipart(*arguments)
        return info

    monkeypatch.setattr(app.state.store, "complete_multipart", complete_after_deletion)
    problem(await uploads.complete(ana, file["id"], content, parts), 404, "not-found")
    await delete_given_up(app.state.database, app.state.store)
    assert await storage.leftovers(settings) == []


async def test_there_are_no_parts_beyond_the_last(ana: Person, sample_id: str, content: bytes) -> None:
    file = await uploads.begin(ana, sample_id, content)
    for number in (0, 5, 10_001):
        response = await ana.post(f"/api/files/{file['id']}/parts/{number}/sign", json={"crc64nvme": crc64nvme(b"")})
        problem(response, 422, "invalid-request")


@pytest.mark.parametrize("checksum", ["", "abc", "rosUhgyIZpk", "rosUhgyIZp==", "!osUhgyIZpk=", "ros\nhgyIZpk="])
async def test_a_checksum_looks_like_one(ana: Person, sample_id: str, content: bytes, checksum: str) -> None:
    file = await uploads.begin(ana, sample_id, content)
    response = await ana.post(f"/api/files/{file['id']}/parts/1/sign", json={"crc64nvme": checksum})
    problem(response, 422, "invalid-request")
