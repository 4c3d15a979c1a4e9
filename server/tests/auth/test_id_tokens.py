"""ID tokens that are not what they should be."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from massa_server.auth.oidc.id_token import BadIdToken, check
from massa_server.auth.oidc.provider import Provider
from massa_server.settings import Settings

KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
ANOTHER_KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
SETTINGS = Settings(oidc_issuer="https://id.test", oidc_client_id="massa", public_url="http://massa.test")


class KnownProvider(Provider):
    """A provider whose keys need not be fetched."""

    async def keys(self, *, unknown_key: bool = False) -> KeySet:
        """The public half of our key."""
        return KeySet.import_key_set({"keys": [KEY.as_dict(private=False)]})


def _seconds_from_now(seconds: int) -> Callable[[], int]:
    """A time that is told when the token is made: tests are collected long before they run."""
    return lambda: int(time.time()) + seconds


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good token, changed; None takes one away."""
    at = int(time.time())
    good = {
        "iss": "https://id.test",
        "aud": "massa",
        "sub": "clara",
        "nonce": "our nonce",
        "iat": at,
        "exp": at + 300,
    }
    told = {name: value() if callable(value) else value for name, value in (good | changes).items()}
    return {name: value for name, value in told.items() if value is not None}


def signed(content: dict[str, Any], key: RSAKey = KEY, **header: str) -> str:
    """A token with these claims."""
    return jwt.encode({"alg": "RS256", "kid": str(KEY.kid), **header}, content, key)


async def checked(token: str) -> dict[str, Any]:
    """The claims, if the token is good."""
    provider = KnownProvider(SETTINGS)
    try:
        return await check(token, "our nonce", provider, SETTINGS)
    finally:
        await provider.close()


@pytest.mark.parametrize(
    "changes", [{}, {"aud": ["massa"]}, {"aud": ["massa", "other"], "azp": "massa"}, {"token_use": "id"}]
)
async def test_a_good_token_says_who_it_is(changes: dict[str, Any]) -> None:
    assert (await checked(signed(claims(**changes))))["sub"] == "clara"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.test"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"aud": ["massa", "other"]},
        {"azp": "other"},
        {"sub": None},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"exp": _seconds_from_now(-120)},
        {"exp": None},
        {"iat": None},
        {"iat": _seconds_from_now(600)},
        {"nbf": _seconds_from_now(600)},
        {"token_use": "access"},
    ],
    ids=lambda changes: " ".join(changes),
)
async def test_a_token_with_a_wrong_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadIdToken):
        await checked(signed(claims(**changes)))


def _part(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned() -> str:
    return f"{_part({'alg': 'none', 'kid': str(KEY.kid)})}.{_part(claims())}."


def _changed_afterwards() -> str:
    header, _, signature = signed(claims()).split(".")
    return f"{header}.{_part(claims(sub='admin'))}.{signature}"


def _signed_with_the_public_key_as_a_secret() -> str:
    """The library refuses to make one, so it is made by hand."""
    content = f"{_part({'alg': 'HS256', 'kid': str(KEY.kid)})}.{_part(claims())}"
    signature = hmac.digest(KEY.as_pem(private=False), content.encode(), "sha256")
    return f"{content}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _signed_by_another() -> str:
    return signed(claims(), ANOTHER_KEY)


def _signed_by_an_unknown_key() -> str:
    return signed(claims(), ANOTHER_KEY, kid=str(ANOTHER_KEY.kid))


def _names_its_own_key() -> str:
    header = {"alg": "RS256", "jku": "https://evil.test/keys", "jwk": ANOTHER_KEY.as_dict(private=False)}
    return jwt.encode(header, claims(), ANOTHER_KEY)


@pytest.mark.parametrize(
    "forge",
    [
        _unsigned,
        _changed_afterwards,
        _signed_with_the_public_key_as_a_secret,
        _signed_by_another,
        _signed_by_an_unknown_key,
        _names_its_own_key,
        lambda: "",
        lambda: "a.b.c",
        lambda: "é.é.é",
    ],
)
async def test_a_forged_token_is_refused(forge: Any) -> None:
    with pytest.raises(BadIdToken):
        await checked(forge())


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "http://id.test"},
        {"oidc_client_id": ""},
        {"public_url": ""},
        {"oidc_logout_url": "http://id.test/logout"},
        {"public_url": "https://massa.test", "cookie_secure": False},
    ],
)
def test_a_provider_that_anybody_could_play_is_refused(settings: dict[str, Any]) -> None:
    good = {"oidc_issuer": "https://id.test", "oidc_client_id": "massa", "public_url": "http://massa.test"}
    Settings(**good)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"MASSA_|provider"):
        Settings(**(good | settings))
