"""Runs infra/slo/rules.yaml, the very file that Terraform loads, over made-up metrics in promtool."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

RULES = Path(__file__).resolve().parents[1] / "slo" / "rules.yaml"


@dataclass(frozen=True)
class Case:
    """What is measured, and which alerts must then be firing: no others."""

    name: str
    series: dict[str, str]
    """Values each minute, in promtool's notation: `0+5x60` grows by 5 a minute for an hour."""
    at: str
    firing: list[dict[str, str]] = field(default_factory=list)
    """Labels of the alerts."""


def check(cases: list[Case], folder: Path, interval: str) -> None:
    """Fail with promtool's report when other alerts fire than a case says.

    Rules are evaluated at the beginning and every `interval`, which must divide the times at which cases look.
    """
    tests = [
        {
            "name": case.name,
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in case.series.items()],
            "promql_expr_test": [
                {
                    "expr": 'ALERTS{alertstate="firing"}',
                    "eval_time": case.at,
                    "exp_samples": [{"labels": selector(labels), "value": 1} for labels in case.firing],
                }
            ],
        }
        for case in cases
    ]
    file = folder / "tests.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "evaluation_interval": interval, "tests": tests}))
    done = subprocess.run(
        ["promtool", "test", "rules", str(file)], check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def selector(labels: dict[str, str]) -> str:
    pairs = ", ".join(f'{name}="{value}"' for name, value in ({"alertstate": "firing"} | labels).items())
    return f"ALERTS{{{pairs}}}"
