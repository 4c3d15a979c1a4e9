"""Slowing down guesses of a password.

Every attempt counts as failed until it succeeds, so that guesses side by side count too. Addresses without an account
are throttled alike, so that the answer does not tell which addresses have one.
"""

import hashlib
import ipaddress
import math
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.auth import repository
from massa_server.auth.models import SignInThrottle
from massa_server.clock import now
from massa_server.errors import TooManyRequests

FREE_ATTEMPTS = 5
FREE_ATTEMPTS_OF_A_NETWORK = 50
FIRST_DELAY_S = 15
LONGEST_DELAY_S = 15 * 60
FORGET_AFTER = timedelta(hours=1)


class TooManySignIns(TooManyRequests):
    """Too many wrong passwords for this address."""

    kind = "too-many-sign-ins"
    title = "Too many attempts to sign in"


async def admit(session: AsyncSession, email: str, ip_address: str = "") -> None:
    """Count an attempt, or raise TooManySignIns with the time to wait.

    A network address has more attempts than an e-mail address, since a laboratory may share one; it bounds guesses of
    one password for many people.
    """
    await repository.delete_old_throttles(session, now() - FORGET_AFTER)
    if ip_address:
        await _count(session, _hash(_network(ip_address)), FREE_ATTEMPTS_OF_A_NETWORK)
    await _count(session, _hash(email), FREE_ATTEMPTS)


async def succeed(session: AsyncSession, email: str, ip_address: str = "") -> None:
    """The password was right: forget the failures with this e-mail address, and that this attempt was one."""
    await repository.delete_throttle(session, _hash(email))
    network = await repository.find_throttle(session, _hash(_network(ip_address))) if ip_address else None
    if network is not None:
        network.failures = max(0, network.failures - 1)


async def _count(session: AsyncSession, key: str, free: int) -> None:
    at = now()
    throttle = await repository.find_throttle(session, key)
    if throttle is None:
        try:
            async with session.begin_nested():
                session.add(SignInThrottle(email_hash=key, failures=1, last_failure_at=at))
        except IntegrityError:  # another attempt at the same moment was first
            throttle = await repository.find_throttle(session, key)
    if throttle is None:
        return
    if throttle.blocked_until is not None and throttle.blocked_until > at:
        wait_s = math.ceil((throttle.blocked_until - at).total_seconds())
        raise TooManySignIns(f"Wait {wait_s} s before you try to sign in again.", retry_after_s=wait_s)
    throttle.failures += 1
    throttle.last_failure_at = at
    delay = delay_s(throttle.failures, free)
    throttle.blocked_until = at + timedelta(seconds=delay) if delay else None


def _network(ip_address: str) -> str:
    """The address, or its /64 network in IPv6: there, one person has that many addresses."""
    try:
        address = ipaddress.ip_address(ip_address)
    except ValueError:
        return f"network {ip_address}"
    if isinstance(address, ipaddress.IPv6Address):
        return f"network {ipaddress.ip_network((address, 64), strict=False)}"
    return f"network {address}"


def delay_s(failures: int, free: int = FREE_ATTEMPTS) -> int:
    """Seconds to wait after so many failures: none for the first few, then doubling up to a quarter of an hour."""
    if failures < free:
        return 0
    return min(LONGEST_DELAY_S, FIRST_DELAY_S << min(failures - free, 16))


def _hash(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()
