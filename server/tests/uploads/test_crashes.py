"""Uploads survive servers that are killed, connections that break, and several processes at once."""

import asyncio
import random
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from massa_server.settings import Settings
from tests.support import uploads
from tests.support.people import Person
from tests.support.processes import ServerProcess, serving
from tests.support.s3 import SMALLEST_PART_BYTES
from tests.support.stores import ON_DISK, Storage

pytestmark = pytest.mark.timeout(300)

PART = 256 * 1024


@pytest.fixture
def part_size(storage: Storage) -> int:
    """Bytes of a part: S3 takes none below 5 MiB but the last."""
    return PART if storage.server is None else SMALLEST_PART_BYTES


@pytest.fixture
def server_settings(part_size: int, storage: Storage) -> dict[str, str]:
    """Settings of the servers."""
    return {**storage.environment, "part_size_bytes": str(part_size), "part_idle_timeout_s": "1"}


@pytest.fixture
def content(part_size: int) -> bytes:
    """A file of nine parts."""
    return random.Random(3).randbytes(8 * part_size + 5)


async def downloaded(person: Person, file_id: str) -> bytes:
    """The raw file."""
    return (await uploads.download(person, file_id)).content


def half_sent(server: ServerProcess, signed: dict[str, Any], part: bytes) -> socket.socket:
    """A connection on which half of a part has been sent, to the store or to our server."""
    url = signed["url"] if signed["url"].startswith("http") else server.url + signed["url"]
    return _half_sent(url, signed["headers"], part)


def _half_sent(url: str, headers: dict[str, str], part: bytes) -> socket.socket:
    address = urlsplit(url)
    connection = socket.create_connection((address.hostname, address.port))
    lines = [f"PUT {address.path}?{address.query} HTTP/1.1", f"Host: {address.netloc}", f"Content-Length: {len(part)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + part[: len(part) // 2])
    return connection


async def test_a_server_that_is_killed_in_the_middle_loses_nothing_that_it_confirmed(
    data_dir: Path,
    content: bytes,
    part_size: int,
    server_settings: dict[str, str],
    settings: Settings,
    storage: Storage,
) -> None:
    cut = uploads.parts_of(content, part_size)
    with serving(data_dir, **server_settings) as server:
        ana = await Person(server.url).sign_up()
        file = await uploads.begin(ana, await ana.sample(), content)
        parts = [await uploads.send_part(ana, file["id"], number, cut[number - 1]) for number in (1, 2, 3)]
        signed = await uploads.sign(ana, file["id"], 4, cut[3])
        connection = half_sent(server, signed, cut[3])
        await asyncio.sleep(0.2)
        server.kill()
        connection.close()
    with serving(data_dir, **server_settings) as server:
        ana.base_url = httpx.URL(server.url)
        arrived = (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"]
        assert [part["number"] for part in arrived] == [1, 2, 3]
        parts += [
            await uploads.send_part(ana, file["id"], number, part) for number, part in enumerate(cut, 1) if number > 3
        ]
        assert (await uploads.complete(ana, file["id"], content, parts)).status_code == 200
        assert await downloaded(ana, file["id"]) == content
        await ana.aclose()
    assert [name for name in await storage.leftovers(settings) if not name.startswith("uploads/")] == []


async def test_a_server_that_is_killed_while_it_completes_can_be_asked_again(
    data_dir: Path, content: bytes, server_settings: dict[str, str], storage: Storage
) -> None:
    if storage.server is None:
        content *= 4  # a completion long enough to be killed in
    ana: Person | None = None
    file: dict[str, Any] = {}
    parts: list[dict[str, Any]] = []
    for delay_ms in (1, 16, 32, 48, 0):
        with serving(data_dir, **server_settings) as server:
            if ana is None:
                ana = await Person(server.url).sign_up()
            else:
                ana.base_url = httpx.URL(server.url)
                response = await uploads.complete(ana, file["id"], content, parts)
                assert response.json()["status"] == "uploaded", response.text
                assert await downloaded(ana, file["id"]) == content
            if delay_ms:
                file = await uploads.begin(ana, await ana.sample(), content)
                parts = await uploads.send_parts(ana, file, content)
                completing = asyncio.create_task(uploads.complete(ana, file["id"], content, parts))
                await asyncio.sleep(delay_ms / 1000)
                server.kill()
                await asyncio.gather(completing, return_exceptions=True)
            else:
                await ana.aclose()


@ON_DISK
async def test_broken_and_stalled_connections_leave_nothing_behind(
    data_dir: Path, content: bytes, server_settings: dict[str, str]
) -> None:
    part = content[:PART]
    with serving(data_dir, **server_settings) as server:
        async with Person(server.url) as ana:
            await ana.sign_up()
            file = await uploads.begin(ana, await ana.sample(), part)
            signed = await uploads.sign(ana, file["id"], 1, part)
            half_sent(server, signed, part).close()
            stalled = half_sent(server, signed, part)
            stalled.settimeout(5)
            answer = await asyncio.to_thread(stalled.recv, 4096)
            stalled.close()
            assert b"422" in answer.split(b"\r\n")[0]
            assert [path for path in (data_dir / "objects" / "multipart").rglob("*") if path.is_file()] == []
            assert (await uploads.put(ana, signed, part)).status_code == 200


async def test_parts_may_go_to_several_processes(
    data_dir: Path, part_size: int, server_settings: dict[str, str]
) -> None:
    with serving(data_dir, **server_settings) as first, serving(data_dir, **server_settings) as second:
        async with Person(first.url) as ana, Person(second.url) as ana_elsewhere:
            await ana.sign_up()
            await ana_elsewhere.sign_in(ana.email)
            sample_id = await ana.sample()

            async def send(number: int) -> tuple[str, bytes]:
                content = random.Random(number).randbytes(2 * part_size + number)
                file = await uploads.begin(ana, sample_id, content, f"{number}.mzML")
                parts = [
                    await uploads.send_part((ana, ana_elsewhere)[at % 2], file["id"], at, part)
                    for at, part in enumerate(uploads.parts_of(content, part_size), 1)
                ]
                both = await asyncio.gather(
                    uploads.complete(ana, file["id"], content, parts),
                    uploads.complete(ana_elsewhere, file["id"], content, parts),
                )
                assert [response.status_code for response in both] == [200, 200]
                return file["id"], content

            for file_id, content in await asyncio.gather(*(send(number) for number in range(12))):
                assert await downloaded(ana_elsewhere, file_id) == content
