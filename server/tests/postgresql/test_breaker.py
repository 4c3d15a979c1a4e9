"""The circuit breaker by itself."""

import pytest

from massa_server.postgresql.breaker import Breaker
from massa_server.postgresql.failures import DatabaseUnavailable


class Clock:
    """A clock that the test moves."""

    time_s = 100.0

    def __call__(self) -> float:
        return self.time_s


def test_it_opens_after_failures_in_a_row_and_closes_after_a_success() -> None:
    clock = Clock()
    breaker = Breaker(3, 2.0, clock)
    for succeeds in (False, False, True, False, False):
        breaker.admit()
        if succeeds:
            breaker.succeeded()
        else:
            breaker.failed()
    breaker.admit()
    breaker.failed()
    assert breaker.is_open
    with pytest.raises(DatabaseUnavailable):
        breaker.admit()

    clock.time_s += 2
    breaker.admit()  # one is let through on trial
    with pytest.raises(DatabaseUnavailable):
        breaker.admit()  # and all others wait for what it finds
    breaker.failed()
    clock.time_s += 1.9
    with pytest.raises(DatabaseUnavailable):
        breaker.admit()
    clock.time_s += 0.1
    breaker.admit()
    breaker.succeeded()
    breaker.admit()
    assert not breaker.is_open


def test_a_trial_that_never_ends_does_not_keep_it_open() -> None:
    clock = Clock()
    breaker = Breaker(1, 2.0, clock)
    breaker.failed()
    clock.time_s += 2
    breaker.admit()
    clock.time_s += 2
    breaker.admit()
