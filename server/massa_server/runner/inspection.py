"""The lane that inspects finished uploads with `massa inspect`: files of spectra, and protein databases."""

import random
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol

import structlog
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server import tracing
from massa_server.db import Database
from massa_server.runner.lane import Job, uninterrupted
from massa_server.runner.leases import MAX_STARTS, Lease, Row, backoff_s, fetch_held, give_back, take
from massa_server.storage.protocol import ObjectKey, ObjectStore
from massa_server.telemetry import bind_work
from massa_server.worker.engine import Engine, EngineError, EngineFault
from massa_server.worker.workspace import workspace

log = structlog.get_logger(__name__)


class Rejected(Exception):
    """The file was read, but it is not what it was uploaded as. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Row]):
    """An upload to inspect, locked against other runners until the transaction ends."""

    row: Row
    object: ObjectKey
    file_name: str
    user_id: uuid.UUID | None


async def whose_turn(
    session: AsyncSession, waiting: Select[uuid.UUID | None], being_inspected: Select[uuid.UUID | None]
) -> uuid.UUID | None:
    """Whoever of those who wait has the fewest uploads under inspection; by lot among equals.

    So nobody waits behind another's hundred files, in however many projects these are. Uploads whose person is not
    known, as those that came with the program or whose account is gone, share one turn: None.
    """
    candidates = (await session.scalars(waiting.distinct())).all()
    if not candidates:
        return None
    running = Counter(await session.scalars(being_inspected))
    fewest = min(running[person] for person in candidates)
    return random.choice([person for person in candidates if running[person] == fewest])  # noqa: S311


class Subject(Protocol[Row]):
    """The uploads of one table: how to find the next, and what inspections do to them."""

    name: str
    id_name: str
    model: type[Row]

    async def has_waiting(self, session: AsyncSession) -> bool:
        """Whether some upload can be inspected now."""
        ...

    async def next_waiting(self, session: AsyncSession) -> Waiting[Row] | None:
        """The upload to inspect next; people take turns."""
        ...

    async def begin(self, session: AsyncSession, row: Row) -> None:
        """Shows that the upload is being inspected."""
        ...

    async def store(self, inspection: dict[str, Any], path: Path) -> None:
        """Stores what must outlive the upload, before the upload is accepted. Raises Rejected."""
        ...

    async def accept(self, session: AsyncSession, row: Row, inspection: dict[str, Any]) -> None:
        """Makes the upload ready to be used."""
        ...

    async def reject(self, session: AsyncSession, row: Row, problem: str) -> None:
        """Makes the upload unusable, with the reason."""
        ...

    async def wait_again(self, session: AsyncSession, row: Row) -> None:
        """Puts the upload back to those that wait."""
        ...


@dataclass(frozen=True, slots=True)
class InspectionLane(Generic[Row]):
    """Inspects the uploads of one table."""

    subject: Subject[Row]
    database: Database
    store: ObjectStore
    engine: Engine
    work_dir: Path
    slots: int

    @property
    def name(self) -> str:
        return f"inspect {self.subject.name}"

    @property
    def model(self) -> type[Row]:
        return self.subject.model

    async def claim(self, owner: str, until: datetime) -> Job | None:
        async with self.database.read() as session:
            if not await self.subject.has_waiting(session):
                return None
        async with self.database.write() as session:
            waiting = await self.subject.next_waiting(session)
            if waiting is None:
                return None
            if waiting.row.attempt >= MAX_STARTS:
                give_back(waiting.row)
                await self.subject.reject(session, waiting.row, _gave_up(waiting.row.attempt, "the runner was lost"))
                return None
            lease = take(waiting.row, owner, until)
            await self.subject.begin(session, waiting.row)
            return _Inspection(self, lease, waiting.object, waiting.file_name, waiting.user_id)


@dataclass(frozen=True, slots=True)
class _Inspection(Generic[Row]):
    lane: InspectionLane[Row]
    lease: Lease
    object: ObjectKey
    file_name: str
    user_id: uuid.UUID | None

    async def work(self) -> None:
        ids = {self.lane.subject.id_name: str(self.lease.row_id), "attempt": str(self.lease.attempt)}
        bind_work({"user_id": str(self.user_id)}, **ids)
        with tracing.span(self.lane.name, **ids):
            await self._work()

    async def _work(self) -> None:
        try:
            with workspace(self.lane.work_dir) as scratch:
                path = scratch / self.file_name
                await self.lane.store.fetch(self.object, path)
                inspection = await self.lane.engine.inspect(path)
                await self.lane.subject.store(inspection, path)
        except (EngineError, Rejected) as error:
            await uninterrupted(self._reject(str(error).replace(f"{path.parent}/", "")))
        except FileNotFoundError:
            await uninterrupted(self._reject("The file is no longer stored; upload it again."))
        except (EngineFault, OSError) as fault:
            await uninterrupted(self._try_again(fault))
        else:
            await uninterrupted(self._accept(inspection))

    async def give_back(self) -> None:
        async with self.lane.database.write() as session:
            row = await fetch_held(session, self.lane.model, self.lease)
            give_back(row)
            await self.lane.subject.wait_again(session, row)

    async def report(self, session: AsyncSession) -> None:
        """An inspection is over before there is anything to report."""

    async def _accept(self, inspection: dict[str, Any]) -> None:
        async with self.lane.database.write() as session:
            row = await fetch_held(session, self.lane.model, self.lease)
            give_back(row)
            await self.lane.subject.accept(session, row, inspection)

    async def _reject(self, problem: str) -> None:
        async with self.lane.database.write() as session:
            row = await fetch_held(session, self.lane.model, self.lease)
            give_back(row)
            await self.lane.subject.reject(session, row, problem)

    async def _try_again(self, fault: Exception) -> None:
        log.warning("inspection_fault", fault=str(fault))
        async with self.lane.database.write() as session:
            row = await fetch_held(session, self.lane.model, self.lease)
            if row.attempt < MAX_STARTS:
                give_back(row, after_s=backoff_s(row.attempt))
                await self.lane.subject.wait_again(session, row)
            else:
                give_back(row)
                await self.lane.subject.reject(session, row, _gave_up(row.attempt, str(fault)))


def _gave_up(tries: int, fault: str) -> str:
    return f"The file could not be inspected in {tries} tries ({fault}); upload it again."
