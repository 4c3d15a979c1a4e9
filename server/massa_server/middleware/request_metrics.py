"""How many requests there are, how they are answered, and how soon."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from massa_server.metrics.definitions import REQUEST_DURATION, REQUESTS_IN_PROGRESS

NO_ROUTE = "(none)"  # never the path: it can hold a token, and there is no end of paths
GONE = "499"  # the client left before it was answered
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMetrics:
    """ASGI middleware. A duration ends where the answer begins: how fast the client reads it is not ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        answered = False

        def observe(status: str) -> None:
            route = getattr(scope.get("route"), "path", None) or NO_ROUTE
            method = scope["method"] if scope["method"] in METHODS else "OTHER"
            REQUEST_DURATION.labels(method, route, status).observe(time.perf_counter() - started)

        async def send_and_observe(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                observe(str(message["status"]))
            await send(message)

        with REQUESTS_IN_PROGRESS.track_inprogress():
            await self.app(scope, receive, send_and_observe)
        if not answered:
            observe(GONE)
