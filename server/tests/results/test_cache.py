import asyncio
import sqlite3
from pathlib import Path

import pytest

from massa_server.results.cache import ResultCache, ResultGone
from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, ObjectKey
from tests.support.result_directory import write_result

TARGET = ObjectKey(Bucket.RESULTS, "analyses/a/files/f/1/x/result.sqlite")


class CountingStore(LocalStore):
    """The local store, which counts what it is asked for."""

    fetches = 0

    async def fetch(self, target: ObjectKey, destination: Path) -> None:
        self.fetches += 1
        await asyncio.sleep(0.01)
        await super().fetch(target, destination)


@pytest.fixture
def store(tmp_path: Path) -> CountingStore:
    return CountingStore(Settings(data_dir=tmp_path))


def count_psms(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM psms").fetchone()
    return int(count)


async def test_many_readers_fetch_once(store: CountingStore, tmp_path: Path) -> None:
    write_result(tmp_path / "result")
    await store.put(TARGET, tmp_path / "result" / "result.sqlite")
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=10**9)

    counts = await asyncio.gather(*(cache.query(TARGET, count_psms) for _ in range(20)))

    assert counts == [3] * 20
    assert store.fetches == 1


async def test_a_reader_that_leaves_does_not_stop_the_others(store: CountingStore, tmp_path: Path) -> None:
    write_result(tmp_path / "result")
    await store.put(TARGET, tmp_path / "result" / "result.sqlite")
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=10**9)
    first = asyncio.ensure_future(cache.query(TARGET, count_psms))
    second = asyncio.ensure_future(cache.query(TARGET, count_psms))
    await asyncio.sleep(0.005)

    first.cancel()

    assert await second == 3
    assert store.fetches == 1


async def test_what_was_not_used_for_longest_goes_first(store: CountingStore, tmp_path: Path) -> None:
    targets = [ObjectKey(Bucket.RESULTS, f"analyses/a/{name}") for name in "abc"]
    source = tmp_path / "source"
    source.write_bytes(b"x" * 100)
    for target in targets:
        await store.put(target, source)
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=250)

    for target in (targets[0], targets[1], targets[0], targets[2]):
        await cache.read_bytes(target)
        await asyncio.sleep(0.02)

    kept = {path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()}
    assert kept == {"a", "c"}


async def test_results_are_opened_read_only(store: CountingStore, tmp_path: Path) -> None:
    write_result(tmp_path / "result")
    await store.put(TARGET, tmp_path / "result" / "result.sqlite")
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=10**9)

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await cache.query(TARGET, lambda connection: connection.execute("DELETE FROM psms"))


async def test_a_missing_object_is_gone(store: CountingStore, tmp_path: Path) -> None:
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=10**9)

    with pytest.raises(ResultGone):
        await cache.query(TARGET, count_psms)


async def test_forgetting_removes_the_copies(store: CountingStore, tmp_path: Path) -> None:
    write_result(tmp_path / "result")
    await store.put(TARGET, tmp_path / "result" / "result.sqlite")
    cache = ResultCache(store, tmp_path / "cache", limit_bytes=10**9)
    await cache.query(TARGET, count_psms)

    await cache.forget("analyses/a/")

    assert not list((tmp_path / "cache").rglob("*.sqlite"))
