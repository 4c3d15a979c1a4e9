"""Copies of results go with their analysis, whoever deleted it and through whichever process."""

import asyncio
from contextlib import suppress
from itertools import islice

import structlog
from sqlalchemy.exc import SQLAlchemyError

from massa_server.db import Database
from massa_server.results.cache import ResultCache
from massa_server.results.repository import existing_analyses
from massa_server.worker.manifest import analysis_prefix

BATCH = 500

log = structlog.get_logger(__name__)


async def sweep_cache(database: Database, cache: ResultCache) -> int:
    """Removes the copies of analyses that are gone, and returns of how many."""
    remaining = iter(await cache.analyses())
    swept = 0
    while batch := set(islice(remaining, BATCH)):
        async with database.read() as session:
            gone = batch - await existing_analyses(session, batch)
        for analysis_id in gone:
            await cache.forget(analysis_prefix(analysis_id))
        swept += len(gone)
    return swept


async def keep_sweeping(database: Database, cache: ResultCache, interval_s: float, stop: asyncio.Event) -> None:
    """Sweeps now and then until `stop` is set. A query under way ends first."""
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval_s)
            return
        try:
            await sweep_cache(database, cache)
        except (SQLAlchemyError, OSError) as error:
            log.warning("cache_not_swept", error=str(error))
