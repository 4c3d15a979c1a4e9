"""Bodies have limits: in size, announced or not, in the time they may take, and they are what they seem to be.

A body that says it is compressed is refused: nothing here unpacks one, so nobody can send a bomb.
"""

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from massa_server.error_handlers import problem_response
from massa_server.errors import MassaError, TooLarge, UnsupportedMedia

HANG_UP = {"Connection": "close"}  # else the server would wait for the rest of the body


class BodyLimit:
    """ASGI middleware. Paths for which `exempt` is true bound the size and the pauses of their bodies themselves."""

    def __init__(self, app: ASGIApp, max_bytes: int, timeout_s: float, exempt: Callable[[str], bool]) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.timeout_s = timeout_s
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), is_exempt=self.exempt(scope["path"]))
        if refusal is not None:
            await problem_response(refusal)(scope, receive, send)
            return
        if self.exempt(scope["path"]):
            await self.app(scope, receive, send)
            return
        received = 0
        is_whole = False
        deadline = asyncio.get_running_loop().time() + self.timeout_s

        async def receive_bounded() -> Message:
            nonlocal received, is_whole
            if is_whole:
                return await receive()  # waits for the client to go, however long that takes
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                detail = f"The body of this request did not arrive within {self.timeout_s:g} s."
                raise HTTPException(408, detail, HANG_UP) from error  # FastAPI swallows others
            received += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if received > self.max_bytes:
                raise HTTPException(self._too_large().status, self._too_large().detail, HANG_UP)
            return message

        await self.app(scope, receive_bounded, send)

    def _refusal(self, headers: Headers, *, is_exempt: bool) -> MassaError | None:
        if headers.get("content-encoding", "identity").lower() != "identity":
            return UnsupportedMedia("Send the body as it is, without Content-Encoding.", headers=HANG_UP)
        announced = headers.get("content-length", "0")
        if not is_exempt and (not announced.isdecimal() or int(announced) > self.max_bytes):
            return self._too_large()
        return None

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body of this request may have at most {self.max_bytes} bytes.", headers=HANG_UP)
