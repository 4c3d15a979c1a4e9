"""The local store over HTTP: what S3 would answer by itself. Signed tokens are the only way in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse
from starlette.requests import ClientDisconnect

from massa_server.current_settings import CurrentSettings
from massa_server.errors import Invalid, NotFound, problems
from massa_server.storage.dependencies import Store
from massa_server.storage.local import CHECKSUM_HEADER, LocalStore
from massa_server.storage.protocol import StoreError, UploadGone

router = APIRouter(prefix="/storage", tags=["storage"])

CROSS_ORIGIN = {"Cross-Origin-Resource-Policy": "cross-origin"}


def streams_body(path: str) -> bool:
    """Whether the request's body is a part, which is bounded here rather than by the general limit."""
    return path.startswith("/api/storage/parts/")


def _local_store(store: Store) -> LocalStore:
    if not isinstance(store, LocalStore):
        raise NotFound("Objects are not served by this process.")
    return store


Local = Annotated[LocalStore, Depends(_local_store)]


@router.put(
    "/parts/{token}",
    status_code=200,
    response_class=Response,
    responses=problems(403, 404),
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
async def put_part(token: str, request: Request, store: Local, settings: CurrentSettings) -> Response:
    """Take in one part of an upload, at the address that signing it gave."""
    try:
        part = await store.receive_part(token, _patient(request, settings.part_idle_timeout_s))
    except UploadGone as error:
        raise NotFound(str(error)) from error
    except StoreError as error:
        raise Invalid(str(error)) from error
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    return Response(headers={"ETag": part.etag, CHECKSUM_HEADER: part.crc64nvme, **CROSS_ORIGIN})


@router.get("/objects/{token}", response_class=FileResponse, responses=problems(403, 404))
async def get_object(token: str, store: Local) -> FileResponse:
    """Download an object from the address that asking for its download gave."""
    try:
        path, name = await asyncio.to_thread(store.open_download, token)
    except FileNotFoundError as error:
        raise NotFound("The object has been deleted.") from error
    return FileResponse(path, filename=name, media_type="application/octet-stream", headers=CROSS_ORIGIN)


async def _patient(request: Request, idle_timeout_s: float) -> AsyncIterator[bytes]:
    """The body, as long as it keeps coming."""
    chunks = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle_timeout_s):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise StoreError(f"Nothing of the part arrived for {idle_timeout_s:g} s. Send it again.") from error
        yield chunk
