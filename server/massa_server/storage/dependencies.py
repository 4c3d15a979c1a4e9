"""The store of the running application."""

import re
from typing import Annotated

from fastapi import Depends, Request

from massa_server.storage.protocol import ObjectStore

HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+")


def _get_store(request: Request) -> ObjectStore:
    store: ObjectStore = request.app.state.store
    return store


def _browser_host(request: Request) -> str:
    """The host name that the browser used, through a proxy or not, without the port."""
    for header in ("x-forwarded-host", "host"):
        match = HOST.match(request.headers.get(header, ""))
        if match:
            return match[0]
    return "localhost"


BrowserHost = Annotated[str, Depends(_browser_host)]
Store = Annotated[ObjectStore, Depends(_get_store)]
