"""A request whose transaction and another one waited for each other is carried out again.

PostgreSQL ends one of the two, and nothing of it was done. The answer that says so is held back, and the request goes
through once more after a short pause; the person never learns of it.
"""

import asyncio
import random
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from massa_server.error_handlers import CONFLICT

ATTEMPTS = 3
LONGEST_PAUSE_S = 0.1
CHANGES_SOMETHING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RetryConflicts:
    """ASGI middleware. Bodies are kept for it, but not those for which `exempt` is true."""

    def __init__(self, app: ASGIApp, exempt: Callable[[str], bool]) -> None:
        self.app = app
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in CHANGES_SOMETHING or self.exempt(scope["path"]):
            await self.app(scope, receive, send)
            return
        kept: list[Message] = []
        for _ in range(ATTEMPTS - 1):
            attempt = dict(scope)
            if not await self._try(attempt, _from_the_start(kept, receive), send):
                return
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - no secret
        await self.app(scope, _from_the_start(kept, receive), send)

    async def _try(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Carries the request out, and returns whether it was a conflict, of which nothing has been sent."""
        is_conflict = False

        async def send_unless_conflict(message: Message) -> None:
            nonlocal is_conflict
            is_conflict = is_conflict or scope.get(CONFLICT, False)
            if not is_conflict:
                await send(message)

        await self.app(scope, receive, send_unless_conflict)
        return is_conflict


def _from_the_start(kept: list[Message], receive: Receive) -> Receive:
    position = 0

    async def replay() -> Message:
        nonlocal position
        if position == len(kept):
            kept.append(await receive())
        position += 1
        return kept[position - 1]

    return replay
