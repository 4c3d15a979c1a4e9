"""Choosing the store."""

from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import ObjectStore


def make_store(settings: Settings) -> ObjectStore:
    """The store that the settings name."""
    return LocalStore(settings)
