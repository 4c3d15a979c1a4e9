"""The provider: what it says of itself, its keys, and the few requests that we make to it.

Its address is configuration. What it names in its discovery document is used as it stands, but only over TLS (or on
this machine), redirects are not followed, answers are bounded in size and time: no user can make us fetch an address.
"""

import asyncio
import json
import time
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from massa_server.errors import Unavailable
from massa_server.settings import Settings, is_private_channel

TIMEOUT_S = 5.0
LARGEST_ANSWER_BYTES = 1024 * 1024
KEPT_S = 3600.0  # of the discovery document and the keys
SHORTEST_REFRESH_S = 10.0  # an unknown key asks for the keys again, but not for each forged token


class ProviderUnavailable(Unavailable):
    """The provider does not answer, or not as OpenID Connect has it."""

    kind = "provider-unavailable"
    title = "The sign-in provider does not answer"


class Refused(Exception):
    """The provider refuses the code, which is used, too old or meant for somebody else."""


class Discovery(BaseModel):
    """The parts of the discovery document that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]


class Provider:
    """The provider of one process."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret.get_secret_value()
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)
        self._lock = asyncio.Lock()
        self._discovery: Discovery | None = None
        self._keys: KeySet | None = None
        self._discovered_at = self._keys_at = 0.0

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def discovery(self) -> Discovery:
        """What the provider says of itself. Raises ProviderUnavailable."""
        async with self._lock:
            return await self._discover()

    async def keys(self, *, unknown_key: bool = False) -> KeySet:
        """The provider's keys; fetched anew where a token is signed by one that we do not know: keys are rotated."""
        async with self._lock:
            age_s = time.monotonic() - self._keys_at
            if self._keys is None or age_s > (SHORTEST_REFRESH_S if unknown_key else KEPT_S):
                discovery = await self._discover()
                try:
                    document = await self._json("GET", discovery.jwks_uri)
                    self._keys = KeySet.import_key_set({"keys": list(document["keys"])})
                except (JoseError, KeyError, TypeError, ValueError) as error:
                    raise ProviderUnavailable("Its keys cannot be read.") from error
                self._keys_at = time.monotonic()
            return self._keys

    async def redeem(self, code: str, verifier: str, redirect_uri: str) -> tuple[str, str]:
        """The ID token and the access token for an authorization code. Raises Refused."""
        discovery = await self.discovery()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        auth: httpx.BasicAuth | None = None
        if not self._client_secret:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in discovery.token_endpoint_auth_methods_supported:
            auth = httpx.BasicAuth(_form_encoded(self._client_id), _form_encoded(self._client_secret))
        else:
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        answer = await self._json("POST", discovery.token_endpoint, data=form, auth=auth)
        try:
            return str(answer["id_token"]), str(answer["access_token"])
        except KeyError as error:
            raise ProviderUnavailable("It gave no ID token.") from error

    async def user_info(self, access_token: str) -> dict[str, Any]:
        """What else the provider says of the person; nothing where it has no such endpoint."""
        discovery = await self.discovery()
        if discovery.userinfo_endpoint is None:
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        return await self._json("GET", discovery.userinfo_endpoint, headers=headers)

    async def _discover(self) -> Discovery:
        if self._discovery is None or time.monotonic() - self._discovered_at > KEPT_S:
            url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            try:
                discovery = Discovery.model_validate(await self._json("GET", url))
            except ValidationError as error:
                raise ProviderUnavailable("Its discovery document is incomplete.") from error
            if discovery.issuer != self.issuer:
                raise ProviderUnavailable(f"It calls itself {discovery.issuer}, not {self.issuer}.")
            endpoints = (
                discovery.authorization_endpoint,
                discovery.token_endpoint,
                discovery.jwks_uri,
                discovery.userinfo_endpoint,
                discovery.end_session_endpoint,
            )
            if not all(is_private_channel(endpoint) for endpoint in endpoints if endpoint):
                raise ProviderUnavailable("It names addresses without TLS.")
            self._discovery, self._discovered_at = discovery, time.monotonic()
        return self._discovery

    async def _json(self, method: str, url: str, **request: Any) -> dict[str, Any]:
        try:
            async with asyncio.timeout(TIMEOUT_S), self._http.stream(method, url, **request) as response:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > LARGEST_ANSWER_BYTES:
                        raise ProviderUnavailable("Its answer is too long.")
        except (httpx.HTTPError, TimeoutError) as error:
            raise ProviderUnavailable("Try again in a moment.") from error
        if method == "POST" and response.status_code in (400, 401, 403):
            raise Refused(bytes(body[:500]).decode(errors="replace"))
        try:
            document = json.loads(body)
        except ValueError as error:
            raise ProviderUnavailable("Its answer is not JSON.") from error
        if response.status_code != httpx.codes.OK or not isinstance(document, dict):
            raise ProviderUnavailable(f"It answered with status {response.status_code}.")
        return document


def _form_encoded(value: str) -> str:
    """As RFC 6749, section 2.3.1, has it before Basic authentication."""
    return str(httpx.QueryParams({"": value})).removeprefix("=")
