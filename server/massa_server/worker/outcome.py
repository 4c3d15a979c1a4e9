"""The outcome of one attempt at a file: written once, by whoever finished first, and read by everyone after."""

import json
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from massa_server.worker.engine import ErrorKind

OUTPUT_NAMES = ("summary.json", "result.sqlite", "proteins.tsv", "peptides.tsv", "psms.tsv", "run.json")


class FileError(BaseModel):
    """Why a file failed, in the engine's words."""

    model_config = ConfigDict(frozen=True)

    kind: ErrorKind
    message: str


class StoredOutput(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    size_bytes: int


class Outcome(BaseModel):
    """How an attempt ended.

    Attributes:
        prefix: where the outputs are in the results bucket; None when the file failed.
        verdict: `verdict` of the engine's summary; likewise `counts` and `acquisition`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["massa-outcome"] = "massa-outcome"
    format_version: Literal[1] = 1
    file_id: UUID
    attempt: int
    state: Literal["succeeded", "failed"]
    error: FileError | None = None
    prefix: str | None = None
    outputs: list[StoredOutput] = []
    verdict: dict[str, Any] | None = None
    counts: dict[str, Any] | None = None
    acquisition: dict[str, Any] | None = None


def failed(file_id: UUID, attempt: int, kind: ErrorKind, message: str) -> Outcome:
    """The outcome of a file that the engine refused."""
    return Outcome(file_id=file_id, attempt=attempt, state="failed", error=FileError(kind=kind, message=message))


def succeeded(file_id: UUID, attempt: int, prefix: str, directory: Path) -> Outcome:
    """The outcome of a file whose result is in `directory` and will be stored below `prefix`.

    Raises:
        KeyError, ValueError: the directory holds no result as the engine's contract has it.
    """
    summary = json.loads((directory / "summary.json").read_bytes())
    return Outcome(
        file_id=file_id,
        attempt=attempt,
        state="succeeded",
        prefix=prefix,
        outputs=[
            StoredOutput(name=path.name, size_bytes=path.stat().st_size)
            for path in sorted(directory.iterdir())
            if path.name in OUTPUT_NAMES
        ],
        verdict=summary["verdict"],
        counts=summary["counts"],
        acquisition=summary["acquisition"],
    )
