"""Signed, expiring tokens that let their bearer do one thing, as a presigned URL of S3 does."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from massa_server.clock import now
from massa_server.errors import Forbidden


class BadToken(Forbidden):
    """The token is not ours, is meant for something else, or has expired."""

    kind = "bad-storage-token"
    title = "This address is not valid any more"


def sign(purpose: str, claims: dict[str, Any], expires_at: datetime, key: bytes) -> str:
    """A token for `purpose` that carries `claims`."""
    payload = json.dumps({**claims, "p": purpose, "e": int(expires_at.timestamp())}, separators=(",", ":"))
    body = base64.urlsafe_b64encode(payload.encode()).rstrip(b"=")
    return f"{body.decode()}.{_signature(body, key)}"


def verify(purpose: str, token: str, key: bytes) -> dict[str, Any]:
    """The claims of a token for `purpose`. Raises BadToken."""
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(_signature(body.encode(), key).encode(), signature.encode()):
        raise BadToken("The signature of this address is wrong. Ask for a new one.")
    try:
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadToken("This address cannot be read. Ask for a new one.") from error
    if claims.pop("p") != purpose:
        raise BadToken("This address is meant for something else.")
    if claims.pop("e") < now().timestamp():
        raise BadToken("This address has expired. Ask for a new one.")
    return claims


def _signature(body: bytes, key: bytes) -> str:
    digest = hmac.new(key, b"massa-storage-token\n" + body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
