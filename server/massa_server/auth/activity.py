"""What reading leaves behind: who read what, and when sessions and tokens were last used.

A read must not wait for a write, so these are kept in memory and written together once a second and at shutdown. When a
process is killed the last second of them is lost; while the database does not answer they wait, up to a bound, beyond
which they are counted, logged and lost. Reading the same thing in the same way again counts once a minute.
"""

import asyncio
import contextlib
import time
import uuid
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.models import AuditEvent
from massa_server.auth.models import AccessToken, User, UserSession
from massa_server.clock import now
from massa_server.db import Database

log = structlog.get_logger(__name__)

FLUSH_INTERVAL_S = 1.0
REPEATED_AFTER_S = 60.0
MOST_WAITING = 10_000


class Activity:
    """The buffer of one process."""

    def __init__(self, database: Database, flush_interval_s: float = FLUSH_INTERVAL_S) -> None:
        self._database = database
        self._interval_s = flush_interval_s
        self._reads: list[dict[str, Any]] = []
        self._sessions: dict[uuid.UUID, datetime] = {}
        self._tokens: dict[uuid.UUID, datetime] = {}
        self._told: dict[tuple[object, ...], float] = {}
        self._lost = 0
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def session_seen(self, session_id: uuid.UUID) -> None:
        """A browser made a request."""
        if self._is_new("session", session_id):
            self._sessions[session_id] = now()

    def token_used(self, token_id: uuid.UUID) -> None:
        """A program made a request."""
        if self._is_new("token", token_id):
            self._tokens[token_id] = now()

    def read(
        self,
        action: str,
        user_id: uuid.UUID,
        project_id: uuid.UUID | None,
        resource_id: uuid.UUID | str,
        operation: str,
    ) -> None:
        """A person read something, such as `sample.read` by `list_files`."""
        if not self._is_new(action, user_id, resource_id, operation):
            return
        if len(self._reads) >= MOST_WAITING:
            self._lost += 1
            return
        context = structlog.contextvars.get_contextvars()
        self._reads.append(
            {
                "created_at": now(),
                "user_id": user_id,
                "project_id": project_id,
                "action": action,
                "resource_id": str(resource_id),
                "request_id": context.get("request_id"),
                "ip_address": context.get("ip_address"),
                "details": {"operation": operation},
            }
        )

    async def start(self) -> None:
        """Write from now on."""
        self._task = asyncio.create_task(self._repeat())

    async def stop(self) -> None:
        """Write what waits, and end."""
        self._stop.set()
        if self._task is not None:
            await self._task

    async def flush(self) -> None:
        """Write what waits. What could not be written waits for the next time."""
        reads, self._reads = self._reads, []
        sessions, self._sessions = self._sessions, {}
        tokens, self._tokens = self._tokens, {}
        if self._lost:
            log.error("audit_reads_lost", count=self._lost)
            self._lost = 0
        if not (reads or sessions or tokens):
            return
        try:
            async with self._database.write() as session:
                if reads:
                    await session.execute(insert(AuditEvent), await _without_addresses_of_deleted(session, reads))
                for session_id, at in sessions.items():
                    seen = update(UserSession).where(UserSession.id == session_id, UserSession.last_seen_at < at)
                    await session.execute(seen.values(last_seen_at=at))
                for token_id, at in tokens.items():
                    used = update(AccessToken).where(AccessToken.id == token_id)
                    await session.execute(used.values(last_used_at=at))
        except (SQLAlchemyError, OSError) as error:
            log.warning("audit_waits", reads=len(reads), error=str(error))
            kept = (reads + self._reads)[:MOST_WAITING]
            self._lost += len(reads) + len(self._reads) - len(kept)
            self._reads = kept
            self._sessions = sessions | self._sessions
            self._tokens = tokens | self._tokens

    def _is_new(self, *key: object) -> bool:
        at = time.monotonic()
        told = self._told.get(key)
        if told is not None and told + REPEATED_AFTER_S > at:
            return False
        if len(self._told) >= MOST_WAITING:
            self._told = {item: when for item, when in self._told.items() if when + REPEATED_AFTER_S > at}
            if len(self._told) >= MOST_WAITING:
                self._told.clear()  # tell too often rather than too little
        self._told[key] = at
        return True

    async def _repeat(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), self._interval_s)
            await self.flush()


async def _without_addresses_of_deleted(session: AsyncSession, reads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Deleting an account takes its network addresses out of the audit: none may come in afterwards."""
    users = {read["user_id"] for read in reads}
    found = select(User.id).where(User.id.in_(users)).order_by(User.id)
    living = set(await session.scalars(found.with_for_update(read=True, key_share=True)))  # a deletion under way first
    return [read if read["user_id"] in living else {**read, "ip_address": None} for read in reads]
