"""Choosing the store."""

from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import ObjectStore


def make_store(settings: Settings) -> ObjectStore:
    """The store that the settings name."""
    if settings.storage == "s3":
        from massa_server.storage.s3 import S3Store  # loads boto3, which one machine does without

        return S3Store(settings)
    return LocalStore(settings)
