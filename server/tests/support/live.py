"""Listening to live updates over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.people import Person


@dataclass(frozen=True)
class LiveEvent:
    """An event as the browser gets it."""

    id: int
    type: str
    data: dict[str, Any]


class Stream:
    """A connection to `/api/events`."""

    def __init__(self, response: httpx.Response) -> None:
        self.headers = response.headers
        self._lines = response.aiter_lines()

    async def next(self, timeout_s: float = 5) -> LiveEvent:
        """The next event. Raises TimeoutError, or EOFError when the server ended the stream."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(timeout_s):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if line == "" and "data" in fields:
                    return LiveEvent(int(fields["id"]), fields["event"], json.loads(fields["data"]))
                if name in ("id", "event", "data"):
                    fields[name] = value
        raise EOFError

    async def line(self, timeout_s: float = 5) -> str:
        """The next line, comments included."""
        async with asyncio.timeout(timeout_s):
            return await anext(self._lines)


@asynccontextmanager
async def listening(person: Person, last_event_id: int | None = None) -> AsyncIterator[Stream]:
    """Connect, as a new browser or as one that has seen that event."""
    headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
    async with person.stream("GET", "/api/events", headers=headers, timeout=httpx.Timeout(5, read=60)) as response:
        assert response.status_code == 200
        yield Stream(response)
