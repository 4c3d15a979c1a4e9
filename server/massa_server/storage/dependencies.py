"""The store of the running application."""

from typing import Annotated

from fastapi import Depends, Request

from massa_server.settings import Settings
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import ObjectStore


def make_store(settings: Settings) -> ObjectStore:
    """The store that the settings name."""
    return LocalStore(settings)


def _get_store(request: Request) -> ObjectStore:
    store: ObjectStore = request.app.state.store
    return store


Store = Annotated[ObjectStore, Depends(_get_store)]
