"""Migrations of the relational database, one line of them for SQLite and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from massa_server.db import listen_to_sqlite


async def upgrade(url: str) -> None:
    """Bring the database up to date. Processes that do this at once wait for each other."""
    await _run(url, lambda config: command.upgrade(config, "head"))


async def new_revision(url: str, message: str) -> None:
    """Write a migration from the database as it is to the models as they are."""
    number = f"{len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1:04d}"
    await _run(url, lambda config: command.revision(config, message, autogenerate=True, rev_id=number))


async def check(url: str) -> None:
    """Raise if the models and the migrated database differ."""
    await _run(url, command.check)


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


async def _run(url: str, action: Callable[[Config], object]) -> None:
    engine = _engine(url)

    def with_connection(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        action(config)

    try:
        async with engine.begin() as connection:
            await connection.run_sync(with_connection)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, poolclass=NullPool)
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        # A table that a migration rebuilds must not take its dependants with it.
        listen_to_sqlite(engine, begin="BEGIN IMMEDIATE", foreign_keys=False)
    return engine
