"""Migrations of the relational database, one line of them for SQLite and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from massa_server.db import listen_to_sqlite, telling_what_failed
from massa_server.postgresql.engine import migrating_engine
from massa_server.settings import Settings

MIGRATIONS_LOCK = 0x4D415353_4D494752  # "MASSMIGR": advisory locks of a database share one space of numbers


async def upgrade(settings: Settings) -> None:
    """Bring the database up to date. Processes that do this at once wait for each other."""
    await _run(settings, lambda config: command.upgrade(config, "head"))


async def new_revision(settings: Settings, message: str) -> None:
    """Write a migration from the database as it is to the models as they are."""
    number = f"{len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1:04d}"
    await _run(settings, lambda config: command.revision(config, message, autogenerate=True, rev_id=number))


async def check(settings: Settings) -> None:
    """Raise if the models and the migrated database differ."""
    await _run(settings, command.check)


def current_revision(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def needs_upgrade(connection: Connection) -> bool:
    """Whether the database is older than this program. One that is newer serves older programs too."""
    current = current_revision(connection)
    if current is None:
        return True
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    return current in known and current != scripts.get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


async def _run(settings: Settings, action: Callable[[Config], object]) -> None:
    engine = _engine(settings)

    def with_connection(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATIONS_LOCK)))
            connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))
        config = _config()
        config.attributes["connection"] = connection
        action(config)

    try:
        with telling_what_failed():
            async with engine.begin() as connection:
                await connection.run_sync(with_connection)
    finally:
        await engine.dispose()


def _engine(settings: Settings) -> AsyncEngine:
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() != "sqlite":
        return migrating_engine(settings, url)
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, poolclass=NullPool)
    # A table that a migration rebuilds must not take its dependants with it.
    listen_to_sqlite(engine, begin="BEGIN IMMEDIATE", foreign_keys=False)
    return engine
