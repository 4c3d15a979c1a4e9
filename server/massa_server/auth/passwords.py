"""Argon2id password hashes, computed in threads, a few at a time: each takes 64 MiB and tens of milliseconds."""

import asyncio
from functools import lru_cache

from pwdlib import PasswordHash

CONCURRENT_HASHES = 2

_hasher = PasswordHash.recommended()
_slots = asyncio.Semaphore(CONCURRENT_HASHES)


async def hash_password(password: str) -> str:
    """The hash to keep of a password."""
    async with _slots:
        return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one of the hash. Without a hash it takes as long, and is wrong."""
    async with _slots:
        matches = await asyncio.to_thread(_hasher.verify, password, password_hash or _nobody())
    return matches and password_hash is not None


@lru_cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")
