"""Deleting what has been kept for as long as was promised: raw files a year, results five."""

import structlog

from massa_server.analyses.service import remove_analysis
from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention import repository
from massa_server.samples.files import remove_file

BATCH = 100

log = structlog.get_logger(__name__)


async def expire_files(database: Database) -> int:
    """Deletes raw files whose time is over, and returns how many. Results of their analyses stay, with every spectrum.

    A file that an analysis still has to read is kept until that has ended.
    """
    count = 0
    while True:
        async with database.write() as session:
            expired = await repository.expired_files(session, now(), BATCH)
            for file, project_id in expired:
                await remove_file(session, file, project_id, "file.expire", expired_at=file.expires_at.isoformat())
        count += len(expired)
        if len(expired) < BATCH:
            return count


async def expire_analyses(database: Database) -> int:
    """Deletes analyses with their results whose time is over, and returns how many."""
    count = 0
    while True:
        async with database.write() as session:
            expired = await repository.expired_analyses(session, now(), BATCH)
            for analysis, project_id in expired:
                expired_at = analysis.expires_at.isoformat()
                await remove_analysis(session, analysis, project_id, "analysis.expire", expired_at=expired_at)
        count += len(expired)
        if len(expired) < BATCH:
            return count
