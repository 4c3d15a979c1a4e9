"""Alerts on causes that nobody feels yet: each rings when it must and is silent when it must be."""

from pathlib import Path

import pytest
from promtool import Case, check

WAITING = 'massa_queue_oldest_waiting_seconds{kind="%s",pod="%s"}'
IN_USE = 'massa_database_connections_in_use{pool="write",service="server",pod="a"}'
LIMIT = 'massa_database_connections_limit{pool="write",service="server",pod="a"}'
RETENTION = "massa_retention_finished_timestamp_seconds"

CASES = [
    Case(
        "a runner that does not reach the database for three minutes",
        {'massa_database_breaker_open{service="runner",pod="a"}': "0 1 1 1 1"},
        "4m",
        [{"alertname": "DatabaseUnreachable", "severity": "page", "service": "runner"}],
    ),
    Case(
        "a database that failed over within a minute",
        {'massa_database_breaker_open{service="server",pod="a"}': "0 1 1 0 0"},
        "4m",
    ),
    Case(
        "a pool that is nearly used up",
        {IN_USE: "19x15", LIMIT: "20x15"},
        "15m",
        [{"alertname": "DatabaseConnectionsRunOut", "severity": "ticket", "service": "server", "pool": "write"}],
    ),
    Case("a pool that is half used", {IN_USE: "10x15", LIMIT: "20x15"}, "15m"),
    Case(
        "work that waits, as two runners see it",
        {WAITING % ("files", "a"): "800+60x20", WAITING % ("files", "b"): "800+60x20", WAITING % ("run", "a"): "0x20"},
        "10m",
        [{"alertname": "QueueStandsStill", "severity": "ticket", "kind": "files"}],
    ),
    Case("a queue that moves", {WAITING % ("files", "a"): "850x20"}, "20m"),
    Case(
        "an object that the database promises and the store does not have",
        {'massa_retention_found{kind="losses",pod="a"}': "1x5", 'massa_retention_found{kind="losses",pod="b"}': "1x5"},
        "5m",
        [{"alertname": "ObjectsLost", "severity": "ticket"}],
    ),
    Case(
        "an object that no row knows",
        {'massa_retention_found{kind="orphans"}': "3x5", 'massa_retention_found{kind="losses"}': "0x5"},
        "5m",
    ),
]


RETENTION_CASES = [
    Case(
        "retention that was carried out at the beginning, and never again",
        {RETENTION: "1x2200"},
        "2190m",
        [{"alertname": "RetentionOverdue", "severity": "ticket"}],
    ),
    Case("retention that was carried out a day ago", {RETENTION: "1x1440"}, "1440m"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_cause_rings_when_it_must(case: Case, tmp_path: Path) -> None:
    check([case], tmp_path, interval="1m")


def test_retention_rings_when_it_is_overdue(tmp_path: Path) -> None:
    check(RETENTION_CASES, tmp_path, interval="15m")
