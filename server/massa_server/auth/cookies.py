"""The cookies of a browser: who it is, the CSRF token that pages echo, and a sign-in that is under way elsewhere.

Where there is TLS their names begin with `__Host-`: browsers then take them only over TLS and from this very host, so
that no neighbouring host can plant one.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from fastapi import Response

from massa_server.settings import Settings

SESSION_COOKIE = "massa_session"
CSRF_COOKIE = "massa_csrf"
OIDC_COOKIE = "massa_oidc"
CSRF_HEADER = "X-CSRF-Token"
SIGN_IN_MINUTES = 10


def cookie_name(name: str, settings: Settings) -> str:
    """The name that the browser knows the cookie by."""
    return f"__Host-{name}" if settings.cookie_secure else name


def read_cookie(cookies: Mapping[str, str], name: str, settings: Settings) -> str:
    """The cookie's value; empty if there is none."""
    return cookies.get(cookie_name(name, settings), "")


def set_session_cookies(response: Response, settings: Settings, session_token: str) -> None:
    """Sign the browser in. The CSRF token changes with the session, to which it is bound."""
    _set(response, settings, SESSION_COOKIE, session_token, settings.session_lifetime_days * 24 * 3600)
    set_csrf_cookie(response, settings, session_token)


def clear_session_cookies(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    _delete(response, settings, SESSION_COOKIE)
    set_csrf_cookie(response, settings, "")


def set_csrf_cookie(response: Response, settings: Settings, session_token: str) -> str:
    """Give the browser a CSRF token for its session, or for none."""
    nonce = secrets.token_urlsafe(16)
    token = f"{nonce}.{_csrf_signature(nonce, session_token, settings)}"
    _set(response, settings, CSRF_COOKIE, token, settings.session_lifetime_days * 24 * 3600, http_only=False)
    return token


def is_csrf_token(token: str, session_token: str, settings: Settings) -> bool:
    """Whether we made this token for this session."""
    nonce, _, signature = token.partition(".")
    expected = _csrf_signature(nonce, session_token, settings)
    return hmac.compare_digest(expected.encode(), signature.encode())


def set_oidc_cookie(response: Response, settings: Settings, value: str) -> None:
    """Have this browser, and no other, come back from the provider. `lax`, since it comes from another site."""
    _set(response, settings, OIDC_COOKIE, value, SIGN_IN_MINUTES * 60)


def clear_oidc_cookie(response: Response, settings: Settings) -> None:
    """The sign-in is over."""
    _delete(response, settings, OIDC_COOKIE)


def _csrf_signature(nonce: str, session_token: str, settings: Settings) -> str:
    message = f"massa-csrf\n{nonce}\n{session_token}".encode()
    return hmac.new(settings.signing_key(), message, hashlib.sha256).hexdigest()


def _set(
    response: Response, settings: Settings, name: str, value: str, max_age_s: int, *, http_only: bool = True
) -> None:
    response.set_cookie(
        cookie_name(name, settings),
        value,
        max_age=max_age_s,
        path="/",
        secure=settings.cookie_secure,
        httponly=http_only,
        samesite="lax",
    )


def _delete(response: Response, settings: Settings, name: str) -> None:
    response.delete_cookie(
        cookie_name(name, settings), path="/", secure=settings.cookie_secure, httponly=True, samesite="lax"
    )
