"""What only the store in S3 has: errors, retries, encryption, large objects."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from massa_server.settings import MIB, Settings
from massa_server.storage import s3 as module
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.protocol import Bucket, ObjectKey, PartRequest, StoreUnavailable
from massa_server.storage.s3 import S3Store
from tests.support.stores import IN_S3, Storage

pytestmark = IN_S3

TARGET = ObjectKey(Bucket.RESULTS, "analyses/1/result.sqlite")


def make(tmp_path: Path, storage: Storage, **settings: Any) -> S3Store:
    """A store with settings of its own."""
    return S3Store(Settings(data_dir=tmp_path, **{**storage.settings, **settings}))


@asynccontextmanager
async def cutting(url: str, after_bytes: int, times: int) -> AsyncIterator[tuple[str, list[int]]]:
    """A proxy that ends the first `times` connections after so many bytes of the answer. Yields its address."""
    upstream = urlsplit(url)
    sent: list[int] = []

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int | None) -> None:
        total = 0
        while (block := await reader.read(65536)) and (limit is None or total < limit):
            block = block if limit is None else block[: limit - total]
            total += len(block)
            writer.write(block)
            await writer.drain()
        writer.close()
        if limit is not None:
            sent.append(total)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal times
        times -= 1
        limit = after_bytes if times >= 0 else 1 << 40
        there_reader, there_writer = await asyncio.open_connection(upstream.hostname, upstream.port)
        back = asyncio.create_task(pass_on(there_reader, writer, limit))
        forth = asyncio.create_task(pass_on(reader, there_writer, None))
        await back
        forth.cancel()
        there_writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", sent


async def test_reading_goes_on_where_the_connection_broke(tmp_path: Path, storage: Storage) -> None:
    content = os.urandom(3 * MIB)
    (tmp_path / "source").write_bytes(content)
    await make(tmp_path, storage).put(TARGET, tmp_path / "source")
    async with cutting(storage.settings["s3_endpoint_url"], MIB, 2) as (url, sent):
        await make(tmp_path, storage, s3_endpoint_url=url).fetch(TARGET, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content
    assert len(sent) >= 2
    assert [path.name for path in tmp_path.glob("temporary-*")] == []


async def test_reading_gives_up_and_leaves_nothing(tmp_path: Path, storage: Storage) -> None:
    (tmp_path / "source").write_bytes(os.urandom(2 * MIB))
    await make(tmp_path, storage).put(TARGET, tmp_path / "source")
    async with cutting(storage.settings["s3_endpoint_url"], 4096, 100) as (url, _):
        with pytest.raises(StoreUnavailable, match="ended after"):
            await make(tmp_path, storage, s3_endpoint_url=url).fetch(TARGET, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


async def test_an_object_larger_than_allowed_is_not_read(tmp_path: Path, storage: Storage) -> None:
    (tmp_path / "source").write_bytes(b"too much")
    await make(tmp_path, storage).put(TARGET, tmp_path / "source")
    with pytest.raises(OSError, match="at most 7 are read"):
        await make(tmp_path, storage, max_file_size_bytes=7).fetch(TARGET, tmp_path / "copy")


async def test_a_large_object_goes_in_parts_with_the_checksum_of_the_whole(
    tmp_path: Path, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SINGLE_PUT_BYTES", 5 * MIB)
    content = os.urandom(11 * MIB)
    (tmp_path / "source").write_bytes(content)
    store = make(tmp_path, storage)
    await store.put(TARGET, tmp_path / "source")
    info = await store.head(TARGET)
    assert info is not None
    assert (info.size_bytes, info.crc64nvme) == (len(content), crc64nvme(content))


async def test_a_new_object_whose_confirmation_was_lost_is_ours(tmp_path: Path, storage: Storage) -> None:
    """boto3 repeats a write whose answer did not come, and meets its own object."""
    (tmp_path / "source").write_bytes(b"outcome")
    async with cutting(storage.settings["s3_endpoint_url"], 1, 1) as (url, _):
        assert await make(tmp_path, storage, s3_endpoint_url=url).put_new(TARGET, tmp_path / "source")
    assert not await make(tmp_path, storage).put_new(TARGET, tmp_path / "source")


async def test_a_store_that_does_not_answer_or_refuses_says_so(
    tmp_path: Path, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        await make(tmp_path, storage, s3_endpoint_url="http://127.0.0.1:1").check()
    await make(tmp_path, storage).check()
    with pytest.raises(FileNotFoundError):
        await make(tmp_path, storage, s3_results_bucket="no-such-bucket").check()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(StoreUnavailable, match="403"):
        await make(tmp_path, storage).check()


async def test_objects_and_uploads_are_encrypted_with_the_key(tmp_path: Path, storage: Storage) -> None:
    """The server of the tests takes these headers and encrypts nothing: what is sent is what can be seen."""
    store = make(tmp_path, storage, s3_kms_key_id="arn:aws:kms:eu-west-1:111122223333:key/1")
    sent: dict[str, dict[str, Any]] = {}

    def note(request: Any, event_name: str, **_: Any) -> None:
        sent[event_name.rpartition(".")[2]] = {name.lower(): value for name, value in request.headers.items()}

    store._client.meta.events.register("before-send.s3", note)
    (tmp_path / "source").write_bytes(b"content")
    await store.put(TARGET, tmp_path / "source")
    await store.create_multipart(TARGET)
    for operation in ("PutObject", "CreateMultipartUpload"):
        headers = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in sent[operation].items()
        }
        assert headers["x-amz-server-side-encryption"] == "aws:kms"
        assert headers["x-amz-server-side-encryption-aws-kms-key-id"].endswith(":key/1")
        assert headers["x-amz-server-side-encryption-bucket-key-enabled"] == "true"


async def test_browsers_may_know_the_store_by_another_name(tmp_path: Path, storage: Storage) -> None:
    store = make(tmp_path, storage, s3_browser_endpoint_url="https://s3.lab.example", s3_addressing_style="virtual")
    signed = await store.sign_part(PartRequest(TARGET, "upload", 1, 5, crc64nvme(b"right")), "localhost")
    assert signed.url.startswith(f"https://{storage.settings['s3_results_bucket']}.s3.lab.example/analyses/1/")
    assert "X-Amz-SignedHeaders=content-length%3Bhost%3Bx-amz-checksum-crc64nvme" in signed.url


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"s3_results_bucket": ""}, "three different buckets"), ({"part_size_bytes": 5 * MIB - 1}, "at least 5 MiB")],
)
def test_settings_of_s3_are_complete(tmp_path: Path, storage: Storage, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        make(tmp_path, storage, **wrong)
