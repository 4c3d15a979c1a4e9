"""Live updates by server-sent events."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.current_settings import CurrentSettings
from massa_server.errors import problems
from massa_server.events.hub import EventHub, Subscription
from massa_server.events.schemas import READY, RESET

router = APIRouter(tags=["events"])

HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
RETRY_MS = 2000


class EventStream(StreamingResponse):
    """A stream of server-sent events."""

    media_type = "text/event-stream"


@router.get("/events", response_class=EventStream, responses=problems(401))
async def stream_events(
    request: Request,
    principal: CurrentPrincipal,
    settings: CurrentSettings,
    last_event_id: Annotated[int | None, Header(ge=0)] = None,
) -> EventStream:
    """What happens in one's projects, as it happens.

    Begins with `ready`. A browser that reconnects sends `Last-Event-ID` and gets what it missed; when that is more than
    can be told, it gets `reset` and fetches anew what it shows.
    """
    hub: EventHub = request.app.state.events
    subscription = await hub.subscribe(principal.user_id, principal.session_id)
    return EventStream(_frames(hub, subscription, last_event_id, settings.event_heartbeat_s), headers=HEADERS)


async def _frames(
    hub: EventHub, subscription: Subscription, last_event_id: int | None, heartbeat_s: float
) -> AsyncIterator[str]:
    try:
        yield f"retry: {RETRY_MS}\n\n"
        missed = [] if last_event_id is None else await hub.missed(subscription, last_event_id)
        if missed is None:
            yield _frame(subscription.after_id, RESET, {})
        else:
            for event in missed:
                yield _frame(*event)
            yield _frame(subscription.after_id, READY, {})
        while True:
            try:
                live = await subscription.next(heartbeat_s)
            except TimeoutError:
                yield ": heartbeat\n\n"
                continue
            if live is None:
                return
            yield _frame(*live)
    finally:
        hub.unsubscribe(subscription)


def _frame(id_: int, type_: str, data: dict[str, object]) -> str:
    return f"id: {id_}\nevent: {type_}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
