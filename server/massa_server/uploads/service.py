"""The multipart protocol, the same for every store and for every kind of object that people upload.

A route opens a transaction to find the upload, closes it, talks to the store for as long as that takes, and opens
another to write down the outcome.
"""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.clock import now
from massa_server.db import Database
from massa_server.errors import Conflict, Invalid, NotFound, TooLarge
from massa_server.metrics.definitions import count_upload
from massa_server.settings import Settings
from massa_server.storage.protocol import (
    ChecksumMismatch,
    CompletedPart,
    ObjectKey,
    ObjectStore,
    PartRequest,
    StoreError,
    UploadGone,
)
from massa_server.storage.service import give_up_upload
from massa_server.uploads import models, repository, schemas
from massa_server.uploads.models import UploadState


class UploadClosed(Conflict):
    """The upload has been completed or aborted."""

    kind = "upload-closed"
    title = "This upload is over"


class UploadLost(Conflict):
    """The store has lost the parts."""

    kind = "upload-lost"
    title = "The store does not know this upload any more"


class UploadIncomplete(Conflict):
    """Parts are missing or differ."""

    kind = "upload-incomplete"
    title = "The upload is not complete"


class WrongChecksum(Invalid):
    """What arrived is not what was sent."""

    kind = "wrong-checksum"
    title = "The file did not arrive as it was sent"


@dataclass(frozen=True)
class UploadFacts:
    """What talking to the store takes to know of an upload."""

    id: uuid.UUID
    target: ObjectKey
    store_upload_id: str
    size_bytes: int
    part_size_bytes: int
    state: UploadState
    crc64nvme: str | None
    created_by: uuid.UUID | None

    @property
    def parts_total(self) -> int:
        """How many parts the file has. An empty file has one empty part."""
        return max(1, -(-self.size_bytes // self.part_size_bytes))

    @property
    def plan(self) -> schemas.UploadPlan:
        """How to cut the file."""
        return schemas.UploadPlan(part_size_bytes=self.part_size_bytes, parts_total=self.parts_total)

    def part_size(self, number: int) -> int:
        """How many bytes that part has."""
        if number < self.parts_total:
            return self.part_size_bytes
        return self.size_bytes - self.part_size_bytes * (self.parts_total - 1)


def facts(upload: models.Upload) -> UploadFacts:
    """The facts of a row, to keep after its transaction."""
    return UploadFacts(
        upload.id,
        ObjectKey(upload.bucket, upload.key),
        upload.store_upload_id,
        upload.size_bytes,
        upload.part_size_bytes,
        upload.state,
        upload.crc64nvme,
        upload.created_by,
    )


async def begin_upload(
    store: ObjectStore, settings: Settings, target: ObjectKey, size_bytes: int, user_id: uuid.UUID
) -> models.Upload:
    """Begin a person's upload in the store. The caller adds the row to its transaction."""
    if size_bytes > settings.max_file_size_bytes:
        raise TooLarge(f"The file has {size_bytes} bytes; at most {settings.max_file_size_bytes} are allowed.")
    part_size_bytes = settings.part_size_bytes
    while size_bytes > part_size_bytes * schemas.MAX_PARTS:
        part_size_bytes *= 2
    return models.Upload(
        id=uuid.uuid4(),
        bucket=target.bucket,
        key=target.key,
        store_upload_id=await store.create_multipart(target),
        size_bytes=size_bytes,
        part_size_bytes=part_size_bytes,
        state=UploadState.OPEN,
        created_by=user_id,
    )


@asynccontextmanager
async def undone_on_failure(store: ObjectStore, upload: models.Upload) -> AsyncIterator[None]:
    """Forget an upload that has begun in the store when the block, which writes it down, fails."""
    target, store_upload_id = ObjectKey(upload.bucket, upload.key), upload.store_upload_id
    try:
        yield
    except Exception:
        with suppress(OSError):  # the sweep will do it
            await store.abort_multipart(target, store_upload_id)
        raise


async def sign_part(
    store: ObjectStore, upload: UploadFacts, number: int, body: schemas.PartSign, host: str
) -> schemas.SignedPart:
    """An address that takes in one part."""
    _require_open(upload)
    if number > upload.parts_total:
        raise Invalid(f"The file has {upload.parts_total} parts; there is no part {number}.")
    part = PartRequest(upload.target, upload.store_upload_id, number, upload.part_size(number), body.crc64nvme)
    return schemas.SignedPart.model_validate(await store.sign_part(part, host))


async def list_parts(store: ObjectStore, upload: UploadFacts) -> schemas.PartList:
    """The parts that have arrived: what a page that was reloaded need not send again."""
    if upload.state is not UploadState.OPEN:
        return schemas.PartList(items=[])
    try:
        parts = await store.list_parts(upload.target, upload.store_upload_id)
    except UploadGone as error:
        raise UploadLost(str(error)) from error
    return schemas.PartList(items=[schemas.Part.model_validate(part) for part in parts])


async def complete_in_store(
    database: Database, store: ObjectStore, upload: UploadFacts, body: schemas.UploadComplete
) -> None:
    """Make the object of its parts. Doing it again with the same checksum is harmless.

    When the upload is deleted meanwhile, the object is given up again.
    """
    if upload.state is UploadState.COMPLETED and upload.crc64nvme == body.crc64nvme:
        return
    _require_open(upload)
    numbers = [part.number for part in body.parts]
    if numbers != list(range(1, upload.parts_total + 1)):
        raise UploadIncomplete(f"Name the parts 1 to {upload.parts_total} once each, in order.")
    parts = [CompletedPart(part.number, part.etag, part.crc64nvme) for part in body.parts]
    try:
        await store.complete_multipart(upload.target, upload.store_upload_id, parts, upload.size_bytes, body.crc64nvme)
    except UploadGone as error:
        raise UploadLost(str(error)) from error
    except ChecksumMismatch as error:
        raise WrongChecksum(str(error)) from error
    except StoreError as error:
        raise UploadIncomplete(str(error)) from error
    async with database.read() as session:
        is_wanted = await repository.find_upload(session, upload.id) is not None
    if not is_wanted:
        async with database.write() as session:
            give_up_upload(session, upload.target, upload.store_upload_id)
        raise NotFound("What was uploaded has just been deleted.")


async def mark_completed(session: AsyncSession, upload_id: uuid.UUID, crc64nvme: str) -> bool:
    """Write down that the object is whole. False if that was known, or the upload is gone."""
    upload = await repository.find_upload(session, upload_id)
    if upload is None or upload.state is not UploadState.OPEN:
        return False
    upload.state = UploadState.COMPLETED
    upload.crc64nvme = crc64nvme
    upload.completed_at = now()
    count_upload(session, "completed")
    return True


def _require_open(upload: UploadFacts) -> None:
    if upload.state is not UploadState.OPEN:
        raise UploadClosed(f"The upload has been {upload.state}.")
