"""What the runner runs: lanes of one kind of work each, and the jobs that they hand out."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.db import Leased
from massa_server.runner.leases import Lease

Result = TypeVar("Result")


class Job(Protocol):
    """Work that this runner holds the lease of."""

    @property
    def lease(self) -> Lease:
        """The row and its fencing number."""
        ...

    async def work(self) -> None:
        """Does the work and writes its end, in one transaction that checks the lease.

        When cancelled, it leaves no process behind. Raises LeaseLost when the row is no longer this runner's.
        """
        ...

    async def give_back(self) -> None:
        """Lets another runner take the work at once; called after a cancelled `work`. Raises LeaseLost."""
        ...

    async def report(self, session: AsyncSession) -> None:
        """Writes how far the work is, within the transaction that renewed the lease."""
        ...


class Lane(Protocol):
    """One kind of work: which table's rows it is, and how to take one.

    Inspections are lanes. So is each way to execute analyses: worker processes here, or executions in the cloud.
    """

    @property
    def name(self) -> str:
        """For the log."""
        ...

    @property
    def model(self) -> type[Leased]:
        """The table whose rows are the work."""
        ...

    @property
    def slots(self) -> int:
        """How many jobs one runner does at once."""
        ...

    async def claim(self, owner: str, until: datetime) -> Job | None:
        """Takes the next row, if any, in a transaction of its own."""
        ...


async def uninterrupted(work: Coroutine[Any, Any, Result]) -> Result:
    """Awaits work that must not stop half-way, such as a commit; a cancellation takes effect after it."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
