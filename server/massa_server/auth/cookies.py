"""The two cookies of a browser: who it is (HttpOnly), and the CSRF token that pages echo."""

import hashlib
import hmac
import secrets

from fastapi import Response

from massa_server.settings import Settings

SESSION_COOKIE = "massa_session"
CSRF_COOKIE = "massa_csrf"
CSRF_HEADER = "X-CSRF-Token"


def set_session_cookies(response: Response, settings: Settings, session_token: str) -> None:
    """Sign the browser in. The CSRF token changes with the session, to which it is bound."""
    _set(response, settings, SESSION_COOKIE, session_token, http_only=True)
    set_csrf_cookie(response, settings, session_token)


def clear_session_cookies(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=settings.cookie_secure, httponly=True, samesite="lax")
    set_csrf_cookie(response, settings, "")


def set_csrf_cookie(response: Response, settings: Settings, session_token: str) -> str:
    """Give the browser a CSRF token for its session, or for none."""
    nonce = secrets.token_urlsafe(16)
    token = f"{nonce}.{_csrf_signature(nonce, session_token, settings)}"
    _set(response, settings, CSRF_COOKIE, token, http_only=False)
    return token


def is_csrf_token(token: str, session_token: str, settings: Settings) -> bool:
    """Whether we made this token for this session."""
    nonce, _, signature = token.partition(".")
    expected = _csrf_signature(nonce, session_token, settings)
    return hmac.compare_digest(expected.encode(), signature.encode())


def _csrf_signature(nonce: str, session_token: str, settings: Settings) -> str:
    message = f"massa-csrf\n{nonce}\n{session_token}".encode()
    return hmac.new(settings.signing_key(), message, hashlib.sha256).hexdigest()


def _set(response: Response, settings: Settings, name: str, value: str, *, http_only: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.session_lifetime_days * 24 * 3600,
        path="/",
        secure=settings.cookie_secure,
        httponly=http_only,
        samesite="lax",
    )
