"""infra/main.tf as data, read without Terraform: no module has to be fetched, so these tests run everywhere."""

import re
from pathlib import Path
from typing import Any

import hcl2

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "infra" / "main.tf").read_text()

_OPTIONS = hcl2.SerializationOptions(strip_string_quotes=True, with_comments=False, explicit_blocks=False)
DOCUMENT: dict[str, list[dict[str, Any]]] = hcl2.loads(TEXT, serialization_options=_OPTIONS)

MODULES: dict[str, dict[str, Any]] = {name: body for block in DOCUMENT["module"] for name, body in block.items()}
LOCALS: dict[str, Any] = {name: value for block in DOCUMENT["locals"] for name, value in block.items()}
TERRAFORM: dict[str, Any] = DOCUMENT["terraform"][0]
PROVIDERS = [body for block in DOCUMENT["provider"] for name, body in block.items() if name == "aws"]
ENVIRONMENTS: dict[str, dict[str, Any]] = LOCALS["environments"]


def number(value: Any) -> int:
    """A number, or one that is written as a sum and product: `${5 * 365 + 2}`, `${local.retention.upload_days}`."""
    if not isinstance(value, str):
        return int(value)
    expression = value.removeprefix("${").removesuffix("}")
    named = re.fullmatch(r"local\.(\w+)\.(\w+)", expression)
    if named:
        return number(LOCALS[named[1]][named[2]])
    assert re.fullmatch(r"[\d +*]+", expression), f"{value} is not a number that can be read here"
    return sum(_product(term) for term in expression.split("+"))


def _product(term: str) -> int:
    result = 1
    for factor in term.split("*"):
        result *= int(factor)
    return result


def attributes(name: str) -> dict[str, Any]:
    """The value of an attribute in each module that has it."""
    return {module: body[name] for module, body in MODULES.items() if name in body}


def statements_on_everything() -> list[set[str]]:
    """The actions of every statement whose resources are `*`, but of those that forbid."""
    pattern = r'(effect\s*=\s*"Deny",\s*)?actions\s*=\s*\[([^\]]*)\],?\s*resources\s*=\s*\["\*"\]'
    found = list(re.finditer(pattern, TEXT))
    assert len(found) == len(re.findall(r'resources\s*=\s*\[[^\]]*"\*"', TEXT)), "a `*` stands where it cannot be read"
    return [set(re.findall(r'"([^"]+)"', match[2])) for match in found if not match[1]]
