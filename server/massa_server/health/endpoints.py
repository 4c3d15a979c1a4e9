"""Liveness and readiness."""

import structlog
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from massa_server import __version__
from massa_server.db import CurrentDatabase
from massa_server.errors import Unavailable, problems
from massa_server.migrations import needs_upgrade
from massa_server.storage.dependencies import Store

router = APIRouter(tags=["health"])

log = structlog.get_logger(__name__)


class Health(BaseModel):
    """The process is alive."""

    status: str
    version: str


@router.get("/healthz")
async def get_liveness() -> Health:
    """Whether this process is alive. It asks nothing of the database: a restart would not mend that."""
    return Health(status="ok", version=__version__)


@router.get("/readyz", responses=problems(503))
async def get_readiness(database: CurrentDatabase, store: Store) -> Health:
    """Whether this process can serve: the database answers and is not older than the program; the store can be used."""
    try:
        async with database.read() as session:
            is_old = await (await session.connection()).run_sync(needs_upgrade)
        await store.check()
    except (SQLAlchemyError, OSError) as error:
        log.warning("not_ready", error=str(error))
        raise Unavailable("The database or the store does not answer.") from error
    if is_old:
        raise Unavailable("The database is older than this program. Run: massa-server migrate")
    return Health(status="ok", version=__version__)
