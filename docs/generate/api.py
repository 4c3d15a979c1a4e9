"""The HTTP API, from the OpenAPI document."""

import json
from collections.abc import Iterator
from typing import Any

from generate.page import LANGUAGES, ROOT, Page, Text, cell, code, page, table

METHODS = ("get", "post", "put", "patch", "delete")
PARAMETERS = (("Parameter", "In", "Type", "Meaning"), ("Parâmetro", "Em", "Tipo", "Significado"))
ANSWERS = (("Status", "Body"), ("Status", "Corpo"))
FIELDS = (("Field", "Type", "Required", "Meaning"), ("Campo", "Tipo", "Obrigatório", "Significado"))
BODY: Text = ("Body", "Corpo")
YES: Text = ("yes", "sim")


def pages() -> list[Page]:
    document = json.loads((ROOT / "server" / "openapi.json").read_text())
    return [made for language in LANGUAGES for made in (operations(document, language), schemas(document, language))]


def operations(document: dict[str, Any], language: str) -> Page:
    which = LANGUAGES.index(language)
    groups: dict[str, list[str]] = {}
    for path, method, operation in each_operation(document):
        tag = operation.get("tags", ["other"])[0]
        groups.setdefault(tag, []).append(describe(path, method, operation, which))
    return page("api", language, "\n\n".join(f"## {tag}\n\n" + "\n\n".join(texts) for tag, texts in groups.items()))


def each_operation(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def describe(path: str, method: str, operation: dict[str, Any], which: int) -> str:
    parts = [f"### {method.upper()} {code(path)}", prose(operation.get("description") or operation["summary"])]
    if parameters := operation.get("parameters"):
        rows = [
            [code(each["name"]), each["in"], kind(each["schema"]), cell(each.get("description", ""))]
            for each in parameters
        ]
        parts.append(table(PARAMETERS[which], rows))
    if body := operation.get("requestBody"):
        parts.append(f"{BODY[which]}: " + ", ".join(content(body["content"])))
    answers = [
        [status, ", ".join(content(each.get("content", {})))] for status, each in sorted(operation["responses"].items())
    ]
    parts.append(table(ANSWERS[which], answers))
    return "\n\n".join(parts)


def content(types: dict[str, Any]) -> list[str]:
    """The shapes of a body, and the media type where it is not JSON."""
    return [
        f"{kind(value['schema']) if value.get('schema') else ''} {'' if 'json' in media else code(media)}".strip()
        for media, value in types.items()
    ]


def kind(schema: dict[str, Any]) -> str:
    """A type, with a link where it has a name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](schemas.md#{name.lower()})"
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(kind(each) for each in schema.get("anyOf", schema.get("oneOf")))
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if "enum" in schema:
        return ", ".join(code(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    return schema.get("format") or schema.get("type") or "any"


def schemas(document: dict[str, Any], language: str) -> Page:
    which = LANGUAGES.index(language)
    sections = [shape(name, schema, which) for name, schema in sorted(document["components"]["schemas"].items())]
    return page("schemas", language, "\n\n".join(sections))


def shape(name: str, schema: dict[str, Any], which: int) -> str:
    parts = [f"## {name}"]
    if schema.get("description"):
        parts.append(prose(schema["description"]))
    required = schema.get("required", [])
    rows = [
        [code(field), kind(each), YES[which] if field in required else "", cell(each.get("description", ""))]
        for field, each in schema.get("properties", {}).items()
    ]
    parts.append(table(FIELDS[which], rows) if rows else kind(schema))
    return "\n\n".join(parts)


def prose(text: str) -> str:
    """A description as paragraphs: docstrings break their lines anywhere."""
    return "\n\n".join(" ".join(part.split()) for part in text.replace("<", "&lt;").split("\n\n"))
