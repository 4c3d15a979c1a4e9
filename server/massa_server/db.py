"""The relational database: the declarative base, column types, and one reader and one writer per process.

Transactions are short. `Database.read()` gives a snapshot; `Database.write()` commits when its block ends
well and rolls back when it does not. On SQLite a write begins with BEGIN IMMEDIATE over the process's single
writing connection, so any number of processes can share one file: they wait for each other, they never
fail half-way with "database is locked". On PostgreSQL a write is READ COMMITTED, and what must not happen twice at
once locks rows.
"""

import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Uuid, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from massa_server.clock import now
from massa_server.postgresql.breaker import Breaker
from massa_server.postgresql.engine import postgresql_engine
from massa_server.postgresql.failures import DatabaseBusy, classify
from massa_server.settings import Settings

SQLITE_BUSY_TIMEOUT_MS = 30_000
READER_CONNECTIONS = 8


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off going in and put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - the way SQLAlchemy asks for it
        datetime: UtcDateTime,
        uuid.UUID: Uuid(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


def enum_type(values: type[StrEnum]) -> Enum:
    """A column of the enum's values, stored as text and checked by the database."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=values.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Identified:
    """Mixin: a random UUID as primary key."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class Created:
    """Mixin: when the row was made."""

    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Leased(Identified):
    """Mixin: work that one runner holds for a while.

    A runner owns the row until `lease_expires_at`; `attempt` grows with every claim and fences off writes of
    an owner whose lease ran out.
    """

    lease_owner: Mapped[str | None]
    lease_expires_at: Mapped[datetime | None] = mapped_column(index=True)
    attempt: Mapped[int] = mapped_column(default=0)


class Database:
    """The database of one process."""

    def __init__(self, settings: Settings) -> None:
        url = settings.resolved_database_url
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.breaker = Breaker(settings.database_breaker_failures, settings.database_breaker_open_s)
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1)
            self._reader = _sqlite_engine(url, begin="BEGIN", pool_size=READER_CONNECTIONS, query_only=True)
        else:
            self._writer = postgresql_engine(settings, self.url, self.breaker)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._write_session = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read_session = async_sessionmaker(self._reader, expire_on_commit=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session whose reads see one snapshot. The transaction starts with the first statement.

        Raises DatabaseUnavailable from here or from any statement.
        """
        self.breaker.admit()
        with telling_what_failed():
            async with self._read_session() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well. The lock is taken by the first statement.

        Raises DatabaseUnavailable from here or from any statement.
        """
        self.breaker.admit()
        with telling_what_failed():
            async with self._write_session() as session, session.begin():
                yield session

    def engines(self) -> dict[str, AsyncEngine]:
        """The engines by name, one for each pool of connections."""
        return {"writer": self._writer, "reader": self._reader} if self.is_sqlite else {"database": self._writer}

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.dispose()
        await self._writer.dispose()


@contextmanager
def telling_what_failed() -> Iterator[None]:
    """Raise DatabaseUnavailable for what the database cannot do now, and nothing else instead of what was raised."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseBusy("All connections of this process are in use.") from error
    except (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError) as error:
        # What ends a connection between two statements passes the engine's own handler by.
        kind = classify(error, reading=True)
        if kind is None:
            raise
        raise kind(f"{type(error).__name__}: {error}") from error


def _sqlite_engine(url: str, *, begin: str, pool_size: int, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=SQLITE_BUSY_TIMEOUT_MS / 1000)
    listen_to_sqlite(engine, begin=begin, query_only=query_only)
    return engine


def listen_to_sqlite(engine: AsyncEngine, *, begin: str, query_only: bool = False, foreign_keys: bool = True) -> None:
    """Prepare every connection of a SQLite engine, and begin its transactions with `begin`."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def find(_dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        # Of a file that cannot be opened, aiosqlite's thread would still complain when the event loop is gone.
        sqlite3.connect(arguments[0], uri=options.get("uri", False)).close()

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # Python must not begin transactions by itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.execute(f"PRAGMA query_only = {'ON' if query_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def get_database(request: Request) -> Database:
    """The database of the running application."""
    database: Database = request.app.state.database
    return database


async def _reading(request: Request) -> AsyncIterator[AsyncSession]:
    async with get_database(request).read() as session:
        yield session


async def _writing(request: Request) -> AsyncIterator[AsyncSession]:
    async with get_database(request).write() as session:
        yield session


# scope="function": the transaction is over before the answer leaves, so whoever reads it can rely on it.
CurrentDatabase = Annotated[Database, Depends(get_database)]
ReadSession = Annotated[AsyncSession, Depends(_reading, scope="function")]
WriteSession = Annotated[AsyncSession, Depends(_writing, scope="function")]
