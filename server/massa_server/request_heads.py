"""Connections that send the head of a request too slowly, or without end, are closed.

Uvicorn waits for the rest of a request line and its headers for ever, and keeps all of it. Who opens connections and
lets headers dribble in could so take all file descriptors and all memory of a process. Bodies have limits of their own
(`middleware/body_limit.py`), and so does the pause between two requests (uvicorn's keep-alive timeout).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 64 * 1024  # as many as a load balancer of AWS passes on


def bounded_heads(timeout_s: float) -> type[asyncio.Protocol]:
    """The protocol of a server whose connections have so many seconds from the first byte of a request to its body."""
    return type("BoundedHeads", (_BoundedHeads,), {"timeout_s": timeout_s})


class _BoundedHeads(HttpToolsProtocol):
    """Uvicorn's protocol with a timer, which runs from the connection or the first byte to the end of the headers."""

    timeout_s: float

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: asyncio.TimerHandle | None = None
        self._is_in_body = False
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived, of which the head may be a part."""
        if not self._is_in_body:  # empty lines before a request are no beginning for the parser, but time passes
            self._wait_for_head()
        super().data_received(data)
        if self._timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_BYTES:
                self._give_up()

    def on_message_begin(self) -> None:
        """A head begins, perhaps in the packet in which a body ended."""
        self._wait_for_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._stop_waiting()
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is whole, or there is none."""
        self._is_in_body = False
        super().on_message_complete()

    def _wait_for_head(self) -> None:
        if self._timer is None:
            self._head_bytes = 0
            self._timer = self.loop.call_later(self.timeout_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self.transport.abort()
