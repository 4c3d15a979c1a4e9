"""Live updates of one server process: one poller of the events table, fanned out in memory.

Each event goes to those who are members of its project at that moment. Any number of processes poll the same table, so
it does not matter which of them a browser is connected to, and a browser that reconnects misses nothing.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from massa_server.auth.repository import living_sessions
from massa_server.clock import now
from massa_server.db import Database
from massa_server.events import repository
from massa_server.events.models import Event
from massa_server.metrics import definitions as metrics

log = structlog.get_logger(__name__)

BATCH = 500
QUEUE_LENGTH = 1000
REPLAY_LIMIT = 1000
EVENTS_KEPT = timedelta(days=7)
PRUNE_INTERVAL_S = 3600.0


class LiveEvent(NamedTuple):
    """An event on its way to a browser."""

    id: int
    type: str
    data: dict[str, Any]


class Subscription:
    """One connected browser: a bounded queue of what it has not been sent yet."""

    def __init__(self, user_id: uuid.UUID, session_id: uuid.UUID, after_id: int) -> None:
        self.user_id = user_id
        self.session_id = session_id
        self.after_id = after_id
        self._queue: asyncio.Queue[LiveEvent | None] = asyncio.Queue(QUEUE_LENGTH + 1)
        self._ended = False

    def offer(self, event: LiveEvent) -> None:
        """Queue an event. A browser that does not keep up is let go; it resumes when it reconnects."""
        if not self._ended:
            if self._queue.qsize() >= QUEUE_LENGTH:
                self.end()
            else:
                self._queue.put_nowait(event)

    def end(self) -> None:
        """Let the browser go after what is queued."""
        if not self._ended:
            self._ended = True
            self._queue.put_nowait(None)

    async def next(self, timeout_s: float) -> LiveEvent | None:
        """The next event, or None at the end. Raises TimeoutError if there is none for so long."""
        return await asyncio.wait_for(self._queue.get(), timeout_s)


class EventHub:
    """The poller and its subscriptions."""

    def __init__(self, database: Database, poll_interval_s: float, check_interval_s: float) -> None:
        self._database = database
        self._poll_interval_s = poll_interval_s
        self._check_interval_s = check_interval_s
        self._subscriptions: set[Subscription] = set()
        self._cursor: int | None = None
        self._polling = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to poll."""
        self._tasks = [
            asyncio.create_task(self._repeat(self._poll, self._poll_interval_s)),
            asyncio.create_task(self._repeat(self._end_dead_sessions, self._check_interval_s)),
            asyncio.create_task(self._repeat(self._prune, PRUNE_INTERVAL_S)),
        ]

    async def stop(self) -> None:
        """Stop polling and let everybody go. A query under way ends first: cancelled, it would leave its connection."""
        self.end_all()
        self._stopping.set()
        await asyncio.gather(*self._tasks)

    def end_all(self) -> None:
        """Let every browser go: they reconnect to another process, or to this one after its restart."""
        for subscription in self._subscriptions:
            subscription.end()

    async def subscribe(self, user_id: uuid.UUID, session_id: uuid.UUID) -> Subscription:
        """Queue all events from now on that concern the person."""
        await self._poll()  # so that "from now on" does not lag behind the table
        subscription = Subscription(user_id, session_id, self._cursor or 0)
        self._subscriptions.add(subscription)
        metrics.LIVE_CONNECTIONS.set(len(self._subscriptions))
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """The browser is gone."""
        self._subscriptions.discard(subscription)
        metrics.LIVE_CONNECTIONS.set(len(self._subscriptions))

    async def missed(self, subscription: Subscription, last_event_id: int) -> list[LiveEvent] | None:
        """What the person missed between that event and the subscription. None: more than can be told."""
        async with self._database.read() as session:
            oldest, _ = await repository.id_range(session)
            if last_event_id > subscription.after_id or last_event_id < oldest - 1:
                return None
            events = await repository.list_between(
                session, subscription.user_id, last_event_id, subscription.after_id, REPLAY_LIMIT + 1
            )
        return [_live(event) for event in events] if len(events) <= REPLAY_LIMIT else None

    async def _poll(self) -> None:
        async with self._polling, self._database.read() as session:
            if self._cursor is None:
                _, self._cursor = await repository.id_range(session)
            while events := await repository.list_after(session, self._cursor, BATCH):
                project_ids = {event.project_id for event in events if event.project_id is not None}
                user_ids = {subscription.user_id for subscription in self._subscriptions}
                members = await repository.members_of(session, project_ids, user_ids)
                # No await from here to the cursor: a subscription begins either before the batch or after it.
                for event in events:
                    self._fan_out(event, members)
                self._cursor = events[-1].id
                metrics.EVENT_LAG.observe((now() - events[-1].created_at).total_seconds())

    def _fan_out(self, event: Event, members: set[tuple[uuid.UUID, uuid.UUID]]) -> None:
        live = _live(event)
        for subscription in self._subscriptions:
            user_id = subscription.user_id
            if event.user_id == user_id or (event.project_id is not None and (event.project_id, user_id) in members):
                subscription.offer(live)

    async def _end_dead_sessions(self) -> None:
        subscriptions = list(self._subscriptions)
        if not subscriptions:
            return
        async with self._database.read() as session:
            living = await living_sessions(session, {item.session_id for item in subscriptions}, now())
        for subscription in subscriptions:
            if subscription.session_id not in living:
                subscription.end()

    async def _prune(self) -> None:
        async with self._database.write() as session:
            await repository.delete_before(session, now() - EVENTS_KEPT)

    async def _repeat(self, action: Callable[[], Awaitable[None]], interval_s: float) -> None:
        while not self._stopping.is_set():
            try:
                await action()
            except SQLAlchemyError as error:
                log.warning("events_unavailable", error=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), interval_s)


def _live(event: Event) -> LiveEvent:
    return LiveEvent(event.id, event.type, event.data)
