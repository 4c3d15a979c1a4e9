"""Cross-site request forgery: a request that changes something must come from our own pages.

Two independent checks (OWASP): the browser's `Origin` must be ours, and the page must echo a cookie that only it can
read, signed and bound to the session. Requests without a session have nothing to forge, except signing in.
"""

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from massa_server.auth.cookies import CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE, cookie_name, is_csrf_token, read_cookie
from massa_server.error_handlers import problem_response
from massa_server.errors import Forbidden
from massa_server.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SIGNED_PREFIX = "/api/storage/"  # a signed address is not a cookie: no page can forge it


class CsrfFailed(Forbidden):
    """The request does not prove that it comes from our pages."""

    kind = "csrf-failed"
    title = "This request did not come from our pages"


class CsrfProtection:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            error = self._check(Request(scope))
            if error is not None:
                await problem_response(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _check(self, request: Request) -> CsrfFailed | None:
        path = request.url.path
        if "authorization" in request.headers:
            return None  # no page of another site can send it, and with it our cookies do not count
        session_token = read_cookie(request.cookies, SESSION_COOKIE, self.settings)
        if path.startswith(SIGNED_PREFIX) or not (session_token or path.startswith("/api/auth/")):
            return None
        if not self._is_our_origin(request):
            return CsrfFailed("The Origin of this request is not allowed.")
        cookie = read_cookie(request.cookies, CSRF_COOKIE, self.settings)
        header = request.headers.get(CSRF_HEADER, "")
        if not header or not hmac.compare_digest(cookie.encode(), header.encode()):
            name = cookie_name(CSRF_COOKIE, self.settings)
            return CsrfFailed(f"Send the value of the cookie {name} in the header {CSRF_HEADER}.")
        if not is_csrf_token(header, session_token, self.settings):
            return CsrfFailed("The CSRF token belongs to another session. Get a new one from GET /api/auth/csrf.")
        return None

    def _is_our_origin(self, request: Request) -> bool:
        """Programs send no Origin; browsers always do. A page of another site can set neither host header."""
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if origin in self.settings.allowed_origins:
            return True
        hosts = {request.headers.get("host"), request.headers.get("x-forwarded-host")}
        return urlsplit(origin).netloc in hosts - {None, ""}
