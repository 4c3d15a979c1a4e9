"""What every store of objects can do: a local folder here, S3 in the cloud.

A store knows nothing of users or of the database. Keys are chosen by the server, never by a client.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Bucket(StrEnum):
    """The three places of objects; they differ in how long they keep them."""

    UPLOADS = "uploads"
    DATABASES = "databases"
    RESULTS = "results"


@dataclass(frozen=True)
class ObjectKey:
    """Where an object is."""

    bucket: Bucket
    key: str


@dataclass(frozen=True)
class ObjectInfo:
    """What a store says about a finished object."""

    size_bytes: int
    crc64nvme: str | None
    modified_at: datetime


@dataclass(frozen=True)
class ListedObject:
    """A finished object as a listing names it."""

    key: str
    size_bytes: int
    modified_at: datetime


@dataclass(frozen=True)
class StoredPart:
    """A part that has arrived."""

    number: int
    size_bytes: int
    etag: str
    crc64nvme: str


@dataclass(frozen=True)
class CompletedPart:
    """A part as the client names it when it completes the upload."""

    number: int
    etag: str
    crc64nvme: str


@dataclass(frozen=True)
class SignedRequest:
    """A request that a browser can make by itself until `expires_at`."""

    method: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class PartRequest:
    """The part that a signed request is for, with the checksum that the store shall insist on."""

    target: ObjectKey
    upload_id: str
    number: int
    size_bytes: int
    crc64nvme: str


# Asks which of these ids of multipart uploads somebody knows.
KnownUploads = Callable[[Collection[str]], Awaitable[set[str]]]


def key_segments(key: str) -> list[str]:
    """The parts of a key between its slashes. Raises ValueError for one that could leave its bucket in some store."""
    segments = key.split("/")
    if any(segment in ("", ".", "..") or "\0" in segment for segment in segments):
        raise ValueError(f"not a key: {key!r}")
    return segments


class StoreError(Exception):
    """A store refused: the message says what was wrong with what the client sent."""


class UploadGone(StoreError):
    """The store does not know this multipart upload, or knows it no longer."""


class ChecksumMismatch(StoreError):
    """What arrived is not what was sent."""


class StoreUnavailable(OSError):
    """The store does not answer, or not now: the same request can succeed later."""


class ObjectStore(Protocol):
    """A store of objects with S3's multipart protocol. Checksums are CRC64NVME, base64 of 8 big-endian bytes.

    All methods raise ValueError for what is no key, and OSError where the store cannot do its work.
    """

    async def create_multipart(self, target: ObjectKey) -> str:
        """Begin an upload and return the store's id of it."""
        ...

    async def sign_part(self, part: PartRequest, host: str) -> SignedRequest:
        """A request that puts one part. `host` is the host name under which the browser knows us."""
        ...

    async def put_part(self, part: PartRequest, content: bytes) -> StoredPart:
        """Put one part from within the program. Raises UploadGone, ChecksumMismatch, StoreError for a wrong size."""
        ...

    async def list_parts(self, target: ObjectKey, upload_id: str) -> list[StoredPart]:
        """The parts that have arrived, by number. Raises UploadGone."""
        ...

    async def complete_multipart(
        self, target: ObjectKey, upload_id: str, parts: list[CompletedPart], size_bytes: int, crc64nvme: str
    ) -> ObjectInfo:
        """Make the object of its parts at once, or not at all. Completing it again is harmless.

        Raises UploadGone, ChecksumMismatch, or StoreError for parts that are missing or differ.
        """
        ...

    async def abort_multipart(self, target: ObjectKey, upload_id: str) -> None:
        """Forget the parts. Aborting again is harmless."""
        ...

    async def abort_unknown(self, begun_before: datetime, known: KnownUploads) -> int:
        """Forget the parts of uploads that began before then and that nobody knows. Returns how many they were."""
        ...

    async def head(self, target: ObjectKey) -> ObjectInfo | None:
        """What the store knows of an object, or None if there is none."""
        ...

    async def sign_download(self, target: ObjectKey, file_name: str, host: str) -> str:
        """An address at which the object can be downloaded for a while, named `file_name`."""
        ...

    async def put(self, target: ObjectKey, source: Path) -> None:
        """Store a file, replacing what was there at once."""
        ...

    async def put_new(self, target: ObjectKey, source: Path) -> bool:
        """Store a file unless there is an object already. Of any number of callers at once, one gets True."""
        ...

    async def fetch(self, target: ObjectKey, destination: Path) -> None:
        """Make the object readable at `destination`, which must not be changed. Raises FileNotFoundError."""
        ...

    def list_objects(self, bucket: Bucket, prefix: str = "") -> AsyncIterator[ListedObject]:
        """All finished objects whose key begins with `prefix`, in the order of their keys, a page of them at a time.

        What is stored or deleted meanwhile may or may not be among them.
        """
        ...

    async def delete_prefix(self, bucket: Bucket, prefix: str) -> None:
        """Delete all objects whose key is, or lies under, `prefix`. There may be none."""
        ...

    async def check(self) -> None:
        """Raise OSError if the store cannot be used."""
        ...
