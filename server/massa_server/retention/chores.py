"""Chores: of any number of processes, one does them, as often as it takes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention.models import Chore

LEASE = timedelta(hours=2)


async def do_if_due(
    database: Database, name: str, owner: str, interval: timedelta, work: Callable[[], Awaitable[dict[str, Any]]]
) -> bool:
    """Does the work, unless somebody is at it or it has been done within the interval; returns whether it did.

    Who dies over it is replaced when the lease is over. Done twice at once it would do no harm, only cost more.
    """
    if not await _take(database, name, owner, interval):
        return False
    try:
        outcome = await work()
    except BaseException:
        await _let_go(database, name, owner)
        raise
    await write_down(database, name, outcome)
    return True


async def write_down(database: Database, name: str, outcome: dict[str, Any]) -> None:
    """The chore is done, whoever asked for it."""
    async with database.write() as session:
        chore = await session.get(Chore, name)
        if chore is None:
            chore = Chore(name=name)
            session.add(chore)
        chore.finished_at, chore.outcome = now(), outcome
        chore.lease_owner = chore.lease_expires_at = None


async def _take(database: Database, name: str, owner: str, interval: timedelta) -> bool:
    async with database.read() as session:
        if not _is_due(await session.get(Chore, name), interval):
            return False
    try:
        async with database.write() as session:
            chore = await session.get(Chore, name, with_for_update=True)
            if chore is None:
                chore = Chore(name=name)
                session.add(chore)
            elif not _is_due(chore, interval):
                return False
            chore.lease_owner, chore.lease_expires_at = owner, now() + LEASE
    except IntegrityError:  # another one has made the row meanwhile
        return False
    return True


async def _let_go(database: Database, name: str, owner: str) -> None:
    async with database.write() as session:
        chore = await session.get(Chore, name)
        if chore is not None and chore.lease_owner == owner:
            chore.lease_owner = chore.lease_expires_at = None


def _is_due(chore: Chore | None, interval: timedelta) -> bool:
    if chore is None:
        return True
    is_held = chore.lease_expires_at is not None and chore.lease_expires_at > now()
    is_fresh = chore.finished_at is not None and chore.finished_at > now() - interval
    return not is_held and not is_fresh
