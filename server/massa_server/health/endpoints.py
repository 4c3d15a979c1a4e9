"""Liveness and readiness."""

from enum import StrEnum

import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from massa_server import __version__
from massa_server.db import CurrentDatabase, Database
from massa_server.errors import Unavailable, problems
from massa_server.migrations import needs_upgrade
from massa_server.postgresql.failures import DatabaseUnavailable
from massa_server.storage.dependencies import Store

router = APIRouter(tags=["health"])

log = structlog.get_logger(__name__)


class Status(StrEnum):
    """How well the process can serve."""

    OK = "ok"
    DEGRADED = "degraded"


class Health(BaseModel):
    """The process is alive."""

    status: Status
    version: str
    unavailable: list[str] = Field([], description="What does not answer while the status is `degraded`.")


@router.get("/healthz")
async def get_liveness() -> Health:
    """Whether this process is alive. It asks nothing of the database: a restart would not mend that."""
    return Health(status=Status.OK, version=__version__)


@router.get("/readyz", responses=problems(503))
async def get_readiness(request: Request, database: CurrentDatabase, store: Store) -> Health:
    """Whether this process can serve: the database answers and is not older than the program; the store can be used.

    A process that has been ready stays so, but `degraded`, while PostgreSQL does not answer: no other process would do
    better, and this one can still answer what it knows.
    """
    state = request.app.state
    try:
        is_old = await _needs_upgrade(database)
        await store.check()
    except DatabaseUnavailable as error:
        log.warning("degraded", error=str(error))
        if not getattr(state, "has_been_ready", False):
            raise Unavailable("The database does not answer.") from error
        return Health(status=Status.DEGRADED, version=__version__, unavailable=["database"])
    except (SQLAlchemyError, OSError) as error:
        log.warning("not_ready", error=str(error))
        raise Unavailable("The database or the store does not answer.") from error
    if is_old:
        raise Unavailable("The database is older than this program. Run: massa-server migrate")
    state.has_been_ready = True
    return Health(status=Status.OK, version=__version__)


async def _needs_upgrade(database: Database) -> bool:
    async with database.read() as session:
        return await (await session.connection()).run_sync(needs_upgrade)
