"""Where a session is opened from."""

from datetime import timedelta

from fastapi import Request

from massa_server.auth.service import SessionOrigin
from massa_server.settings import Settings


def session_origin(request: Request, settings: Settings) -> SessionOrigin:
    """The browser of a request, and how long its session may last."""
    return SessionOrigin(
        lifetime=timedelta(days=settings.session_lifetime_days),
        user_agent=request.headers.get("user-agent", ""),
        ip_address=request.state.ip_address,
    )
