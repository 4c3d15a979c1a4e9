"""The cost of a month: the pages show what scripts/cost.py computes from infra/prices.json."""

import itertools
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from programs import program

ROOT = Path(__file__).resolve().parents[2]
INPUTS: dict[str, Any] = json.loads((ROOT / "infra" / "prices.json").read_text())
PAGES = sorted((ROOT / "docs" / "src" / "content" / "docs").glob("*/delivery/cost.md"))


@pytest.fixture(scope="module", name="program")
def cost() -> ModuleType:
    """scripts/cost.py."""
    return program("cost")


def test_there_is_a_page() -> None:
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parts[-3])
def test_a_page_shows_what_the_formulas_give(page: Path, program: ModuleType) -> None:
    shown = page.read_text().partition(program.BEGIN)[2].partition(program.END)[0]
    assert shown.strip() == program.table(program.Cost(INPUTS))


def test_every_price_is_used_and_says_where_it_is_to_be_read(program: ModuleType) -> None:
    used = set(re.findall(r'price\("(\w+)"\)', (ROOT / "scripts" / "cost.py").read_text()))
    assert used == set(INPUTS["prices"])
    for name, entry in INPUTS["prices"].items():
        assert entry["page"].startswith("https://aws.amazon.com/"), name
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", INPUTS["read_on"])


def test_an_analysis_costs_what_its_containers_cost(program: ModuleType) -> None:
    prices = {
        "fargate_vcpu_hour": 1,
        "fargate_gb_hour": 0.1,
        "fargate_disk_gb_hour": 0,
        "fargate_spot_share": 0.5,
        "state_transition": 0.01,
        "nat_gb": 1,
    }
    own = {"vcpus": 4, "memory_gb": 10, "chunks": 2, "minutes": 30, "retry_rate": 0.2, "on_demand_rate": 0.1}
    inputs = INPUTS | {
        "prices": {name: {"value": value, "regional": False} for name, value in prices.items()},
        "of_an_analysis": INPUTS["of_an_analysis"] | own | {"transitions": 5, "nat_gb": 0.25},
    }
    # An hour of containers at 5 an hour: 1.2 runs at half price and 0.1 at the whole.
    assert program.Cost(inputs).analysis() == pytest.approx(1 * 5 * (1.2 * 0.5 + 0.1) + 0.05 + 0.25)


def test_a_gigabyte_is_paid_for_every_month_of_its_life(program: ModuleType) -> None:
    one = {name: entry | {"value": 1, "regional": False} for name, entry in INPUTS["prices"].items()}
    cost = program.Cost(INPUTS | {"prices": one})
    assert cost.uploads_per_gb() == 12
    assert cost.results_per_gb() == 60


def test_more_people_cost_more_and_each_of_them_less(program: ModuleType) -> None:
    totals = [
        (load["users"], sum(program.Cost(INPUTS).month(load).values()))
        for load in sorted(INPUTS["loads"], key=lambda load: load["users"])
    ]
    for (fewer, less), (more, much) in itertools.pairwise(totals):
        assert much > less
        assert much / more < less / fewer


def test_gateways_and_keys_are_those_of_terraform() -> None:
    main = (ROOT / "infra" / "main.tf").read_text()
    zones = [int(number) for number in re.findall(r"^ +zones += (\d)", main, re.MULTILINE)]
    assert INPUTS["of_an_environment"]["production"]["nat_gateways"] == max(zones)
    keys = re.findall(r"^ +\w+ += \{ description = ", main, re.MULTILINE)
    assert INPUTS["of_an_environment"]["kms_keys"] == len(keys)
