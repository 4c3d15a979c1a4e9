"""The store in a local folder."""

import shutil
from pathlib import Path

import pytest

from massa_server.settings import Settings
from massa_server.storage.checksums import Crc64Nvme, crc64nvme, is_crc64nvme
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, CompletedPart, ObjectKey, PartRequest, StoreError, UploadGone

RESULT = ObjectKey(Bucket.RESULTS, "analyses/1/files/2/summary.json")


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """An empty store."""
    return LocalStore(Settings(data_dir=tmp_path, storage_url="http://{host}:8000/"))


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


async def test_what_is_put_can_be_fetched(store: LocalStore, file: Path, tmp_path: Path) -> None:
    assert await store.head(RESULT) is None
    await store.put(RESULT, file)
    info = await store.head(RESULT)
    assert info is not None
    assert info.size_bytes == len(b"content")
    await store.fetch(RESULT, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"content"


async def test_putting_again_replaces_at_once_and_leaves_readers_alone(
    store: LocalStore, file: Path, tmp_path: Path
) -> None:
    await store.put(RESULT, file)
    await store.fetch(RESULT, tmp_path / "old")
    file.write_bytes(b"newer content")
    await store.put(RESULT, file)
    await store.fetch(RESULT, tmp_path / "new")
    assert (tmp_path / "old").read_bytes() == b"content"
    assert (tmp_path / "new").read_bytes() == b"newer content"


async def test_what_is_not_there_cannot_be_fetched(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await store.fetch(RESULT, tmp_path / "copy")


async def test_deleting_takes_what_is_and_what_lies_under_the_prefix(store: LocalStore, file: Path) -> None:
    others = [ObjectKey(Bucket.RESULTS, key) for key in ("analyses/1/manifest.json", "analyses/10/manifest.json")]
    for target in (RESULT, *others):
        await store.put(target, file)
    await store.delete_prefix(Bucket.RESULTS, "analyses/1")
    assert [await store.head(target) is None for target in (RESULT, *others)] == [True, True, False]
    await store.delete_prefix(Bucket.RESULTS, "analyses/10/manifest.json")
    assert await store.head(others[1]) is None
    await store.delete_prefix(Bucket.RESULTS, "analyses/11")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../secret.key", "a/../../secret.key", "a//b", "a/./b", "a\0b"])
async def test_a_key_never_leaves_its_bucket(store: LocalStore, file: Path, key: str) -> None:
    target = ObjectKey(Bucket.UPLOADS, key)
    with pytest.raises(ValueError, match="not a key"):
        await store.put(target, file)
    with pytest.raises(ValueError, match="not a key"):
        await store.create_multipart(target)


async def test_an_upload_that_was_aborted_is_gone(store: LocalStore) -> None:
    target = ObjectKey(Bucket.UPLOADS, "samples/1/2/a.mzML")
    upload_id = await store.create_multipart(target)
    await store.abort_multipart(target, upload_id)
    await store.abort_multipart(target, upload_id)
    with pytest.raises(UploadGone):
        await store.list_parts(target, upload_id)
    with pytest.raises(UploadGone):
        await store.complete_multipart(target, upload_id, [], 0, crc64nvme(b""))


async def test_nothing_appears_when_the_parts_do_not_add_up(store: LocalStore) -> None:
    target = ObjectKey(Bucket.UPLOADS, "samples/1/2/a.mzML")
    upload_id = await store.create_multipart(target)
    with pytest.raises(StoreError, match="0 bytes together"):
        await store.complete_multipart(target, upload_id, [], 5, crc64nvme(b"right"))
    part = CompletedPart(1, "etag", crc64nvme(b"right"))
    with pytest.raises(StoreError, match=r"Part 1 .* has not arrived"):
        await store.complete_multipart(target, upload_id, [part], 5, crc64nvme(b"right"))
    assert await store.head(target) is None


async def test_an_upload_id_that_is_none_touches_nothing(store: LocalStore, file: Path) -> None:
    await store.put(RESULT, file)
    with pytest.raises(ValueError, match="UUID"):
        await store.abort_multipart(RESULT, "../results")
    assert await store.head(RESULT) is not None


async def test_addresses_name_the_host_that_the_browser_used(store: LocalStore) -> None:
    part = PartRequest(RESULT, "0" * 32, 1, 5, crc64nvme(b"right"))
    signed = await store.sign_part(part, "lab-pc.local")
    assert signed.url.startswith("http://lab-pc.local:8000/api/storage/parts/")
    assert signed.headers == {"x-amz-checksum-crc64nvme": crc64nvme(b"right")}
    assert (await store.sign_download(RESULT, "a", "[::1]")).startswith("http://[::1]:8000/api/storage/objects/")


async def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    store = LocalStore(Settings(data_dir=tmp_path))
    await store.check()
    shutil.rmtree(tmp_path / "objects")
    (tmp_path / "objects").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="objects"):
        await store.check()


async def test_objects_are_listed_in_the_order_of_their_keys(store: LocalStore, file: Path, tmp_path: Path) -> None:
    keys = ["a/b/1", "a/b-2", "a/b.c", "a/b/é", "b", "a0", "a/b/2/3", *(f"many/{number}" for number in range(1100))]
    for key in keys[:7]:
        await store.put(ObjectKey(Bucket.RESULTS, key), file)
    folder = tmp_path / "objects" / "results" / "many"
    folder.mkdir()
    for number in range(1100):
        (folder / str(number)).touch()
    (folder / f"temporary-{'0' * 32}").touch()

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
