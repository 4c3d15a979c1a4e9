"""The protein databases that come with the program."""

import asyncio
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.exc import IntegrityError

from massa_server.clock import now
from massa_server.databases.contents import builtin_object
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.db import Database
from massa_server.storage.protocol import ObjectStore

_NAMESPACE = uuid.UUID("6f0d5c7e-3f0a-4d53-9a55-0f6c1d8f2b11")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BuiltinDatabase:
    """A FASTA file of the engine's data folder."""

    file_name: str
    description: str

    @property
    def id(self) -> uuid.UUID:
        """The same id in every installation."""
        return uuid.uuid5(_NAMESPACE, self.file_name)


EXAMPLE_PROTEINS = BuiltinDatabase(
    "example_proteins.fasta", "Proteins that laboratories buy as standards, and a background of bacterial ones."
)
CONTAMINANTS = BuiltinDatabase("contaminants.fasta", "Proteins that get into samples: keratins, proteases, serum.")
BUILTIN_DATABASES = (EXAMPLE_PROTEINS, CONTAMINANTS)


async def register_builtin_databases(database: Database, store: ObjectStore, folder: Path) -> None:
    """Hands new and changed built-in databases to the inspection; any number of processes may do it at once."""
    for builtin in BUILTIN_DATABASES:
        path = folder / builtin.file_name
        if not path.is_file():
            log.warning("builtin_database_missing", path=str(path))
            continue
        try:
            await _register(database, store, builtin, path)
        except IntegrityError:
            log.info("builtin_database_registered_elsewhere", name=builtin.file_name)


async def _register(database: Database, store: ObjectStore, builtin: BuiltinDatabase, path: Path) -> None:
    content = await asyncio.to_thread(path.read_bytes)
    async with database.read() as session:
        known = await session.get(ProteinDatabase, builtin.id)
    if known is not None and known.sha256 == hashlib.sha256(content).hexdigest():
        return
    await store.put(builtin_object(builtin.id), path)
    async with database.write() as session:
        row = await session.get(ProteinDatabase, builtin.id)
        if row is None:
            row = ProteinDatabase(id=builtin.id, created_at=now())
            session.add(row)
        row.name = builtin.file_name
        row.description = builtin.description
        row.size_bytes = len(content)
        row.status = DatabaseStatus.UPLOADED
