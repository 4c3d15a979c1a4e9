"""Degraded mode: what can still be answered while the database cannot.

The last answer to each question that reading depends on (whose session is this, may they read this, where is its
result) is kept in memory for a bounded time and in bounded number. It is used only while the database does not answer,
and only by requests that change nothing.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Annotated, Any, TypeVar

import structlog
from fastapi import Depends, Request

from massa_server.errors import MassaError
from massa_server.metrics.definitions import OLD_ANSWERS
from massa_server.postgresql.failures import DatabaseUnavailable

Answer = TypeVar("Answer")

MOST_KEPT = 20_000
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


class LastAnswers:
    """The last answers of the database to one process."""

    def __init__(self, kept_s: float, most: int = MOST_KEPT, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept_s = kept_s
        self._most = most
        self._clock = clock
        self._answers: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    async def ask(self, request: Request, key: Hashable, question: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask the database; while it is unavailable, the last answer counts, if it is not too old.

        Raises what the question raises: DatabaseUnavailable when there is no answer, and any refusal, which also
        forgets the answer before it.
        """
        reads = request.method in _CHANGES_NOTHING
        try:
            answer = await question()
        except DatabaseUnavailable:
            if not reads or not self._knows(key):
                raise
            OLD_ANSWERS.inc()
            request.state.degraded = True
            structlog.contextvars.bind_contextvars(degraded=True)
            known: Answer = self._answers[key][1]
            return known
        except MassaError:
            self._answers.pop(key, None)
            raise
        if _may_end_what_it_asks(request):
            self._answers.pop(key, None)
        else:
            self._keep(key, answer)
        return answer

    def _knows(self, key: Hashable) -> bool:
        known = self._answers.get(key)
        return known is not None and known[0] + self._kept_s > self._clock()

    def _keep(self, key: Hashable, answer: object) -> None:
        self._answers[key] = (self._clock(), answer)
        self._answers.move_to_end(key)
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)


def _may_end_what_it_asks(request: Request) -> bool:
    """Whether the answer may not hold after this request: it signs somebody out, or deletes something."""
    is_about_accounts = request.url.path.startswith("/api/auth/") and request.method not in _CHANGES_NOTHING
    return is_about_accounts or request.method == "DELETE"


def get_last_answers(request: Request) -> LastAnswers:
    """Those of the running application."""
    answers: LastAnswers = request.app.state.last_answers
    return answers


LastKnown = Annotated[LastAnswers, Depends(get_last_answers)]
