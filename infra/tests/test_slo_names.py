"""The names in the rules are those of the program and of the site: what is renamed fails here, not at night."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from massa_server.metrics.definitions import REGISTRY, REQUEST_BUCKETS_S, WAIT_BUCKETS_S
from massa_server.metrics.exposition import DatabaseCollector
from prometheus_client.registry import Collector
from promtool import RULES

ROOT = Path(__file__).resolve().parents[2]
RUNBOOKS = ROOT / "docs" / "src" / "content" / "docs" / "en" / "sre" / "runbooks"
ADDRESS = "https://massa-proteomics.github.io/massa/en/sre/runbooks/"
FORMS = {"counter": ("_total",), "histogram": ("_count", "_bucket", "_sum"), "gauge": ("",), "info": ("_info",)}
OF_PROMETHEUS = {"alertname", "alertstate", "le", "slo"}
OF_THE_SCRAPER = {"pod", "service"}


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


ALERTS = [rule for rule in rules() if "alert" in rule]


class _Pools:
    """A database as the collector sees it, without one."""

    class breaker:  # noqa: N801
        is_open = False

    @staticmethod
    def engines() -> dict[str, Any]:
        return {}


def labels_of_metrics() -> dict[str, set[str]]:
    """Names of series that the program serves, with their labels."""
    described = [
        (collector._name, collector._type, set(collector._labelnames))
        for collector in REGISTRY._collector_to_names  # it has no public list
        if hasattr(collector, "_labelnames")
    ]
    at_scrape: Collector = DatabaseCollector(_Pools())  # type: ignore[arg-type]
    described += [(family.name, family.type, set(getattr(family, "_labelnames", ()))) for family in at_scrape.collect()]
    return {name + end: labels for name, kind, labels in described for end in FORMS[kind]}


def test_the_rules_name_metrics_and_labels_of_the_program() -> None:
    served = labels_of_metrics()
    expressions = [rule["expr"] for rule in rules()]
    named = {name for expression in expressions for name in re.findall(r"\bmassa_\w+", expression)}
    assert len(named) >= 10
    assert named - set(served) == set()
    for expression in expressions:
        for name, selected in re.findall(r"\b(massa_\w+)\{([^}]*)\}", expression):
            labels = set(re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"', selected))
            assert labels - served[name] - OF_PROMETHEUS == set(), name


def test_alerts_group_by_labels_that_exist() -> None:
    known = set.union(*labels_of_metrics().values()) | OF_PROMETHEUS | OF_THE_SCRAPER
    for alert in ALERTS:
        for labels in re.findall(r"\bby \(([^)]+)\)", alert["expr"]):
            assert set(labels.split(", ")) <= known, alert["alert"]


def test_the_limits_are_bounds_of_buckets() -> None:
    bounds = set(re.findall(r'le=~?"([\d.]+)', RULES.read_text()))
    assert bounds == {"0.3", "120"}
    assert 0.3 in REQUEST_BUCKETS_S
    assert 120 in WAIT_BUCKETS_S


def test_every_objective_has_an_alert_of_each_speed() -> None:
    found: dict[str, set[str]] = {}
    for alert in ALERTS:
        if "slo" in alert["labels"]:
            found.setdefault(alert["labels"]["slo"], set()).add(alert["alert"])
    assert set(found) == {"availability", "latency", "uploads", "analyses", "wait", "results"}
    assert set(map(frozenset, found.values())) == {frozenset({"BudgetBurnsFast", "BudgetBurns", "BudgetBurnsSlowly"})}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: f"{rule['alert']}-{rule['labels'].get('slo', '')}")
def test_every_alert_says_how_urgent_it_is_and_which_page_helps(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in {"page", "ticket"}
    assert alert["annotations"]["summary"]
    address = alert["annotations"]["runbook"]
    assert address.startswith(ADDRESS)
    page, _, part = address.removeprefix(ADDRESS).partition("/")
    text = (RUNBOOKS / f"{page}.md").read_text()
    if "slo" in alert["labels"]:
        assert (page, part) == ("alerts", f"#{alert['labels']['slo']}")
        assert re.search(rf"^## {alert['labels']['slo']}$", text, re.MULTILINE | re.IGNORECASE)


def test_every_alarm_of_cloudwatch_names_a_page() -> None:
    main = (ROOT / "infra" / "main.tf").read_text()
    pages = re.findall(r'^ +[a-z-]+ += \{ metric = .* runbook = "([a-z-]+)"', main, re.MULTILINE)
    assert len(pages) == main.count("{ metric = ") >= 10
    assert {page for page in pages if not (RUNBOOKS / f"{page}.md").exists()} == set()


def test_the_first_page_of_an_alert_knows_every_alert_and_alarm() -> None:
    page = (RUNBOOKS / "alerts.md").read_text()
    main = (ROOT / "infra" / "main.tf").read_text()
    alarms = re.findall(r"^ +([a-z-]+) += \{ metric = ", main, re.MULTILINE)
    causes = [alert["alert"] for alert in ALERTS if "slo" not in alert["labels"]]
    assert alarms
    assert causes
    assert {name for name in [*alarms, *causes] if f"`{name}`" not in page} == set()
