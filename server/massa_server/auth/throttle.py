"""Slowing down guesses of a password.

Every attempt counts as failed until it succeeds, so that guesses side by side count too. Addresses without an account
are throttled alike, so that the answer does not tell which addresses have one.
"""

import hashlib
import math
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.auth import repository
from massa_server.auth.models import SignInThrottle
from massa_server.clock import now
from massa_server.errors import TooManyRequests

FREE_ATTEMPTS = 5
FIRST_DELAY_S = 15
LONGEST_DELAY_S = 15 * 60
FORGET_AFTER = timedelta(hours=1)


class TooManySignIns(TooManyRequests):
    """Too many wrong passwords for this address."""

    kind = "too-many-sign-ins"
    title = "Too many attempts to sign in"


async def admit(session: AsyncSession, email: str) -> None:
    """Count an attempt, or raise TooManySignIns with the time to wait."""
    at = now()
    throttle = await repository.find_throttle(session, _hash(email))
    if throttle is None:
        session.add(SignInThrottle(email_hash=_hash(email), failures=1, last_failure_at=at))
        return
    if throttle.blocked_until is not None and throttle.blocked_until > at:
        wait_s = math.ceil((throttle.blocked_until - at).total_seconds())
        raise TooManySignIns(f"Wait {wait_s} s before you try to sign in again.", headers={"Retry-After": str(wait_s)})
    if throttle.last_failure_at + FORGET_AFTER < at:
        throttle.failures = 0
    throttle.failures += 1
    throttle.last_failure_at = at
    delay = delay_s(throttle.failures)
    throttle.blocked_until = at + timedelta(seconds=delay) if delay else None


async def succeed(session: AsyncSession, email: str) -> None:
    """The password was right: forget the failures."""
    await repository.delete_throttle(session, _hash(email))


def delay_s(failures: int) -> int:
    """Seconds to wait after so many failures: none for the first few, then doubling up to a quarter of an hour."""
    if failures < FREE_ATTEMPTS:
        return 0
    return min(LONGEST_DELAY_S, FIRST_DELAY_S << min(failures - FREE_ATTEMPTS, 16))


def _hash(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()
