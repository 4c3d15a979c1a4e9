"""The store in a local folder."""

import shutil
from pathlib import Path

import pytest

from massa_server.settings import Settings
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, CompletedPart, ObjectKey, PartRequest, StoreError

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
