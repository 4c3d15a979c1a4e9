"""The burn-rate alerts of each objective: a burn that must ring rings, one that must not stays silent."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from promtool import Case, check

REQUESTS = "massa_http_request_duration_seconds"
WAIT = "massa_analysis_first_file_wait_seconds"
ANALYSES = 'massa_analyses_ended_total{cause="%s",outcome="%s"}'

MINUTES_OF_3_DAYS = 3 * 24 * 60
LENGTH = MINUTES_OF_3_DAYS + 30
"""Minutes of each case. Rules are evaluated at its end alone, since none waits: that takes seconds, not minutes."""
EVERY_MINUTE = 10_000
"""Events a minute where there is much traffic."""


@dataclass(frozen=True)
class Objective:
    slo: str
    budget: float
    events: tuple[str, ...]
    """Series that count every event, but `failures` or `successes` where these are counted apart."""
    failures: tuple[str, ...] = ()
    successes: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    """Series of what looks like trouble and is none."""


OBJECTIVES = [
    Objective(
        "availability",
        0.001,
        events=(),
        failures=(REQUESTS + '_count{route="/samples",status="503"}',),
        successes=(REQUESTS + '_count{route="/samples",status="200"}',),
        outside=(REQUESTS + '_count{route="/samples",status="422"}',),
    ),
    Objective(
        "latency",
        0.01,
        events=(REQUESTS + '_count{route="/samples",status="200"}',),
        successes=(REQUESTS + '_bucket{route="/samples",status="200",le="0.3"}',),
        outside=(
            REQUESTS + '_count{route="/storage/{key}",status="200"}',
            REQUESTS + '_count{route="/readyz",status="200"}',
            REQUESTS + '_count{route="/projects/{id}/events",status="200"}',
        ),
    ),
    Objective(
        "uploads",
        0.005,
        events=(),
        failures=('massa_uploads_total{outcome="failed"}',),
        successes=('massa_uploads_total{outcome="completed"}',),
        outside=('massa_uploads_total{outcome="aborted"}', 'massa_uploads_total{outcome="started"}'),
    ),
    Objective(
        "analyses",
        0.005,
        events=(),
        failures=(ANALYSES % ("system", "failed"),),
        successes=(ANALYSES % ("none", "succeeded"),),
        outside=(ANALYSES % ("input", "failed"), ANALYSES % ("person", "cancelled")),
    ),
    Objective("wait", 0.05, events=(WAIT + "_count",), successes=(WAIT + '_bucket{le="120.0"}',)),
    Objective(
        "results",
        0.0001,
        events=(),
        failures=('massa_result_reads_total{outcome="lost"}',),
        successes=('massa_result_reads_total{outcome="ok"}',),
    ),
]
FAST, MEDIUM, SLOW = "BudgetBurnsFast", "BudgetBurns", "BudgetBurnsSlowly"
SEVERITY = {FAST: "page", MEDIUM: "page", SLOW: "ticket"}


def traffic(objective: Objective, *phases: tuple[int, float, float]) -> dict[str, str]:
    """Series in which each phase lasts some minutes, has some events a minute, of which a share fails."""
    total: list[float] = [0]
    failed: list[float] = [0]
    for minutes, events, share in phases:
        for _ in range(minutes):
            total.append(total[-1] + events)
            failed.append(failed[-1] + events * share)
    passed = [a - b for a, b in zip(total, failed, strict=True)]
    return {
        **{name: values(total) for name in objective.events},
        **{name: values(failed) for name in objective.failures},
        **{name: values(passed) for name in objective.successes},
    }


def values(numbers: list[float]) -> str:
    return " ".join(f"{number:.6f}" for number in numbers)


def case(objective: Objective, name: str, series: dict[str, str], *alerts: str) -> Case:
    """A case that is looked at when its series end."""
    firing = [{"alertname": alert, "severity": SEVERITY[alert], "slo": objective.slo} for alert in alerts]
    return Case(f"{objective.slo}: {name}", series, f"{LENGTH}m", firing)


def burning(objective: Objective, rate: float, *alerts: str) -> Case:
    series = traffic(objective, (LENGTH, EVERY_MINUTE, rate * objective.budget))
    return case(objective, f"the budget burns at {rate} times its rate", series, *alerts)


def rare(objective: Objective, events: float, minutes: int, *alerts: str) -> Case:
    """Everything fails, but hardly anything happens."""
    series = traffic(objective, (LENGTH, events / minutes, 1))
    return case(objective, f"{events} events in {minutes} minutes fail", series, *alerts)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.slo)
def test_an_alert_rings_above_its_burn_rate_and_not_below(objective: Objective, tmp_path: Path) -> None:
    cases = [
        burning(objective, 0),
        burning(objective, 0.95),
        burning(objective, 1.05, SLOW),
        burning(objective, 5.9, SLOW),
        burning(objective, 6.1, MEDIUM, SLOW),
        burning(objective, 14.3, MEDIUM, SLOW),
        burning(objective, 14.5, FAST, MEDIUM, SLOW),
    ]
    check(cases, tmp_path, interval=f"{LENGTH}m")


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.slo)
def test_an_alert_begins_soon_and_ends_soon_after_the_trouble(objective: Objective, tmp_path: Path) -> None:
    def after(minutes_of_trouble: int, minutes_since: int, rate: float) -> dict[str, str]:
        quiet = (LENGTH - minutes_of_trouble - minutes_since, EVERY_MINUTE, 0.0)
        trouble = (minutes_of_trouble, EVERY_MINUTE, rate * objective.budget)
        return traffic(objective, quiet, trouble, (minutes_since, EVERY_MINUTE, 0))

    cases = [
        case(objective, "five minutes are a spike", after(5, 0, 18)),
        case(objective, "fifty minutes wake somebody", after(50, 0, 18), FAST),
        case(objective, "all is well again for six minutes", after(50, 6, 18)),
        case(objective, "six hours of a smaller burn wake somebody", after(350, 0, 7), MEDIUM),
        case(objective, "all is well again for half an hour", after(350, 31, 7)),
        case(objective, "two days at a small burn make a ticket", after(2 * 24 * 60, 0, 2), SLOW),
        case(objective, "all is well again for six hours", after(2 * 24 * 60, 361, 2)),
    ]
    check(cases, tmp_path, interval=f"{LENGTH}m")


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.slo)
def test_hardly_any_traffic_rings_nothing(objective: Objective, tmp_path: Path) -> None:
    cases = [
        rare(objective, 19, MINUTES_OF_3_DAYS),
        rare(objective, 21, MINUTES_OF_3_DAYS, SLOW),
        rare(objective, 19, 6 * 60, SLOW),
        rare(objective, 21, 6 * 60, MEDIUM, SLOW),
        rare(objective, 19, 60, MEDIUM, SLOW),
        rare(objective, 21, 60, FAST, MEDIUM, SLOW),
    ]
    check(cases, tmp_path, interval=f"{LENGTH}m")


@pytest.mark.parametrize(
    "objective", [objective for objective in OBJECTIVES if objective.outside], ids=lambda objective: objective.slo
)
def test_what_is_nobodys_failure_counts_for_nothing(objective: Objective, tmp_path: Path) -> None:
    series = traffic(objective, (LENGTH, 100, 0))
    rising = values([minute * 1000.0 for minute in range(LENGTH + 1)])
    cases = [case(objective, "outside", series | dict.fromkeys(objective.outside, rising))]
    check(cases, tmp_path, interval=f"{LENGTH}m")
