"""Circuit breaker: while the database does not answer, nobody waits for it in vain and it is not stormed.

Closed, all may pass. After some failures in a row it opens: whoever asks is refused at once. From time to time one is
let through on trial; when that one succeeds, the breaker closes.
"""

import time
from collections.abc import Callable

from massa_server.postgresql.failures import DatabaseUnavailable


class Breaker:
    """The breaker of one process."""

    def __init__(self, failures: int, open_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._open_s = open_s
        self._clock = clock
        self._failures = 0
        self._next_trial = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the database was last seen not to answer."""
        return self._failures >= self._limit

    def admit(self) -> None:
        """Raise DatabaseUnavailable if it would be in vain to ask the database now."""
        if not self.is_open:
            return
        at = self._clock()
        if at < self._next_trial:
            raise DatabaseUnavailable("The database has not answered for a while.")
        self._next_trial = at + self._open_s  # the others wait for what this one finds

    def succeeded(self) -> None:
        """The database has answered."""
        self._failures = 0

    def failed(self) -> None:
        """The database has not answered."""
        self._failures += 1
        self._next_trial = self._clock() + self._open_s
