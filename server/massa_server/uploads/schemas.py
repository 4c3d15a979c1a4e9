"""What the API takes and shows of uploads."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from massa_server.schemas import Input, View
from massa_server.storage.checksums import is_crc64nvme

MAX_PARTS = 10_000  # as S3 has it


def _checksum(value: str) -> str:
    if not is_crc64nvme(value):
        raise ValueError("is not a CRC64NVME checksum: base64 of its 8 big-endian bytes, as S3 writes it")
    return value


Checksum = Annotated[
    str,
    Field(description="CRC64NVME: base64 of its 8 big-endian bytes, as S3 writes it.", examples=["rosUhgp5mIg="]),
    AfterValidator(_checksum),
]
PartNumber = Annotated[int, Field(ge=1, le=MAX_PARTS)]


class UploadPlan(View):
    """How to cut a file into parts: each has `part_size_bytes`, and the last one what is left."""

    part_size_bytes: int
    parts_total: int


class PartSign(Input):
    """The part that shall be sent: the address will accept no other bytes."""

    crc64nvme: Checksum


class SignedPart(View):
    """A request to make within its time: this method, this address, these headers, the part as body."""

    method: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


class Part(View):
    """A part that has arrived."""

    number: int
    size_bytes: int
    etag: str
    crc64nvme: str


class PartList(View):
    """The parts that have arrived, by number."""

    items: list[Part]


class CompletePart(Input):
    """A part, with the `ETag` that putting it gave."""

    number: PartNumber
    etag: Annotated[str, Field(min_length=1, max_length=200)]
    crc64nvme: Checksum


class UploadComplete(Input):
    """All parts, by number, and the checksum of the whole."""

    crc64nvme: Checksum
    parts: Annotated[list[CompletePart], Field(min_length=1, max_length=MAX_PARTS)]
