"""The settings of the server, the runner and the worker."""

import json
import re
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from massa_server.settings import Settings
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from generate.page import LANGUAGES, ROOT, Page, Text, cell, code, page, table

COLUMNS = (("Variable", "Values", "Default", "Meaning"), ("Variável", "Valores", "Padrão", "Significado"))
OF_THIS_MACHINE: Text = ("by the processors", "pelos processadores")
# The first expression that matches a name says where it stands.
GROUPS: tuple[tuple[str, Text], ...] = (
    (r"database_", ("Database", "Banco de dados")),
    (
        r"oidc_|session_|cookie_|secret_key|recent_sign_in|public_url|allowed_origins",
        ("Sign-in", "Entrada"),
    ),
    (
        r"s3_|storage|upload_|part_|max_file|result_cache|orphan_grace|deletion_|cache_|retention_|result_retention",
        ("Files and retention", "Arquivos e retenção"),
    ),
    (
        r"state_machine|job_|progress_queue|events_queue|aws_|chunk_timeout|phase_|execution_|orphan_check",
        ("Analyses in the cloud", "Análises na nuvem"),
    ),
    (
        r"engine|worker_|inspection_|lease_|runner|chunk_size|builtin_",
        ("Runner and engine", "Runner e motor"),
    ),
    (r"", ("Server", "Servidor")),
)


def pages() -> list[Page]:
    return [page("settings", language, body(LANGUAGES.index(language))) for language in LANGUAGES]


def body(which: int) -> str:
    groups: dict[str, list[list[str]]] = {title[which]: [] for _, title in GROUPS}
    for name, field in Settings.model_fields.items():
        title = next(title for pattern, title in GROUPS if re.match(pattern, name))
        row = [
            code(f"MASSA_{name.upper()}"),
            cell(kind(field.annotation)),
            default(field, which),
            cell(field.description or ""),
        ]
        groups[title[which]].append(row)
    return "\n\n".join(f"## {title}\n\n{table(COLUMNS[which], rows)}" for title, rows in groups.items())


def kind(annotation: Any) -> str:
    """What a setting may be, for people."""
    if get_origin(annotation) is Literal:
        return ", ".join(map(str, get_args(annotation)))
    if get_args(annotation) and NoneType in get_args(annotation):
        return kind(next(part for part in get_args(annotation) if part is not NoneType))
    names = {
        str: "text",
        SecretStr: "secret",  # pragma: allowlist secret
        Path: "path",
        int: "integer",
        float: "number",
        bool: "true, false",
    }
    return names.get(annotation, "JSON list")


def default(field: FieldInfo, which: int) -> str:
    if field.default is PydanticUndefined:
        return OF_THIS_MACHINE[which]
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if isinstance(value, Path):
        return code(value.relative_to(ROOT) if value.is_absolute() else value)
    if value is None or value == "":
        return ""
    return code(value if isinstance(value, str) else json.dumps(value))
