"""What inspections do to protein databases."""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.databases.contents import give_up_source, keep_content, source_object
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.runner.inspection import Rejected, Waiting, whose_turn
from massa_server.runner.leases import is_free
from massa_server.samples.files import safe_name
from massa_server.storage.protocol import ObjectStore
from massa_server.worker.manifest import database_object


class ProteinDatabases:
    """Protein databases. People take turns, see `whose_turn`. An accepted one is stored under its content's name."""

    name = "databases"
    id_name = "database_id"
    model = ProteinDatabase

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def has_waiting(self, session: AsyncSession) -> bool:
        return await session.scalar(_waiting(select(ProteinDatabase.id)).limit(1)) is not None

    async def next_waiting(self, session: AsyncSession) -> Waiting[ProteinDatabase] | None:
        people = select(ProteinDatabase.created_by)
        being_inspected = people.where(ProteinDatabase.status == DatabaseStatus.INSPECTING, ~is_free(ProteinDatabase))
        turn = await whose_turn(session, _waiting(people), being_inspected)
        statement = (
            _waiting(select(ProteinDatabase))
            .where(ProteinDatabase.created_by == turn if turn is not None else ProteinDatabase.created_by.is_(None))
            .order_by(ProteinDatabase.created_at, ProteinDatabase.id)
            .limit(1)
            .options(joinedload(ProteinDatabase.upload))
            .with_for_update(skip_locked=True, of=ProteinDatabase)
        )
        database = (await session.scalars(statement)).one_or_none()
        if database is None:
            return None
        return Waiting(database, source_object(database), safe_name(database.name), database.created_by)

    async def begin(self, session: AsyncSession, row: ProteinDatabase) -> None:
        row.status = DatabaseStatus.INSPECTING
        _tell(session, row)

    async def store(self, inspection: dict[str, Any], path: Path) -> None:
        if inspection["format"] != "fasta":
            raise Rejected(f"{path.name} is a file of spectra ({inspection['format']}); a database is a FASTA file.")
        await self._store.put(database_object(inspection["sha256"]), path)

    async def accept(self, session: AsyncSession, row: ProteinDatabase, inspection: dict[str, Any]) -> None:
        row.status = DatabaseStatus.READY
        row.problem = None
        row.sha256 = inspection["sha256"]
        row.proteins = inspection["fasta"]["proteins"]
        await session.refresh(row, ["upload"])
        give_up_source(session, row)
        await keep_content(session, inspection["sha256"])
        _tell(session, row)

    async def reject(self, session: AsyncSession, row: ProteinDatabase, problem: str) -> None:
        row.status = DatabaseStatus.REJECTED
        row.problem = problem
        _tell(session, row)

    async def wait_again(self, session: AsyncSession, row: ProteinDatabase) -> None:
        row.status = DatabaseStatus.UPLOADED
        _tell(session, row)


def _waiting(statement: Select[Any]) -> Select[Any]:
    return statement.where(
        ProteinDatabase.status.in_([DatabaseStatus.UPLOADED, DatabaseStatus.INSPECTING]), is_free(ProteinDatabase)
    )


def _tell(session: AsyncSession, database: ProteinDatabase) -> None:
    """Tells the members of its project; a built-in database is there before anybody looks."""
    if database.project_id is not None:
        publish(session, EventType.DATABASE_UPDATED, database.project_id, database_id=database.id)
