"""What both stores do alike."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from massa_server.clock import now
from massa_server.settings import Settings
from massa_server.storage.checksums import Crc64Nvme, crc64nvme, is_crc64nvme
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import (
    Bucket,
    ChecksumMismatch,
    CompletedPart,
    ObjectKey,
    ObjectStore,
    PartRequest,
    StoreError,
    UploadGone,
)
from tests.support.stores import Storage

RESULT = ObjectKey(Bucket.RESULTS, "analyses/1/files/2/summary.json")
SPECTRA = ObjectKey(Bucket.UPLOADS, "samples/1/2/a.mzML")


@pytest.fixture
def store(tmp_path: Path, storage: Storage) -> ObjectStore:
    """An empty store."""
    return make_store(Settings(data_dir=tmp_path, storage_url="http://{host}:8000/", **storage.settings))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to store."""
    path = tmp_path / "source"
    path.write_bytes(b"content")
    return path


def test_the_checksum_is_that_of_the_catalogue() -> None:
    # CRC-64/NVME in https://reveng.sourceforge.io/crc-catalogue/all.htm: check = 0xae8b14860a799888
    assert crc64nvme(b"123456789") == "rosUhgp5mIg="
    running = Crc64Nvme()
    for byte in b"123456789":
        running.update(bytes([byte]))
    assert running.text() == "rosUhgp5mIg="
    assert is_crc64nvme(crc64nvme(b""))


