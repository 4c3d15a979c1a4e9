"""The store in a local folder. It serves S3's multipart protocol from the API process.

    objects/{bucket}/{key}                        finished objects, which appear by a rename
    objects/multipart/{upload_id}/00001-{crc}     parts, each of which appears by a rename too

A part's name carries its checksum, so the folder alone says what has arrived: there is nothing to keep in step
with it, and a crash at any point leaves either the part or no part.
"""

import asyncio
import base64
import os
import re
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from massa_server.clock import now
from massa_server.settings import Settings
from massa_server.storage import tokens
from massa_server.storage.checksums import Crc64Nvme
from massa_server.storage.protocol import (
    Bucket,
    ChecksumMismatch,
    CompletedPart,
    KnownUploads,
    ListedObject,
    ObjectInfo,
    ObjectKey,
    PartRequest,
    SignedRequest,
    StoredPart,
    StoreError,
    UploadGone,
    key_segments,
)

BLOCK_BYTES = 1024 * 1024
LISTED_AT_ONCE = 1000
UNFINISHED = re.compile(r"temporary-[0-9a-f]{32}")
PUT_PART = "put-part"
GET_OBJECT = "get-object"
CHECKSUM_HEADER = "x-amz-checksum-crc64nvme"


class LocalStore:
    """An ObjectStore over a folder that all processes of one machine share."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.objects_dir
        self._multipart = self._root / "multipart"
        self._key = settings.signing_key()
        self._url = settings.storage_url
        self._lifetime = timedelta(seconds=settings.part_url_lifetime_s)

    async def create_multipart(self, target: ObjectKey) -> str:
        self._path(target)
        upload_id = uuid.uuid4().hex
        await asyncio.to_thread((self._multipart / upload_id).mkdir, parents=True)
        return upload_id

    async def sign_part(self, part: PartRequest, host: str) -> SignedRequest:
        expires_at = now() + self._lifetime
        claims = {"u": part.upload_id, "n": part.number, "s": part.size_bytes, "c": part.crc64nvme}
        token = tokens.sign(PUT_PART, claims, expires_at, self._key)
        url = f"{self._base(host)}/api/storage/parts/{token}"
        return SignedRequest("PUT", url, {CHECKSUM_HEADER: part.crc64nvme}, expires_at)

    async def receive_part(self, token: str, body: AsyncIterator[bytes]) -> StoredPart:
        """Take in the part that the token allows. Putting it again replaces it.

        Raises BadToken, UploadGone, StoreError for a wrong size, ChecksumMismatch.
        """
        claims = tokens.verify(PUT_PART, token, self._key)
        number, size_bytes, crc64nvme = int(claims["n"]), int(claims["s"]), str(claims["c"])
        folder = self._folder(str(claims["u"]))
        with _temporary_file(folder) as (path, file):
            checksum = await _write_bounded(file, body, size_bytes)
            if checksum != crc64nvme:
                raise ChecksumMismatch(
                    f"Part {number} arrived with checksum {checksum}, not {crc64nvme}. Send it again."
                )
            final = folder / _part_name(number, crc64nvme)
            await asyncio.to_thread(_publish, file, path, final)
        return StoredPart(number, size_bytes, _etag(crc64nvme), crc64nvme)

    async def put_part(self, part: PartRequest, content: bytes) -> StoredPart:
        signed = await self.sign_part(part, "localhost")
        return await self.receive_part(signed.url.rpartition("/")[2], _chunks(content))

    async def list_parts(self, target: ObjectKey, upload_id: str) -> list[StoredPart]:
        return await asyncio.to_thread(_list_parts, self._folder(upload_id))

    async def complete_multipart(
        self, target: ObjectKey, upload_id: str, parts: list[CompletedPart], size_bytes: int, crc64nvme: str
    ) -> ObjectInfo:
        final = self._path(target)
        try:
            await asyncio.to_thread(_assemble, self._folder(upload_id), parts, size_bytes, crc64nvme, final)
        except (StoreError, FileNotFoundError) as error:
            # Parts are missing where somebody completed it before us, or we did and died before we could say so.
            if not await asyncio.to_thread(_is_object, final, size_bytes, crc64nvme):
                if isinstance(error, StoreError):
                    raise
                raise UploadGone("The store does not know this upload any more. Start it again.") from error
        await self.abort_multipart(target, upload_id)
        return ObjectInfo(size_bytes, crc64nvme, _modified_at(final))

    async def abort_multipart(self, target: ObjectKey, upload_id: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._multipart / uuid.UUID(upload_id).hex, ignore_errors=True)

    async def abort_unknown(self, begun_before: datetime, known: KnownUploads) -> int:
        begun = await asyncio.to_thread(_uploads_before, self._multipart, begun_before)
        unknown = sorted(begun - await known(begun)) if begun else []
        for upload_id in unknown:
            await asyncio.to_thread(shutil.rmtree, self._multipart / upload_id, ignore_errors=True)
        return len(unknown)

    async def head(self, target: ObjectKey) -> ObjectInfo | None:
        path = self._path(target)
        try:
            return ObjectInfo(path.stat().st_size, None, _modified_at(path))
        except FileNotFoundError:
            return None

    async def sign_download(self, target: ObjectKey, file_name: str, host: str) -> str:
        claims = {"b": target.bucket, "k": target.key, "f": file_name}
        token = tokens.sign(GET_OBJECT, claims, now() + self._lifetime, self._key)
        return f"{self._base(host)}/api/storage/objects/{token}"

    def open_download(self, token: str) -> tuple[Path, str]:
        """The file that the token allows to download, and the name to give it. Raises BadToken, FileNotFoundError."""
        claims = tokens.verify(GET_OBJECT, token, self._key)
        path = self._path(ObjectKey(Bucket(claims["b"]), str(claims["k"])))
        if not path.is_file():
            raise FileNotFoundError(path)
        return path, str(claims["f"])

    async def put(self, target: ObjectKey, source: Path) -> None:
        await asyncio.to_thread(_copy_into, source, self._path(target))

    async def put_new(self, target: ObjectKey, source: Path) -> bool:
        return await asyncio.to_thread(_copy_new, source, self._path(target))

    async def fetch(self, target: ObjectKey, destination: Path) -> None:
        await asyncio.to_thread(_link_or_copy, self._path(target), destination)

    async def list_objects(self, bucket: Bucket, prefix: str = "") -> AsyncIterator[ListedObject]:
        objects = _walk(self._root / bucket, prefix)
        while page := await asyncio.to_thread(lambda: [*islice(objects, LISTED_AT_ONCE)]):
            for item in page:
                yield item

    async def delete_prefix(self, bucket: Bucket, prefix: str) -> None:
        await asyncio.to_thread(_delete, self._path(ObjectKey(bucket, prefix.rstrip("/"))))

    async def check(self) -> None:
        self._multipart.mkdir(parents=True, exist_ok=True)
        if not os.access(self._multipart, os.W_OK | os.X_OK):
            raise PermissionError(f"{self._multipart} cannot be written")

    def _path(self, target: ObjectKey) -> Path:
        return self._root.joinpath(target.bucket, *key_segments(target.key))

    def _folder(self, upload_id: str) -> Path:
        folder = self._multipart / uuid.UUID(upload_id).hex
        if not folder.is_dir():
            raise UploadGone("The store does not know this upload any more. Start it again.")
        return folder

    def _base(self, host: str) -> str:
        return self._url.replace("{host}", host).rstrip("/")


def _part_name(number: int, crc64nvme: str) -> str:
    return f"{number:05d}-{base64.b64decode(crc64nvme).hex()}"


def _etag(crc64nvme: str) -> str:
    return f'"{base64.b64decode(crc64nvme).hex()}"'


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _uploads_before(folder: Path, begun_before: datetime) -> set[str]:
    """The uploads in which nothing has arrived since then."""
    try:
        entries = [(entry.name, entry.stat().st_mtime) for entry in os.scandir(folder)]
    except FileNotFoundError:
        return set()
    return {name for name, changed_at in entries if changed_at < begun_before.timestamp()}


def _list_parts(folder: Path) -> list[StoredPart]:
    parts: dict[int, tuple[int, StoredPart]] = {}
    for path in folder.glob("[0-9]*-*"):
        number, _, crc_hex = path.name.partition("-")
        crc64nvme = base64.b64encode(bytes.fromhex(crc_hex)).decode()
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        part = StoredPart(int(number), status.st_size, _etag(crc64nvme), crc64nvme)
        newest = parts.get(part.number)
        if newest is None or newest[0] < status.st_mtime_ns:
            parts[part.number] = (status.st_mtime_ns, part)
    return [part for _, (_, part) in sorted(parts.items())]


async def _write_bounded(file: BinaryIO, body: AsyncIterator[bytes], size_bytes: int) -> str:
    """Write exactly `size_bytes` of the body, never holding more than a block of it. Returns the checksum."""
    checksum = Crc64Nvme()
    received = 0
    block = bytearray()

    def flush() -> None:
        checksum.update(bytes(block))
        file.write(block)
        block.clear()

    async for chunk in body:
        received += len(chunk)
        if received > size_bytes:
            raise StoreError(f"The part has more than the {size_bytes} bytes that were announced.")
        block += chunk
        if len(block) >= BLOCK_BYTES:
            await asyncio.to_thread(flush)
    if received < size_bytes:
        raise StoreError(f"The part ended after {received} of {size_bytes} bytes. Send it again.")
    await asyncio.to_thread(flush)
    return checksum.text()


def _assemble(folder: Path, parts: list[CompletedPart], size_bytes: int, crc64nvme: str, final: Path) -> None:
    """Copy the parts into one file, checking every byte once more, and publish it."""
    whole = Crc64Nvme()
    total = 0
    with _temporary_file(folder) as (path, file):
        for part in parts:
            source_path = folder / _part_name(part.number, part.crc64nvme)
            if not source_path.exists():
                raise StoreError(f"Part {part.number} with checksum {part.crc64nvme} has not arrived. Send it again.")
            with source_path.open("rb") as source:
                own = Crc64Nvme()
                while block := source.read(BLOCK_BYTES):
                    own.update(block)
                    whole.update(block)
                    total += len(block)
                    file.write(block)
            if own.text() != part.crc64nvme:
                source_path.unlink(missing_ok=True)
                raise ChecksumMismatch(f"Part {part.number} was damaged in the store. Send it again.")
        if total != size_bytes:
            raise StoreError(f"The parts have {total} bytes together, but the file has {size_bytes}.")
        if whole.text() != crc64nvme:
            raise ChecksumMismatch(f"The parts make an object with checksum {whole.text()}, not {crc64nvme}.")
        final.parent.mkdir(parents=True, exist_ok=True)
        _publish(file, path, final)


@contextmanager
def _temporary_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file that is gone at the end unless it has been renamed."""
    path = folder / f"temporary-{uuid.uuid4().hex}"
    try:
        with path.open("xb") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def _publish(file: BinaryIO, path: Path, final: Path) -> None:
    """Let the file appear under its final name, safe from a power cut."""
    file.flush()
    os.fsync(file.fileno())
    path.replace(final)
    _sync_folder(final.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_object(path: Path, size_bytes: int, crc64nvme: str) -> bool:
    if not path.is_file() or path.stat().st_size != size_bytes:
        return False
    checksum = Crc64Nvme()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            checksum.update(block)
    return checksum.text() == crc64nvme


def _copy_into(source: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(final.parent) as (path, file), source.open("rb") as reader:
        shutil.copyfileobj(reader, file, BLOCK_BYTES)
        _publish(file, path, final)


def _copy_new(source: Path, final: Path) -> bool:
    """Copy the file unless `final` exists. Linking decides it: a link never replaces a file."""
    final.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(final.parent) as (path, file), source.open("rb") as reader:
        shutil.copyfileobj(reader, file, BLOCK_BYTES)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(path, final)
        except FileExistsError:
            return False
    _sync_folder(final.parent)
    return True


def _link_or_copy(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except FileNotFoundError:
        raise
    except OSError:
        _copy_into(source, destination)


def _walk(root: Path, prefix: str, key: str = "") -> Iterator[ListedObject]:
    """The files below a folder in the order of their keys, as S3 lists them: a folder sorts as its name and `/`."""
    try:
        entries = [(entry.name + "/" if entry.is_dir() else entry.name, entry) for entry in os.scandir(root / key)]
    except FileNotFoundError:
        return
    for name, entry in sorted(entries, key=lambda item: item[0].encode()):
        own = key + name
        if name.endswith("/"):
            if own.startswith(prefix) or prefix.startswith(own):
                yield from _walk(root, prefix, own)
        elif own.startswith(prefix) and not UNFINISHED.fullmatch(name):
            try:
                status = entry.stat()
            except FileNotFoundError:
                continue
            yield ListedObject(own, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _modified_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
