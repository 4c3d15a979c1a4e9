"""The store in S3: three buckets, reached by boto3 in threads of its own, and by browsers with presigned requests.

An upload is a multipart upload with the CRC64NVME of the whole object. Each part is signed together with its own
checksum and its length, so the address accepts these bytes and no others.
"""

import asyncio
import functools
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

import boto3.session
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

from massa_server.clock import now
from massa_server.settings import Settings
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
    StoreUnavailable,
    UploadGone,
    key_segments,
)
from massa_server.storage.s3_errors import Conflicting, translated
from massa_server.storage.s3_reading import read_object

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 32
ATTEMPTS = 5
SINGLE_PUT_BYTES = 64 * 1024 * 1024
CHECKSUM = "ChecksumCRC64NVME"
CHECKSUM_HEADER = "x-amz-checksum-crc64nvme"
APPEARS_WITHIN_S = 5.0


class S3Store:
    """An ObjectStore over S3, or a server that speaks its protocol."""

    def __init__(self, settings: Settings) -> None:
        self._names = {
            Bucket.UPLOADS: settings.s3_uploads_bucket,
            Bucket.DATABASES: settings.s3_databases_bucket,
            Bucket.RESULTS: settings.s3_results_bucket,
        }
        self._lifetime_s = settings.part_url_lifetime_s
        self._largest_bytes = settings.max_file_size_bytes
        self._encryption: dict[str, Any] = {}
        if settings.s3_kms_key_id is not None:
            self._encryption = {
                "ServerSideEncryption": "aws:kms",
                "SSEKMSKeyId": settings.s3_kms_key_id,
                "BucketKeyEnabled": True,
            }
        session = boto3.session.Session()
        self._client = _make_client(session, settings, settings.s3_endpoint_url, ATTEMPTS)
        self._probe = _make_client(
            session, settings, settings.s3_endpoint_url, 1
        )  # who asks whether it answers asks again
        self._signer = self._client
        if settings.s3_browser_endpoint_url is not None:
            self._signer = _make_client(session, settings, settings.s3_browser_endpoint_url, ATTEMPTS)
        self._threads = ThreadPoolExecutor(THREADS, "s3")

    async def create_multipart(self, target: ObjectKey) -> str:
        answer = await self._call(
            self._client.create_multipart_upload,
            **self._place(target),
            **self._encryption,
            ContentType="application/octet-stream",
            ChecksumAlgorithm="CRC64NVME",
            ChecksumType="FULL_OBJECT",
        )
        return str(answer["UploadId"])

    async def sign_part(self, part: PartRequest, host: str) -> SignedRequest:
        expires_at = now() + timedelta(seconds=self._lifetime_s)
        url = await self._sign("upload_part", self._part(part))
        return SignedRequest("PUT", url, {CHECKSUM_HEADER: part.crc64nvme}, expires_at)

    async def put_part(self, part: PartRequest, content: bytes) -> StoredPart:
        if len(content) != part.size_bytes:
            raise StoreError(f"The part has {len(content)} bytes, not the {part.size_bytes} that were announced.")
        answer = await self._call(self._client.upload_part, **self._part(part), Body=content)
        return StoredPart(part.number, part.size_bytes, str(answer["ETag"]), part.crc64nvme)

    async def list_parts(self, target: ObjectKey, upload_id: str) -> list[StoredPart]:
        def gather() -> list[StoredPart]:
            pages = self._client.get_paginator("list_parts").paginate(**self._place(target), UploadId=upload_id)
            return [
                StoredPart(part["PartNumber"], part["Size"], part["ETag"], part[CHECKSUM])
                for page in pages
                for part in page.get("Parts", [])
                if CHECKSUM in part
            ]

        return await self._call(gather)

    async def complete_multipart(
        self, target: ObjectKey, upload_id: str, parts: list[CompletedPart], size_bytes: int, crc64nvme: str
    ) -> ObjectInfo:
        named = [{"PartNumber": part.number, "ETag": part.etag, CHECKSUM: part.crc64nvme} for part in parts]
        try:
            await self._call(
                self._client.complete_multipart_upload,
                **self._place(target),
                UploadId=upload_id,
                MultipartUpload={"Parts": named},
                MpuObjectSize=size_bytes,
                ChecksumType="FULL_OBJECT",
                **{CHECKSUM: crc64nvme},
            )
        except StoreError as error:
            # Somebody completed it before us, or we did and died before we could say so.
            info = await self.head(target)
            if info is not None and (info.size_bytes, info.crc64nvme) == (size_bytes, crc64nvme):
                return info
            if isinstance(error, UploadGone):
                raise
            if isinstance(error, ChecksumMismatch):
                raise ChecksumMismatch(f"The parts do not make an object with checksum {crc64nvme}.") from error
            await self._require_all(target, upload_id, parts)
            raise
        return await self._checked(target, size_bytes, crc64nvme)

    async def _require_all(self, target: ObjectKey, upload_id: str, parts: list[CompletedPart]) -> None:
        """Say which part is missing: S3 does not."""
        arrived = {(part.number, part.crc64nvme) for part in await self.list_parts(target, upload_id)}
        for part in parts:
            if (part.number, part.crc64nvme) not in arrived:
                raise StoreError(f"Part {part.number} with checksum {part.crc64nvme} has not arrived. Send it again.")

    async def _checked(self, target: ObjectKey, size_bytes: int, crc64nvme: str) -> ObjectInfo:
        """The object that has been completed, once it is there, if it is the one that was announced."""
        deadline = asyncio.get_running_loop().time() + APPEARS_WITHIN_S
        while (info := await self.head(target)) is None:
            # Some servers confirm a completion while another one of the same upload still goes on.
            if asyncio.get_running_loop().time() > deadline:
                raise StoreUnavailable(f"{target.key} has been completed, but has not appeared yet")
            await asyncio.sleep(0.1)
        if info.size_bytes != size_bytes or info.crc64nvme != crc64nvme:
            raise ChecksumMismatch(
                f"The store has an object of {info.size_bytes} bytes with checksum {info.crc64nvme}, "
                f"not of {size_bytes} bytes with {crc64nvme}."
            )
        return info

    async def abort_multipart(self, target: ObjectKey, upload_id: str) -> None:
        try:
            await self._call(self._client.abort_multipart_upload, **self._place(target), UploadId=upload_id)
        except UploadGone:
            return

    async def abort_unknown(self, begun_before: datetime, known: KnownUploads) -> int:
        count = 0
        for bucket, name in self._names.items():
            pages = iter(self._client.get_paginator("list_multipart_uploads").paginate(Bucket=name))
            while (page := await self._call(next, pages, None)) is not None:
                old = {
                    upload["UploadId"]: upload["Key"]
                    for upload in page.get("Uploads", [])
                    if upload["Initiated"] < begun_before
                }
                for upload_id in sorted(old.keys() - await known(old.keys())) if old else ():
                    await self.abort_multipart(ObjectKey(bucket, old[upload_id]), upload_id)
                    count += 1
        return count

    async def head(self, target: ObjectKey) -> ObjectInfo | None:
        try:
            answer = await self._call(self._client.head_object, **self._place(target), ChecksumMode="ENABLED")
        except FileNotFoundError:
            return None
        return ObjectInfo(answer["ContentLength"], answer.get(CHECKSUM), answer["LastModified"])

    async def sign_download(self, target: ObjectKey, file_name: str, host: str) -> str:
        disposition = f"attachment; filename*=utf-8''{quote(file_name, safe='')}"
        parameters = {
            **self._place(target),
            "ResponseContentDisposition": disposition,
            "ResponseContentType": "application/octet-stream",
        }
        return await self._sign("get_object", parameters)

    async def put(self, target: ObjectKey, source: Path) -> None:
        await self._call(self._put_of_any_size, target, source)

    async def put_new(self, target: ObjectKey, source: Path) -> bool:
        # A request that boto3 repeats, because its answer was lost, finds its own object: the writer tells.
        writer = uuid.uuid4().hex
        for _ in range(ATTEMPTS):
            try:
                await self._call(self._put, target, source, IfNoneMatch="*", Metadata={"writer": writer})
            except FileExistsError:
                answer = await self._call(self._client.head_object, **self._place(target))
                return bool(answer["Metadata"].get("writer") == writer)
            except Conflicting:  # another one writes, and may fail
                await asyncio.sleep(0.2)
            else:
                return True
        raise StoreUnavailable(f"others write {target.key} all the time")

    async def fetch(self, target: ObjectKey, destination: Path) -> None:
        partial = destination.with_name(f"temporary-{uuid.uuid4().hex}")
        try:
            await self._call(read_object, self._client, self._place(target), partial, self._largest_bytes)
            partial.replace(destination)
        finally:
            partial.unlink(missing_ok=True)

    async def list_objects(self, bucket: Bucket, prefix: str = "") -> AsyncIterator[ListedObject]:
        pages = self._list(bucket, prefix)
        while (page := await self._call(next, pages, None)) is not None:
            for item in page:
                yield item

    async def delete_prefix(self, bucket: Bucket, prefix: str) -> None:
        await self._call(self._delete, bucket, "/".join(key_segments(prefix.rstrip("/"))))

    async def check(self) -> None:
        for name in self._names.values():
            await self._call(self._probe.head_bucket, Bucket=name)

    def _place(self, target: ObjectKey) -> dict[str, str]:
        return {"Bucket": self._names[target.bucket], "Key": "/".join(key_segments(target.key))}

    def _part(self, part: PartRequest) -> dict[str, Any]:
        return {
            **self._place(part.target),
            "UploadId": part.upload_id,
            "PartNumber": part.number,
            "ContentLength": part.size_bytes,
            CHECKSUM: part.crc64nvme,
        }

    def _put(self, target: ObjectKey, source: Path, **conditions: Any) -> None:
        with source.open("rb") as body:
            self._client.put_object(
                **self._place(target), **self._encryption, **conditions, Body=body, ChecksumAlgorithm="CRC64NVME"
            )

    def _put_of_any_size(self, target: ObjectKey, source: Path) -> None:
        if source.stat().st_size <= SINGLE_PUT_BYTES:
            self._put(target, source)
            return
        place = self._place(target)
        self._client.upload_file(
            str(source),
            place["Bucket"],
            place["Key"],
            ExtraArgs={**self._encryption, "ChecksumAlgorithm": "CRC64NVME"},
            Config=TransferConfig(multipart_threshold=SINGLE_PUT_BYTES, multipart_chunksize=SINGLE_PUT_BYTES),
        )

    def _list(self, bucket: Bucket, prefix: str) -> Iterator[list[ListedObject]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._names[bucket], Prefix=prefix)
        for page in pages:
            yield [ListedObject(item["Key"], item["Size"], item["LastModified"]) for item in page.get("Contents", [])]

    def _delete(self, bucket: Bucket, prefix: str) -> None:
        name = self._names[bucket]
        self._client.delete_object(Bucket=name, Key=prefix)
        for page in self._list(bucket, f"{prefix}/"):
            if not page:
                continue
            listed = [{"Key": item.key} for item in page]
            answer = self._client.delete_objects(Bucket=name, Delete={"Objects": listed, "Quiet": True})
            for error in answer.get("Errors", []):
                raise StoreUnavailable(
                    f"{error.get('Key')} was not deleted: {error.get('Code')} {error.get('Message')}"
                )

    async def _sign(self, operation: str, parameters: dict[str, Any]) -> str:
        url = await self._call(
            self._signer.generate_presigned_url, operation, Params=parameters, ExpiresIn=self._lifetime_s
        )
        return str(url)

    async def _call(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Call in a thread of ours, with errors in the store's terms."""
        call = functools.partial(_translating, function, *arguments, **options)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


def _translating(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    with translated():
        return function(*arguments, **options)


def _make_client(session: Any, settings: Settings, endpoint_url: str | None, attempts: int) -> Any:
    """A client that repeats what can succeed later: throttling, 5xx and broken connections, with growing pauses."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": settings.s3_addressing_style},
        connect_timeout=5,
        read_timeout=60,
        max_pool_connections=THREADS,
        retries={"mode": "standard", "total_max_attempts": attempts},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return session.client("s3", region_name=settings.s3_region, endpoint_url=endpoint_url, config=config)
