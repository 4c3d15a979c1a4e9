"""The proof that storage and database agree: every object has its row, and every row its object.

Both are read in the order of their keys and merged, a page at a time, so memory does not grow with them. Both change
meanwhile. What looks wrong is therefore looked at once more at the end, and an object that is younger than a grace time
is never called an orphan: its row may be about to be committed.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import PurePosixPath

from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention import repository
from massa_server.retention.areas import Area, DatabaseArea, ResultArea, UploadArea
from massa_server.retention.schemas import Comparison, Loss, LossKind, Orphan
from massa_server.storage.protocol import Bucket, ListedObject, ObjectKey, ObjectStore

BATCH = 200


async def compare(database: Database, store: ObjectStore, grace: timedelta) -> Comparison:
    """Looks at every object and every row. Objects younger than `grace` are no orphans."""
    comparison = Comparison()
    for area in (UploadArea(), DatabaseArea(), ResultArea()):
        suspects = await _merge(database, store, area, comparison)
        old = [item for item in suspects.orphans if item.modified_at <= now() - grace]
        comparison.orphans += await _confirm_orphans(database, store, area, old)
        comparison.losses += await _confirm_losses(database, store, area, sorted(suspects.losses))
    return comparison


class _Suspects:
    """What looks wrong at first sight: objects without rows, and keys that rows need."""

    def __init__(self) -> None:
        self.orphans: list[ListedObject] = []
        self.losses: set[str] = set()


async def _merge(database: Database, store: ObjectStore, area: Area, comparison: Comparison) -> _Suspects:
    suspects = _Suspects()
    listing = _Listing(store.list_objects(area.bucket))
    has_more = True
    while has_more:
        async with database.read() as session:
            knowledge = await area.page(session)
        has_more = knowledge.last != ""
        missing = {key: needed.size_bytes for key, needed in knowledge.needed.items()}
        async for item in listing.up_to(knowledge.last):
            comparison.objects += 1
            comparison.bytes += item.size_bytes
            if missing.get(item.key, -1) in (None, item.size_bytes):
                del missing[item.key]
            if not knowledge.refers_to(item.key):
                suspects.orphans.append(item)
        suspects.losses |= missing.keys()
    return suspects


async def _confirm_orphans(
    database: Database, store: ObjectStore, area: Area, suspects: Iterable[ListedObject]
) -> list[Orphan]:
    """Those that are there still, that no row refers to, and that nobody has given up: that is no fault."""
    orphans = []
    remaining = iter(suspects)
    while batch := list(islice(remaining, BATCH)):
        async with database.read() as session:
            knowledge = await area.about(session, [item.key for item in batch])
            given_up = await repository.given_up(session)
        for item in batch:
            is_known = knowledge.refers_to(item.key) or _is_given_up(given_up, area.bucket, item.key)
            if not is_known and await store.head(ObjectKey(area.bucket, item.key)) is not None:
                orphans.append(
                    Orphan(bucket=area.bucket, key=item.key, size_bytes=item.size_bytes, modified_at=item.modified_at)
                )
    return orphans


async def _confirm_losses(database: Database, store: ObjectStore, area: Area, suspects: Sequence[str]) -> list[Loss]:
    """Those that a row needs still, and that are not there as it needs them."""
    losses = []
    remaining = iter(suspects)
    while batch := list(islice(remaining, BATCH)):
        found = {key: await store.head(ObjectKey(area.bucket, key)) for key in batch}
        async with database.read() as session:
            knowledge = await area.about(session, batch)
        for key, info in found.items():
            needed = knowledge.needed.get(key)
            if needed is None or (info is not None and needed.size_bytes in (None, info.size_bytes)):
                continue
            kind = LossKind.MISSING if info is None else LossKind.WRONG_SIZE
            losses.append(Loss(kind=kind, bucket=area.bucket, **needed._asdict()))
    return losses


class _Listing:
    """A listing that is read in stretches."""

    def __init__(self, objects: AsyncIterator[ListedObject]) -> None:
        self._objects = objects
        self._next: ListedObject | None = None

    async def up_to(self, prefix: str) -> AsyncIterator[ListedObject]:
        """What comes next, as far as the keys below `prefix`; with an empty prefix, to the end."""
        while True:
            item = self._next or await anext(self._objects, None)
            self._next = None
            if item is None:
                return
            if prefix and item.key > prefix and not item.key.startswith(prefix):
                self._next = item
                return
            yield item


def _is_given_up(given_up: set[tuple[Bucket, str]], bucket: Bucket, key: str) -> bool:
    path = PurePosixPath(key)
    return any((bucket, str(prefix)) in given_up for prefix in (path, *path.parents))
