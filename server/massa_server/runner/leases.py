"""Leases: how any number of runners share the rows of a table without a coordinator.

A runner holds a row while its lease is renewed. The row's `attempt` at the time it was taken is the fencing number:
whoever writes the end of the work checks it in the same transaction, so a runner that was thought dead writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.clock import now
from massa_server.db import Leased

MAX_STARTS = 5
_MAX_BACKOFF_S = 60.0


Row = TypeVar("Row", bound=Leased)


class LeaseLost(Exception):
    """Somebody else holds the row now, or it is gone: stop, and write nothing."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A row that this runner took; `attempt` is the fencing number."""

    row_id: UUID
    attempt: int
    owner: str


def is_free(model: type[Leased]) -> ColumnElement[bool]:
    """SQL: nobody holds the row, or whoever held it has stopped renewing."""
    return or_(model.lease_expires_at.is_(None), model.lease_expires_at < now())


def take(row: Leased, owner: str, until: datetime) -> Lease:
    """Takes a row that was selected as free within the same writing transaction."""
    row.lease_owner = owner
    row.lease_expires_at = until
    row.attempt += 1
    return Lease(row.id, row.attempt, owner)


async def renew(session: AsyncSession, model: type[Leased], leases: Iterable[Lease], until: datetime) -> set[Lease]:
    """Renews the leases and returns those that are still held."""
    wanted = {(lease.row_id, lease.attempt): lease for lease in leases}
    owners = {lease.owner for lease in wanted.values()}
    statement = (
        update(model)
        .where(model.id.in_([row_id for row_id, _ in wanted]), model.lease_owner.in_(owners))
        .values(lease_expires_at=until)
        .returning(model.id, model.attempt)
        .execution_options(synchronize_session=False)
    )
    held = {(row_id, attempt) for row_id, attempt in await session.execute(statement)}
    return {lease for key, lease in wanted.items() if key in held}


async def fetch_held(session: AsyncSession, model: type[Row], lease: Lease) -> Row:
    """The row of a lease, within a writing transaction, which others wait for from here on.

    Raises:
        LeaseLost: this runner holds it no longer.
    """
    statement = (
        select(model)
        .where(model.id == lease.row_id, model.attempt == lease.attempt, model.lease_owner == lease.owner)
        .with_for_update(of=model)
    )
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None:
        raise LeaseLost(str(lease.row_id))
    return row


def give_back(row: Leased, *, after_s: float = 0.0) -> None:
    """Lets go of a row so that any runner can take it, at the earliest in `after_s` seconds."""
    row.lease_owner = None
    row.lease_expires_at = now() + timedelta(seconds=after_s) if after_s > 0 else None


def backoff_s(starts: int) -> float:
    """Seconds to wait after the start number `starts` went wrong: 2, 4, 8, … at most a minute."""
    return min(2.0**starts, _MAX_BACKOFF_S)
