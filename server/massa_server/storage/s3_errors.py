"""What S3 and boto3 say went wrong, in the store's terms."""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from massa_server.storage.protocol import ChecksumMismatch, StoreError, StoreUnavailable, UploadGone

MISSING = {"NoSuchKey", "NotFound", "404"}
REFUSED = {
    "InvalidPart",
    "InvalidPartOrder",
    "EntityTooSmall",
    "EntityTooLarge",
    "InvalidRequest",
    "InvalidArgument",
    "MalformedXML",
}
WRONG_CHECKSUM = {"BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"}


class Conflicting(StoreUnavailable):
    """Another conditional write of the same object is under way."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises errors of boto3 as UploadGone, ChecksumMismatch, StoreError, FileNotFoundError, FileExistsError where a
    condition was not met, and StoreUnavailable for all that is not about what was asked: boto3 has repeated it.
    """
    try:
        yield
    except ClientError as error:
        raise _meaning(error) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreUnavailable(f"the store does not answer: {error}") from error


def _meaning(error: ClientError) -> Exception:
    details = error.response.get("Error", {})
    code, message = str(details.get("Code", "")), str(details.get("Message", ""))
    if code == "NoSuchUpload":
        return UploadGone("The store does not know this upload any more. Start it again.")
    if code in WRONG_CHECKSUM:
        return ChecksumMismatch(f"What arrived is not what was sent: {message}")
    if code in REFUSED:
        return StoreError(f"The store refuses the parts: {message.rstrip('. ')}. Send again those that are missing.")
    if code in MISSING:
        return FileNotFoundError(f"{error.operation_name}: {message}")
    if code in ("PreconditionFailed", "412"):
        return FileExistsError(f"{error.operation_name}: {message}")
    if code == "ConditionalRequestConflict":
        return Conflicting(f"{error.operation_name}: {message}")
    return StoreUnavailable(f"{error.operation_name} failed: {code} {message}")
