"""Five hundred uploads while connections break, servers are killed, and parts come twice and in any order."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from massa_server.db import Database
from massa_server.settings import Settings
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import Bucket
from massa_server.storage.service import delete_given_up
from massa_server.uploads.sweep import sweep_uploads
from tests.support import uploads
from tests.support.people import Person
from tests.support.processes import ServerProcess, serving
from tests.support.stores import Storage, objects

FILES = 500
LARGE_FILES = 20
CLIENTS = 8
SERVERS = 2
BETWEEN_KILLS_S = (0.5, 2.5)
PATIENCE_S = 180

pytestmark = pytest.mark.timeout(600)


@dataclass
class Storm:
    """Servers that are killed, and people's requests that get through in the end."""

    storage: Storage
    data_dir: Path
    part_size: int
    stack: ExitStack
    servers: list[ServerProcess] = field(default_factory=list)
    kills: int = 0
    broken: int = 0
    ended: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def start_server(self) -> ServerProcess:
        """Starts another server over the same data."""
        settings = {"part_size_bytes": str(self.part_size), **self.storage.environment}
        return self.stack.enter_context(serving(self.data_dir, **settings))

    async def rage(self) -> None:
        """Kills the servers in turn; there is always another one."""
        chance = random.Random(0)
        while True:
            await asyncio.sleep(chance.uniform(*BETWEEN_KILLS_S))
            victim = self.kills % SERVERS
            self.servers[victim].kill()
            self.kills += 1
            self.servers[victim] = await asyncio.to_thread(self.start_server)

    async def call(self, person: Person, method: str, path: str, **options: Any) -> httpx.Response:
        """A request that is repeated until a server has answered it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                url = self.living().url
                try:
                    response = await person.request(method, url + path, **options)
                except httpx.TransportError:
                    self.broken += 1
                    await asyncio.sleep(0.05)
                    continue
                if response.status_code < 500:
                    return response
                self.broken += 1
                await asyncio.sleep(0.05)

    def absolute(self, url: str) -> str:
        """Where a signed address leads: to the store, or to one of the servers."""
        return url if url.startswith("http") else self.living().url + url

    def living(self) -> ServerProcess:
        """A server that runs, for now."""
        return random.choice([server for server in self.servers if server.process.poll() is None])


@dataclass
class Sender:
    """One file on its way, as a browser sends it."""

    storm: Storm
    person: Person
    plain: httpx.AsyncClient
    chance: random.Random
    content: bytes

    async def send(self, sample_id: str, name: str) -> None:
        """From the first request to the last. Some are aborted, some are left half sent, all others arrive."""
        body = {"name": name, "size_bytes": len(self.content)}
        # A server that is killed before it could answer may have made a file: nobody will go on with that one.
        file = (await self.storm.call(self.person, "POST", f"/api/samples/{sample_id}/files", json=body)).json()
        address = f"/api/files/{file['id']}"
        cut = uploads.parts_of(self.content, self.storm.part_size)
        fate = self.chance.random()
        numbers = [number for number in range(1, len(cut) + 1) for _ in range(self.chance.choice((1, 1, 1, 2)))]
        self.chance.shuffle(numbers)
        if fate < 0.08:
            numbers = numbers[: len(numbers) // 2]
        arrived: dict[int, dict[str, Any]] = {}
        for number in numbers:
            arrived[number] = await self._send_part(address, number, cut[number - 1])
        if fate < 0.04:
            return
        if fate < 0.08:
            aborted = await self.storm.call(self.person, "POST", f"{address}/abort")
            assert aborted.status_code in (204, 404), aborted.text  # 404: it was, and nobody could say so
            return
        if self.chance.random() < 0.2:  # the page was reloaded: what has arrived is what the store says
            listed = (await self.storm.call(self.person, "GET", f"{address}/parts")).json()["items"]
            assert [part["number"] for part in listed] == list(range(1, len(cut) + 1))
            arrived = {part["number"]: {key: part[key] for key in ("number", "etag", "crc64nvme")} for part in listed}
        late = await self._signed(address, 1, cut[0])
        await self._complete(address, [arrived[number] for number in sorted(arrived)])
        if self.chance.random() < 0.1:  # a part that overslept finds the upload closed
            with suppress(httpx.TransportError):
                await self._put(late, cut[0])
        self.storm.ended[file["id"]] = (sample_id, self.content)

    async def _signed(self, address: str, number: int, part: bytes) -> dict[str, Any]:
        body = {"crc64nvme": crc64nvme(part)}
        response = await self.storm.call(self.person, "POST", f"{address}/parts/{number}/sign", json=body)
        assert response.status_code == 200, response.text
        signed: dict[str, Any] = response.json()
        return signed

    async def _put(self, signed: dict[str, Any], part: bytes) -> httpx.Response:
        return await self.plain.put(self.storm.absolute(signed["url"]), headers=signed["headers"], content=part)

    async def _send_part(self, address: str, number: int, part: bytes) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                signed = await self._signed(address, number, part)
                try:
                    if self.chance.random() < 0.15:
                        await self._hang_up(signed, part)
                    response = await self._put(signed, part)
                except (httpx.TransportError, OSError):
                    self.storm.broken += 1
                    await asyncio.sleep(0.05)
                    continue
                if response.status_code == 200:
                    etag = response.headers["etag"]
                    return {"number": number, "etag": etag, "crc64nvme": crc64nvme(part)}

    async def _hang_up(self, signed: dict[str, Any], part: bytes) -> None:
        """Sends some of the part, and is gone."""
        address = urlsplit(self.storm.absolute(signed["url"]))
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        target = address.path + (f"?{address.query}" if address.query else "")
        lines = [f"PUT {target} HTTP/1.1", f"Host: {address.netloc}", f"Content-Length: {len(part)}"]
        lines += [f"{name}: {value}" for name, value in signed["headers"].items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + part[: self.chance.randrange(len(part))])
        with suppress(ConnectionError):
            await writer.drain()
        writer.transport.abort()
        self.storm.broken += 1

    async def _complete(self, address: str, parts: list[dict[str, Any]]) -> None:
        body = {"crc64nvme": crc64nvme(self.content), "parts": parts}
        if self.chance.random() < 0.2:  # the network goes while the server is at it
            attempt = asyncio.create_task(self.storm.call(self.person, "POST", f"{address}/complete", json=body))
            await asyncio.sleep(self.chance.uniform(0, 0.05))
            attempt.cancel()
            await asyncio.gather(attempt, return_exceptions=True)
            self.storm.broken += 1
        response = await self.storm.call(self.person, "POST", f"{address}/complete", json=body)
        assert response.status_code == 200, response.text
        assert response.json()["status"] == "uploaded"


@contextmanager
def storm_over(storage: Storage, settings: Settings) -> Iterator[Storm]:
    """Servers that await the storm."""
    with ExitStack() as stack:
        storm = Storm(storage, settings.data_dir, settings.part_size_bytes, stack)
        storm.servers = [storm.start_server() for _ in range(SERVERS)]
        yield storm


@asynccontextmanager
async def raging(storm: Storm) -> AsyncIterator[None]:
    """Kills servers while the block lasts."""
    task = asyncio.create_task(storm.rage())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def make_content(number: int, part_size: int) -> bytes:
    """The bytes of a file: most are small, some have several parts."""
    chance = random.Random(number)
    if number < LARGE_FILES:
        return chance.randbytes(chance.randint(part_size + 1, 3 * part_size))
    return chance.randbytes(chance.choice((1, chance.randint(1, 1000), chance.randint(1, min(part_size, 40_000)))))


async def test_every_file_arrives_and_nothing_else_stays(storage: Storage, settings: Settings) -> None:
    with storm_over(storage, settings) as storm:
        async with Person(storm.servers[0].url) as ana, uploads.elsewhere() as plain:
            await ana.sign_up()
            sample_id = await ana.sample()
            waiting = iter(range(FILES))

            async def client() -> None:
                for number in waiting:
                    content = make_content(number, storm.part_size)
                    sender = Sender(storm, ana, plain, random.Random(-number), content)
                    await sender.send(sample_id, f"{number}.mzML")

            async with raging(storm), asyncio.TaskGroup() as group:
                for _ in range(CLIENTS):
                    group.create_task(client())

            assert storm.kills >= 3
            assert storm.broken >= 50
            assert len(storm.ended) > FILES * 0.85
            await assert_files_are_whole(storm, ana)
            await assert_only_they_are_left(storm, settings, ana, sample_id)


async def assert_files_are_whole(storm: Storm, person: Person) -> None:
    """What comes back is what was sent, byte for byte."""
    person.base_url = httpx.URL(storm.living().url)
    for file_id, (_, content) in storm.ended.items():
        assert (await uploads.download(person, file_id)).content == content


async def assert_only_they_are_left(storm: Storm, settings: Settings, person: Person, sample_id: str) -> None:
    """After the sweep store and database have the files that arrived, and no object, part or row besides."""
    database, store = Database(settings), make_store(settings)
    soon = settings.model_copy(update={"upload_abandoned_days": 1e-6, "orphan_grace_s": 0})
    try:
        swept = await sweep_uploads(database, store, soon)
        assert swept.files > 0
        while await delete_given_up(database, store):
            pass
        await sweep_uploads(database, store, soon)
    finally:
        await database.close()
    kept = await objects(store, Bucket.UPLOADS)
    assert sorted(key.split("/")[2] for key in kept) == sorted(storm.ended)
    assert sorted(await storm.storage.leftovers(settings)) == sorted(f"uploads/{key}" for key in kept)
    assert await _listed(person, sample_id) == set(storm.ended)


async def _listed(person: Person, sample_id: str) -> set[str]:
    """The files that the API shows."""
    found: set[str] = set()
    cursor: str | None = None
    while True:
        parameters = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        page = (await person.get(f"/api/samples/{sample_id}/files", params=parameters)).json()
        found |= {file["id"] for file in page["items"]}
        cursor = page["next_cursor"]
        if cursor is None:
            return found