async def test_what_is_put_can_be_fetched(store: ObjectStore, file: Path, tmp_path: Path) -> None:
    assert await store.head(RESULT) is None
    await store.put(RESULT, file)
    info = await store.head(RESULT)
    assert info is not None
    assert info.size_bytes == len(b"content")
    await store.fetch(RESULT, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"content"


async def test_putting_again_replaces_at_once_and_leaves_readers_alone(
    store: ObjectStore, file: Path, tmp_path: Path
) -> None:
    await store.put(RESULT, file)
    await store.fetch(RESULT, tmp_path / "old")
    file.write_bytes(b"newer content")
    await store.put(RESULT, file)
    await store.fetch(RESULT, tmp_path / "new")
    assert (tmp_path / "old").read_bytes() == b"content"
    assert (tmp_path / "new").read_bytes() == b"newer content"


async def test_what_is_not_there_cannot_be_fetched(store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await store.fetch(RESULT, tmp_path / "copy")


async def test_deleting_takes_what_is_and_what_lies_under_the_prefix(store: ObjectStore, file: Path) -> None:
    others = [ObjectKey(Bucket.RESULTS, key) for key in ("analyses/1/manifest.json", "analyses/10/manifest.json")]
    for target in (RESULT, *others):
        await store.put(target, file)
    await store.delete_prefix(Bucket.RESULTS, "analyses/1")
    assert [await store.head(target) is None for target in (RESULT, *others)] == [True, True, False]
    await store.delete_prefix(Bucket.RESULTS, "analyses/10/manifest.json")
    assert await store.head(others[1]) is None
    await store.delete_prefix(Bucket.RESULTS, "analyses/11")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../secret.key", "a/../../secret.key", "a//b", "a/./b", "a\0b"])
async def test_a_key_never_leaves_its_bucket(store: ObjectStore, file: Path, key: str) -> None:
    target = ObjectKey(Bucket.UPLOADS, key)
    with pytest.raises(ValueError, match="not a key"):
        await store.put(target, file)
    with pytest.raises(ValueError, match="not a key"):
        await store.create_multipart(target)


async def test_an_upload_that_was_aborted_is_gone(store: ObjectStore) -> None:
    target = ObjectKey(Bucket.UPLOADS, "samples/1/2/a.mzML")
    upload_id = await store.create_multipart(target)
    await store.abort_multipart(target, upload_id)
    await store.abort_multipart(target, upload_id)
    with pytest.raises(UploadGone):
        await store.list_parts(target, upload_id)
    with pytest.raises(UploadGone):
        await store.complete_multipart(target, upload_id, [], 0, crc64nvme(b""))


async def test_objects_are_listed_in_the_order_of_their_keys(store: ObjectStore, file: Path, tmp_path: Path) -> None:
    keys = ["a/b/1", "a/b-2", "a/b.c", "a/b/é", "b", "a0", "a/b/2/3", *(f"many/{number}" for number in range(1100))]
    for key in keys[:7]:
        await store.put(ObjectKey(Bucket.RESULTS, key), file)
    empty = tmp_path / "empty"
    empty.touch()
    await asyncio.gather(*(store.put(ObjectKey(Bucket.RESULTS, key), empty) for key in keys[7:]))
    await store.create_multipart(ObjectKey(Bucket.RESULTS, "a/unfinished"))

    listed = [item async for item in store.list_objects(Bucket.RESULTS)]

    assert [item.key for item in listed] == sorted(keys, key=str.encode)
    assert listed[0].size_bytes == len(b"content")
    assert [item.key async for item in store.list_objects(Bucket.RESULTS, "a/b")] == [
        "a/b-2",
        "a/b.c",
        "a/b/1",
        "a/b/2/3",
        "a/b/é",
    ]
    assert [item async for item in store.list_objects(Bucket.UPLOADS)] == []


async def upload(store: ObjectStore, target: ObjectKey, content: bytes) -> tuple[str, list[CompletedPart]]:
    """An upload of one part that waits to be completed."""
    upload_id = await store.create_multipart(target)
    part = await store.put_part(PartRequest(target, upload_id, 1, len(content), crc64nvme(content)), content)
    return upload_id, [CompletedPart(part.number, part.etag, part.crc64nvme)]


async def test_parts_put_from_within_make_an_object(store: ObjectStore, tmp_path: Path) -> None:
    upload_id, parts = await upload(store, SPECTRA, b"right")
    info = await store.complete_multipart(SPECTRA, upload_id, parts, 5, crc64nvme(b"right"))
    assert (info.size_bytes, info.crc64nvme) == (5, crc64nvme(b"right"))
    assert await store.complete_multipart(SPECTRA, upload_id, parts, 5, crc64nvme(b"right")) == info
    await store.fetch(SPECTRA, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"right"


async def test_nothing_appears_when_size_or_checksum_is_another(store: ObjectStore) -> None:
    upload_id, parts = await upload(store, SPECTRA, b"right")
    with pytest.raises(StoreError):
        await store.complete_multipart(SPECTRA, upload_id, parts, 6, crc64nvme(b"right"))
    with pytest.raises(ChecksumMismatch, match=r"not|do not make"):
        await store.complete_multipart(SPECTRA, upload_id, parts, 5, crc64nvme(b"wrong"))
    missing = CompletedPart(1, parts[0].etag, crc64nvme(b"wrong"))
    with pytest.raises(StoreError, match=r"Part 1 .* has not arrived"):
        await store.complete_multipart(SPECTRA, upload_id, [missing], 5, crc64nvme(b"wrong"))
    assert await store.head(SPECTRA) is None


async def test_a_part_of_another_size_or_checksum_is_refused(store: ObjectStore) -> None:
    upload_id = await store.create_multipart(SPECTRA)
    with pytest.raises(ChecksumMismatch):
        await store.put_part(PartRequest(SPECTRA, upload_id, 1, 5, crc64nvme(b"right")), b"wrong")
    with pytest.raises(StoreError):
        await store.put_part(PartRequest(SPECTRA, upload_id, 1, 5, crc64nvme(b"right")), b"righ")
    assert await store.list_parts(SPECTRA, upload_id) == []


async def test_of_many_writers_of_a_new_object_one_wins(store: ObjectStore, tmp_path: Path) -> None:
    files = [tmp_path / f"outcome-{number}" for number in range(8)]
    for file in files:
        file.write_text(file.name)
    won = await asyncio.gather(*(store.put_new(RESULT, file) for file in files))
    assert sum(won) == 1
    await store.fetch(RESULT, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == files[won.index(True)].name
    assert not await store.put_new(RESULT, files[won.index(True)])


async def test_only_old_uploads_that_nobody_knows_are_aborted(store: ObjectStore) -> None:
    known, unknown = [await store.create_multipart(SPECTRA) for _ in range(2)]

    async def those(ids: Collection[str]) -> set[str]:
        assert set(ids) == {known, unknown}
        return {known}

    async def never(_: Collection[str]) -> set[str]:
        raise AssertionError("there are none that old")

    assert await store.abort_unknown(now() - timedelta(hours=1), never) == 0
    assert await store.abort_unknown(now() + timedelta(hours=1), those) == 1
    assert await store.list_parts(SPECTRA, known) == []
    with pytest.raises(UploadGone):
        await store.list_parts(SPECTRA, unknown)
