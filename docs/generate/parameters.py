"""The parameters of an analysis, from the engine's JSON Schema."""

import json
import subprocess
from typing import Any

from generate.command import ENGINE
from generate.page import LANGUAGES, Page, Text, cell, code, page, table

COLUMNS = (("Key", "Values", "Default", "Meaning"), ("Chave", "Valores", "Padrão", "Significado"))
GROUPS: dict[str, Text] = {
    "run": ("Run", "Execução"),
    "digestion": ("Digestion", "Digestão"),
    "modifications": ("Modifications", "Modificações"),
    "filter": ("Filter", "Filtro"),
    "search": ("Search", "Busca"),
    "validation": ("Validation", "Validação"),
}
PRESETS = (("Presets", "Key"), ("Predefinições", "Chave"))


def pages() -> list[Page]:
    run = subprocess.run([ENGINE, "parameters", "--schema"], check=True, stdout=subprocess.PIPE, text=True)
    schema = json.loads(run.stdout)
    return [page("parameters", language, body(schema, LANGUAGES.index(language))) for language in LANGUAGES]


def body(schema: dict[str, Any], which: int) -> str:
    groups: dict[str, list[list[str]]] = {}
    for key, value in schema["properties"].items():
        row = [code(key), cell(values(value)), code(json.dumps(value.get("default"))), cell(value["description"])]
        groups.setdefault(value["x-group"], []).append(row)
    sections = [f"## {GROUPS[group][which]}\n\n{table(COLUMNS[which], rows)}" for group, rows in groups.items()]
    return "\n\n".join([*sections, preset_section(schema["x-presets"], which)])


def values(value: dict[str, Any]) -> str:
    """What a parameter may be: its choices, or its type with bounds."""
    if "enum" in value:
        return ", ".join("null" if choice is None else str(choice) for choice in value["enum"])
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    kind = " or ".join(kinds)
    if "array" in kinds:
        kind = kind.replace("array", f"list of {value['items']['type']}")
    low, high = value.get("minimum", value.get("exclusiveMinimum")), value.get("maximum")
    if low is not None and high is not None:
        return f"{kind}, {low:g} to {high:g}"
    if low is not None:
        return f"{kind}, {'above' if 'exclusiveMinimum' in value else 'at least'} {low:g}"
    return f"{kind}, at most {high:g}" if high is not None else kind


def preset_section(presets: list[dict[str, Any]], which: int) -> str:
    heading, key = PRESETS[which]
    meanings = "\n".join(f"- `{preset['name']}`: {preset['description']}" for preset in presets)
    shown = [preset for preset in presets if preset["values"]]
    keys = dict.fromkeys(name for preset in shown for name in preset["values"])
    rows = [[code(name), *(value_in(preset, name) for preset in shown)] for name in keys]
    return f"## {heading}\n\n{meanings}\n\n{table([key, *(preset['name'] for preset in shown)], rows)}"


def value_in(preset: dict[str, Any], name: str) -> str:
    return code(json.dumps(preset["values"][name])) if name in preset["values"] else ""
