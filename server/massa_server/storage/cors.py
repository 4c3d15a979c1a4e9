"""Pages reach the store from another origin, as they reach S3. The signed address is all the credential there is."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/api/storage/"


class StorageCors:
    """ASGI middleware: any origin may use a signed address, without cookies; nothing else is open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "PUT"],
            allow_headers=["*"],
            expose_headers=["ETag"],
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self.open(scope, receive, send)
        else:
            await self.app(scope, receive, send)
