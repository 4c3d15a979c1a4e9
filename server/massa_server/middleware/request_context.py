"""A request id on every request, answer and log line, and one log line for each request.

An answer from memory, see `degraded.py`, says so in the header `Massa-Degraded`.
"""

import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("massa_server.requests")

GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestContext:
    """ASGI middleware. It takes a request id that a proxy chose, if it looks like one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        client = scope.get("client")
        ip_address = client[0] if client else ""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, ip_address=ip_address)
        scope.setdefault("state", {})["ip_address"] = ip_address
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                if scope["state"].get("degraded"):
                    headers["Massa-Degraded"] = "database"
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            route = scope.get("route")
            log.info(
                "request",
                method=scope["method"],
                route=getattr(route, "path", None) or "(none)",  # never the path: it can hold a token
                status=status,
                duration_ms=round((time.perf_counter() - started) * 1000, 1),
            )
