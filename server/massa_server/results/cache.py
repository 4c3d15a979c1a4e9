"""Copies of result files on this machine's disk: bounded, and fetched once however many ask at the same time.

The copies have the objects' keys as paths. With the local store they are hard links, which cost nothing.
"""

import asyncio
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from massa_server.metrics.definitions import RESULT_READS
from massa_server.storage.protocol import ObjectKey, ObjectStore

Result = TypeVar("Result")
Query = Callable[[sqlite3.Connection], Result]


class ResultGone(Exception):
    """The store has no such object any more."""


class ResultCache:
    """Reads result files through a folder that holds at most about `limit_bytes`."""

    def __init__(self, store: ObjectStore, folder: Path, limit_bytes: int) -> None:
        self._store = store
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._fetching: dict[ObjectKey, asyncio.Task[None]] = {}

    async def read_bytes(self, target: ObjectKey) -> bytes:
        """The whole of a small object. Raises ResultGone."""
        return await self._with_copy(target, Path.read_bytes)

    async def query(self, target: ObjectKey, query: Query[Result]) -> Result:
        """Runs a query in a thread, on a SQLite object opened read-only and as immutable. Raises ResultGone."""

        def run(path: Path) -> Result:
            address = f"file:{quote(str(path))}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                connection.row_factory = sqlite3.Row
                return query(connection)

        return await self._with_copy(target, run)

    async def forget(self, prefix: str) -> None:
        """Removes the copies below a prefix."""
        await asyncio.to_thread(shutil.rmtree, self._folder / prefix, ignore_errors=True)

    async def analyses(self) -> set[uuid.UUID]:
        """The analyses that there are copies of."""
        return await asyncio.to_thread(_analyses_in, self._folder / "analyses")

    async def _with_copy(self, target: ObjectKey, use: Callable[[Path], Result]) -> Result:
        try:
            result = await self._use_copy(target, use)
        except ResultGone:
            RESULT_READS.labels("lost").inc()
            raise
        except (OSError, sqlite3.Error):
            RESULT_READS.labels("failed").inc()
            raise
        RESULT_READS.labels("ok").inc()
        return result

    async def _use_copy(self, target: ObjectKey, use: Callable[[Path], Result]) -> Result:
        path = self._folder / target.key
        for _ in range(3):  # another process may evict the copy before we have opened it
            try:
                return await asyncio.to_thread(_use, path, use)
            except FileNotFoundError:
                await self._fetch_once(target, path)
        return await asyncio.to_thread(_use, path, use)

    async def _fetch_once(self, target: ObjectKey, path: Path) -> None:
        """Joins the fetch that is under way, or starts one. A caller that leaves does not stop it."""
        task = self._fetching.get(target)
        if task is None:
            task = asyncio.ensure_future(self._fetch(target, path))
            self._fetching[target] = task
            task.add_done_callback(lambda _: self._fetching.pop(target))
        try:
            await asyncio.shield(task)
        except FileNotFoundError as error:
            raise ResultGone(target.key) from error

    async def _fetch(self, target: ObjectKey, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
        try:
            await self._store.fetch(target, partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        await asyncio.to_thread(evict, self._folder, self._limit_bytes, keep=path)


def _analyses_in(folder: Path) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(entry.name) for entry in os.scandir(folder)}
    except FileNotFoundError:
        return set()


def _use(path: Path, use: Callable[[Path], Result]) -> Result:
    """Uses a copy and notes when, in its access time: the time of the last change is the object's own."""
    os.utime(path, (time.time(), path.stat().st_mtime))
    return use(path)


def evict(folder: Path, limit_bytes: int, keep: Path) -> None:
    """Removes the copies that were not used for longest until the rest fits; never `keep`."""
    copies: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file():
            copies.append((status.st_atime, status.st_size, path))
    total = sum(size for _, size, _ in copies)
    for _, size, path in sorted(copies):
        if total <= limit_bytes:
            return
        if path != keep:
            path.unlink(missing_ok=True)
            total -= size
