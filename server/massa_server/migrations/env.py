"""Alembic's environment. The connection comes from `massa_server.migrations.upgrade`."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from massa_server.db import UtcDateTime
from massa_server.models import Base


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database: migrations must not follow our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
