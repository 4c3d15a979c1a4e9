"""A fault of ours is answered with a problem document, with the request's id and all headers, and logged once."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from massa_server.error_handlers import problem_response
from massa_server.errors import MassaError

log = structlog.get_logger(__name__)


class LastResort:
    """ASGI middleware. Starlette's own handler stands outside of all middleware, so its answers would be bare."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:
            if scope["type"] != "http" or has_started:
                raise
            log.exception("unexpected_error", exc_info=error)
            fault = MassaError("This is a fault of ours. It has been recorded; try again later.")
            await problem_response(fault)(scope, receive, send)
