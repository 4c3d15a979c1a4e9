"""Reading an object of S3 into a file, however often the connection breaks."""

import errno
import random
import time
from pathlib import Path
from typing import Any, BinaryIO

from botocore.exceptions import BotoCoreError

from massa_server.storage.checksums import Crc64Nvme
from massa_server.storage.protocol import StoreUnavailable

BLOCK_BYTES = 1024 * 1024
ATTEMPTS = 5
FIRST_PAUSE_S = 0.1


def read_object(client: Any, place: dict[str, str], path: Path, limit_bytes: int) -> None:
    """Write the object to a new file. After a broken connection it goes on where it was, in the same object.

    Raises:
        OSError: the object is larger than `limit_bytes`, or does not have the checksum that the store knows of it.
        StoreUnavailable: the connection broke too often, or the object was replaced in between.
    """
    answer = client.get_object(**place, ChecksumMode="ENABLED")
    size_bytes, etag = int(answer["ContentLength"]), str(answer["ETag"])
    if size_bytes > limit_bytes:
        raise OSError(errno.EFBIG, f"{place['Key']} has {size_bytes} bytes; at most {limit_bytes} are read")
    expected = answer.get("ChecksumCRC64NVME") if answer.get("ChecksumType") == "FULL_OBJECT" else None
    checksum = Crc64Nvme()
    received = 0
    with path.open("xb") as file:
        for attempt in range(1, ATTEMPTS + 1):
            received += _copy(answer["Body"], file, checksum, size_bytes - received)
            if received == size_bytes:
                break
            if attempt == ATTEMPTS:
                raise StoreUnavailable(f"{place['Key']} ended after {received} of {size_bytes} bytes, {attempt} times")
            time.sleep(FIRST_PAUSE_S * 2**attempt * random.random())  # noqa: S311 - spreads retries
            try:
                answer = client.get_object(**place, Range=f"bytes={received}-", IfMatch=etag)
            except client.exceptions.ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != 412:
                    raise
                raise StoreUnavailable(f"{place['Key']} was replaced while it was read") from error
    if expected is not None and checksum.text() != expected:
        raise OSError(errno.EIO, f"{place['Key']} was read with checksum {checksum.text()}, not {expected}")


def _copy(body: Any, file: BinaryIO, checksum: Crc64Nvme, limit_bytes: int) -> int:
    """Copy what comes, at most `limit_bytes`, until the connection ends or breaks. Returns how many bytes that were."""
    copied = 0
    try:
        while copied < limit_bytes and (block := body.read(min(BLOCK_BYTES, limit_bytes - copied))):
            file.write(block)
            checksum.update(block)
            copied += len(block)
    except BotoCoreError:
        pass  # the caller sees what is missing
    finally:
        body.close()
    return copied
