"""Checking an ID token, as OpenID Connect Core 1.0, section 3.1.3.7, has it."""

import hmac
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from massa_server.auth.oidc.provider import Provider
from massa_server.settings import Settings

# Asymmetric only: `none` and HMAC with a public key as secret are the classic forgeries.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
LEEWAY_S = 60


class BadIdToken(Exception):
    """The ID token is forged, too old, or meant for somebody else. The message is for the log."""


async def check(id_token: str, nonce: str, provider: Provider, settings: Settings) -> dict[str, Any]:
    """The claims of an ID token that answers the sign-in of this nonce. Raises BadIdToken, ProviderUnavailable."""
    try:
        token = _decode(id_token, await provider.keys())
    except (InvalidKeyIdError, _NoKey):
        try:
            token = _decode(id_token, await provider.keys(unknown_key=True))
        except (JoseError, ValueError, _NoKey) as error:
            raise BadIdToken(f"its key is not the provider's: {error}") from error
    except (JoseError, ValueError) as error:
        raise BadIdToken(str(error)) from error
    claims = token.claims
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_S,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        raise BadIdToken(str(error)) from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise BadIdToken("the nonce is another one's")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    authorized = claims.get("azp")
    if (len(audiences) > 1 or authorized is not None) and authorized != settings.oidc_client_id:
        raise BadIdToken("it was made for another client")
    if claims.get("token_use", "id") != "id":  # Cognito signs access tokens with the same keys
        raise BadIdToken("it is not an ID token")
    return dict(claims)


class _NoKey(Exception):
    """No key of the set has the token's key id."""


def _decode(id_token: str, keys: KeySet) -> jwt.Token:
    try:
        return jwt.decode(id_token, keys, algorithms=ALGORITHMS)
    except JoseError as error:
        if "key" in str(error).lower():
            raise _NoKey(str(error)) from error
        raise
