#!/usr/bin/env python3
"""What an environment costs a month, by formula from infra/prices.json: inputs there, no figure here.

scripts/cost.py prints the table; with files as arguments it rewrites the table between the marks in each.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

INPUTS = Path(__file__).resolve().parents[1] / "infra" / "prices.json"
BEGIN, END = "<!-- scripts/cost.py writes from here -->", "<!-- to here -->"
UPLOAD_MONTHS, RESULT_MONTHS = 12, 60
FREQUENT_MONTHS, INFREQUENT_MONTHS = 1, 2
"""Intelligent-Tiering: 30 days untouched, then 60 more, then archive instant access."""
STANDARD_MONTHS = 3
"""Results: Standard for 90 days, then Glacier Instant Retrieval."""


class Cost:
    def __init__(self, inputs: dict[str, Any]) -> None:
        self.inputs = inputs
        self.hours = inputs["hours_per_month"]

    def price(self, name: str) -> float:
        entry = self.inputs["prices"][name]
        factor = self.inputs["sao_paulo_factor"]["value"] if entry["regional"] else 1
        return float(entry["value"] * factor)

    def fixed(self, environment: str, nodes_vcpus: float) -> dict[str, float]:
        """What is paid while nobody does anything, the database left out."""
        own = self.inputs["of_an_environment"]
        nodes = nodes_vcpus * self.price("node_vcpu_hour") * (1 + self.price("eks_auto_mode_share"))
        return {
            "cluster": self.hours * self.price("eks_cluster_hour"),
            "nodes": self.hours * nodes,
            "NAT gateways": self.hours * own[environment]["nat_gateways"] * self.price("nat_gateway_hour"),
            "load balancer": self.hours * self.price("load_balancer_hour"),
            "WAF, keys": self.price("waf_acl_month")
            + own["waf_rules"] * self.price("waf_rule_month")
            + own["kms_keys"] * self.price("kms_key_month"),
            "scraper": self.hours * own["scrapers"] * self.price("prometheus_scraper_hour"),
        }

    def analysis(self) -> float:
        """One analysis: its containers, on Spot with what is repeated and what goes to on demand, and its states."""
        own = self.inputs["of_an_analysis"]
        hour = (
            own["vcpus"] * self.price("fargate_vcpu_hour")
            + own["memory_gb"] * self.price("fargate_gb_hour")
            + own["extra_disk_gb"] * self.price("fargate_disk_gb_hour")
        )
        runs = (1 + own["retry_rate"]) * self.price("fargate_spot_share") + own["on_demand_rate"]
        containers = own["chunks"] * own["minutes"] / 60 * hour * runs
        states = own["transitions"] * self.price("state_transition")
        return float(containers + states + own["nat_gb"] * self.price("nat_gb"))

    def uploads_per_gb(self) -> float:
        """A gigabyte uploaded each month, once the first year is full: every month of its life is paid for."""
        archived = UPLOAD_MONTHS - FREQUENT_MONTHS - INFREQUENT_MONTHS
        return (
            FREQUENT_MONTHS * self.price("s3_frequent_gb_month")
            + INFREQUENT_MONTHS * self.price("s3_infrequent_gb_month")
            + archived * self.price("s3_archive_instant_gb_month")
        )

    def results_per_gb(self) -> float:
        """A gigabyte of results each month, once five years are full."""
        archived = RESULT_MONTHS - STANDARD_MONTHS
        frequent = STANDARD_MONTHS * self.price("s3_frequent_gb_month")
        return frequent + archived * self.price("s3_archive_instant_gb_month")

    def month(self, load: dict[str, float]) -> dict[str, float]:
        """A month of production at a load, with its stores as full as they ever get."""
        person, users = self.inputs["of_a_person_and_month"], load["users"]
        analyses = users * person["analyses"]
        requests = users * person["requests"] / 1e6
        database_gb = users * person["database_gb"] * RESULT_MONTHS
        return self.fixed("production", load["nodes_vcpus"]) | {
            "database": self.hours * load["average_acu"] * self.price("aurora_acu_hour")
            + database_gb * self.price("aurora_gb_month"),
            "requests": requests * (self.price("waf_million_requests") + self.price("cdn_million_requests"))
            + self.hours * load["load_balancer_units"] * self.price("load_balancer_unit_hour"),
            "metrics, logs": load["million_samples"] * self.price("prometheus_million_samples")
            + users * person["log_gb"] * self.price("logs_gb"),
            "analyses": analyses * self.analysis(),
            "uploads, 365 days": users * person["uploaded_gb"] * self.uploads_per_gb(),
            "results, 5 years": analyses * self.inputs["of_an_analysis"]["result_gb"] * self.results_per_gb(),
            "downloads": users * person["downloaded_gb"] * self.price("egress_gb"),
        }

    def idle_staging(self) -> float:
        """Staging while nobody uses it."""
        fixed = self.fixed("staging", self.inputs["of_an_environment"]["staging"]["nodes_vcpus"])
        return sum(fixed.values()) + self.hours * 0.5 * self.price("aurora_acu_hour")


def table(cost: Cost) -> str:
    loads = cost.inputs["loads"]
    months = [cost.month(load) for load in loads]
    rows = [["USD a month", *(f"{load['users']:,} users" for load in loads)], ["---", *("---:" for _ in loads)]]
    rows += [[name, *(f"{month[name]:,.0f}" for month in months)] for name in months[0]]
    totals = [sum(month.values()) for month in months]
    rows.append(["**total**", *(f"**{total:,.0f}**" for total in totals)])
    rows.append(["a user", *(f"{total / load['users']:,.2f}" for total, load in zip(totals, loads, strict=True))])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    facts = (
        f"An analysis: {cost.analysis():.3f} USD. Staging while nobody uses it: {cost.idle_staging():,.0f} USD a month."
    )
    return "\n".join([*lines, "", facts])


def rewrite(text: str, new: str) -> str:
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"cost.py: the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{new}\n\n{END}{after}"


def main(pages: Iterable[str]) -> None:
    new = table(Cost(json.loads(INPUTS.read_text())))
    pages = list(pages)
    for page in map(Path, pages):
        page.write_text(rewrite(page.read_text(), new))
    if not pages:
        print(new)


if __name__ == "__main__":
    main(sys.argv[1:])
