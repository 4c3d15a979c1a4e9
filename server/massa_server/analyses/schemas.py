"""What the analyses endpoints take and show."""

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from massa_server.analyses.models import AnalysisFileState, AnalysisState
from massa_server.results.schemas import Acquisition, Counts, Verdict
from massa_server.schemas import Input, Page, View
from massa_server.worker.engine import ErrorKind

LARGEST_PARAMETERS_BYTES = 64 * 1024


def _parameters(value: dict[str, Any]) -> dict[str, Any]:
    """They become arguments of the engine: bounded, in text that can be one."""
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except ValueError as error:
        raise ValueError("may hold finite numbers and valid Unicode only") from error
    if size > LARGEST_PARAMETERS_BYTES:
        raise ValueError(f"has {size} bytes as JSON; at most {LARGEST_PARAMETERS_BYTES} are taken")
    if any(not character.isprintable() for text in _texts(value) for character in text):
        raise ValueError("may not hold control characters")
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in (*value.keys(), *value.values()):
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


class AnalysisCreate(Input):
    """The files of a sample that are ready are searched in the database."""

    database_id: uuid.UUID
    preset: Annotated[str, StringConstraints(max_length=100, pattern="^[A-Za-z0-9][A-Za-z0-9_-]*$")] = "auto"
    parameters: Annotated[dict[str, Any], AfterValidator(_parameters)] = Field(
        {}, description="What differs from the preset; see /parameters/schema."
    )
    file_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=10_000)] | None = Field(
        None, description="The files to analyse, all of them ready. Null: all but the rejected, none on its way."
    )


class AnalysisDatabase(View):
    """The database as it was when the analysis was made; `id` is null when it has been deleted since."""

    id: uuid.UUID | None
    name: str
    sha256: str


class FileProgress(View):
    """`total` is 0 while it is unknown."""

    done: int
    total: int


class FileFailure(View):
    """Why a file failed: `message` says what, where and what to do."""

    kind: ErrorKind
    message: str


class AnalysisFileView(View):
    """One file of an analysis."""

    file_id: uuid.UUID
    name: str
    size_bytes: int
    expected: dict[str, Any] | None
    state: AnalysisFileState
    stage: str | None
    progress: FileProgress
    attempt: int
    raw_expires_at: datetime | None = Field(
        description="When the raw file will be deleted; null when it is gone already. The result lives longer."
    )
    error: FileFailure | None
    verdict: Verdict | None
    counts: Counts | None
    acquisition: Acquisition | None
    started_at: datetime | None
    finished_at: datetime | None


class AnalysisView(View):
    """An analysis with its files, in the order of the sample."""

    id: uuid.UUID
    sample_id: uuid.UUID
    state: AnalysisState
    queue_position: int | None = Field(
        description="How many pieces of work, of everybody, come before the first of this analysis; null once it runs."
    )
    preset: str
    parameters: dict[str, Any]
    engine_version: str
    database: AnalysisDatabase
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime = Field(description="When the results will be deleted.")
    files: list[AnalysisFileView]


class AnalysisPage(Page[AnalysisView]):
    """A stretch of the analyses of a sample, newest first."""


class Preset(View):
    """A named set of parameters."""

    name: str
    description: str
    values: dict[str, Any]


class PresetList(View):
    """All presets, the default one first."""

    items: list[Preset]
