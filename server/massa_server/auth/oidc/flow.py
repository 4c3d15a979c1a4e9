"""A sign-in at the provider, from leaving our pages to coming back with an identity.

What the browser must bring back (state, nonce, PKCE verifier, the page to go to) is in a signed, short-lived, HttpOnly
cookie of its own: nothing of a sign-in that never ends is kept here, and the answer to one browser's sign-in is of no
use in another, which is what forged and fixated sign-ins need.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from massa_server.auth.cookies import SIGN_IN_MINUTES
from massa_server.auth.oidc import id_token as id_tokens
from massa_server.auth.oidc.provider import Provider
from massa_server.clock import now
from massa_server.settings import Settings
from massa_server.storage import tokens

PURPOSE = "oidc-sign-in"
CALLBACK_PATH = "/api/auth/oidc/callback"


@dataclass(frozen=True)
class Departure:
    """Where the browser goes, and the cookie that it takes along."""

    url: str
    cookie: str


@dataclass(frozen=True)
class Answer:
    """What the provider has the browser bring: the code, our state, and who answers (RFC 9207)."""

    code: str
    state: str
    issuer: str | None


@dataclass(frozen=True)
class Identified:
    """Who has come back: claims of the ID token, completed from the userinfo endpoint."""

    claims: dict[str, Any]
    id_token: str
    return_to: str


class StateMismatch(Exception):
    """This browser did not begin the sign-in that it brings the answer to."""


async def depart(provider: Provider, settings: Settings, return_to: str) -> Departure:
    """Begin a sign-in. Raises ProviderUnavailable."""
    discovery = await provider.discovery()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    url = prepare_grant_uri(
        discovery.authorization_endpoint,
        settings.oidc_client_id,
        "code",
        redirect_uri=redirect_uri(settings),
        scope=settings.oidc_scopes,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    claims = {"s": state, "n": nonce, "v": verifier, "r": return_to}
    expires_at = now() + timedelta(minutes=SIGN_IN_MINUTES)
    return Departure(url, tokens.sign(PURPOSE, claims, expires_at, settings.signing_key()))


async def come_back(provider: Provider, settings: Settings, cookie: str, answer: Answer) -> Identified:
    """End a sign-in. Raises StateMismatch, Refused, BadIdToken, ProviderUnavailable."""
    departed = read_departure(cookie, answer.state, settings)
    if answer.issuer not in (None, settings.oidc_issuer):
        raise StateMismatch("another provider answers")
    id_token, access_token = await provider.redeem(answer.code, departed["v"], redirect_uri(settings))
    claims = await id_tokens.check(id_token, departed["n"], provider, settings)
    if "email" not in claims:
        more = await provider.user_info(access_token)
        if more.get("sub") == claims["sub"]:  # section 5.3.2: else it may be somebody else's
            claims = more | claims
    return Identified(claims, id_token, departed["r"])


def read_departure(cookie: str, state: str, settings: Settings) -> dict[str, str]:
    """What the browser took along. Raises StateMismatch unless it was for this state."""
    try:
        departed = tokens.verify(PURPOSE, cookie, settings.signing_key())
    except tokens.BadToken as error:
        raise StateMismatch(str(error)) from error
    if not hmac.compare_digest(str(departed["s"]).encode(), state.encode()):
        raise StateMismatch("the state is another one's")
    return departed


async def sign_out_url(provider: Provider, settings: Settings, id_token: str) -> str | None:
    """Where the browser signs out of the provider (RP-initiated logout, or Cognito's own form); None: nowhere."""
    home = f"{settings.public_url}/"
    if settings.oidc_logout_url:
        return f"{settings.oidc_logout_url}?{urlencode({'client_id': settings.oidc_client_id, 'logout_uri': home})}"
    endpoint = (await provider.discovery()).end_session_endpoint
    if endpoint is None:
        return None
    query = {"id_token_hint": id_token, "client_id": settings.oidc_client_id, "post_logout_redirect_uri": home}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def redirect_uri(settings: Settings) -> str:
    """Where the provider sends browsers back to. It must know this address."""
    return settings.public_url + CALLBACK_PATH
