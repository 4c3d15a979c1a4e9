"""Bodies have a limit, whether or not they announce their size."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from massa_server.error_handlers import problem_response
from massa_server.errors import TooLarge


class BodyLimit:
    """ASGI middleware. Paths for which `exempt` is true bound their bodies themselves."""

    def __init__(self, app: ASGIApp, max_bytes: int, exempt: Callable[[str], bool]) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.exempt(scope["path"]):
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self.max_bytes:
            await problem_response(self._too_large())(scope, receive, send)
            return
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise HTTPException(self._too_large().status, self._too_large().detail)  # FastAPI swallows others
            return message

        await self.app(scope, receive_bounded, send)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body of this request may have at most {self.max_bytes} bytes.")
