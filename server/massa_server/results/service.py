"""Finding the result of one file of an analysis, and reading it."""

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from massa_server.analyses.models import AnalysisFile, AnalysisFileState
from massa_server.db import Database
from massa_server.errors import Conflict, Invalid, NotFound
from massa_server.results import repository
from massa_server.results.cache import ResultCache, ResultGone
from massa_server.results.paging import PageError
from massa_server.results.schemas import Download, DownloadList
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore

Answer = TypeVar("Answer")

_MEDIA_TYPES = {
    ".json": "application/json",
    ".sqlite": "application/vnd.sqlite3",
    ".tsv": "text/tab-separated-values",
}


class NoResult(Conflict):
    """The file has no result, or none yet."""

    kind = "no-result"
    title = "This file has no result"


@dataclass(frozen=True, slots=True)
class ResultLocation:
    """Where the result of a file is."""

    file_name: str
    prefix: str
    sizes_bytes: dict[str, int]

    def object(self, name: str) -> ObjectKey:
        return ObjectKey(Bucket.RESULTS, self.prefix + name)


async def locate(database: Database, analysis_id: uuid.UUID, file_id: uuid.UUID) -> ResultLocation:
    """The result of a file of an analysis. Raises NotFound or NoResult."""
    async with database.read() as session:
        file = await repository.find_analysis_file(session, analysis_id, file_id)
        if file is None:
            raise NotFound("The analysis has no such file.")
        if file.state is not AnalysisFileState.SUCCEEDED or file.result_prefix is None:
            raise NoResult(_why_not(file))
        sizes = {str(output["name"]): int(output["size_bytes"]) for output in file.outputs or []}
        return ResultLocation(file.name, file.result_prefix, sizes)


async def read_summary(cache: ResultCache, location: ResultLocation) -> bytes:
    """`summary.json` as the engine wrote it."""
    try:
        return await cache.read_bytes(location.object("summary.json"))
    except ResultGone as error:
        raise _gone() from error


async def query(
    cache: ResultCache, location: ResultLocation, question: Callable[[sqlite3.Connection], Answer]
) -> Answer:
    """Asks `result.sqlite`."""
    try:
        return await cache.query(location.object("result.sqlite"), question)
    except ResultGone as error:
        raise _gone() from error
    except PageError as error:
        raise Invalid(str(error)) from error


def list_downloads(location: ResultLocation) -> DownloadList:
    """The files of the result."""
    return DownloadList(
        items=[
            Download(name=name, size_bytes=size, media_type=_MEDIA_TYPES[PurePath(name).suffix])
            for name, size in sorted(location.sizes_bytes.items())
        ]
    )


async def sign_download(store: ObjectStore, location: ResultLocation, name: str, host: str) -> str:
    """An address at which one file of the result can be downloaded, named after the file of spectra."""
    if name not in location.sizes_bytes:
        raise NotFound(f"The result has no file {name!r}; see the list of downloads.")
    return await store.sign_download(location.object(name), f"{PurePath(location.file_name).stem}.{name}", host)


def _why_not(file: AnalysisFile) -> str:
    match file.state:
        case AnalysisFileState.FAILED:
            return f"{file.name} could not be analysed: {(file.error or {}).get('message', 'the reason is not known')}"
        case AnalysisFileState.CANCELLED:
            return f"The analysis was cancelled before {file.name} was done; retry the file."
        case _:
            return f"{file.name} is {file.state}; its result comes when it has succeeded."


def _gone() -> NotFound:
    return NotFound("The result is no longer stored; results are kept for five years.")
