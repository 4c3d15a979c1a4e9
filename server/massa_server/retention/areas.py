"""What the database knows of the objects of each bucket, in the order of their keys."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.analyses.models import Analysis, AnalysisFile, AnalysisFileState
from massa_server.databases.contents import source_object
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.samples.models import SampleFile
from massa_server.storage.protocol import Bucket
from massa_server.uploads.models import Upload, UploadState
from massa_server.worker.manifest import analysis_prefix, database_object, manifest_object

PAGE = 500


class Needed(NamedTuple):
    """An object that a row needs. A size of None means that any size is right."""

    key: str
    size_bytes: int | None
    resource: str
    resource_id: uuid.UUID


@dataclass
class Knowledge:
    """What some rows say of objects.

    Attributes:
        needed: objects that must be there, by key.
        allowed: keys and prefixes, which end in `/`, of objects that may be there.
        last: prefix of the last row's objects; empty when there are no more rows.
    """

    needed: dict[str, Needed] = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)
    last: str = ""

    def need(self, key: str, size_bytes: int | None, resource: str, resource_id: uuid.UUID) -> None:
        """Note an object that must be there."""
        self.needed[key] = Needed(key, size_bytes, resource, resource_id)

    def refers_to(self, key: str) -> bool:
        """Whether the object is there with reason."""
        if key in self.needed or key in self.allowed:
            return True
        return any(f"{parent}/" in self.allowed for parent in PurePosixPath(key).parents)


class Area(Protocol):
    """One bucket, from the database's side."""

    bucket: Bucket

    async def page(self, session: AsyncSession) -> Knowledge:
        """What the next rows say; pages follow the order of the keys."""
        ...

    async def about(self, session: AsyncSession, keys: Collection[str]) -> Knowledge:
        """What the rows say that these keys belong to."""
        ...


class UploadArea:
    """Raw files: `samples/{sample}/{file}/{name}`."""

    bucket = Bucket.UPLOADS

    def __init__(self) -> None:
        self._after = (uuid.UUID(int=0), uuid.UUID(int=0))

    async def page(self, session: AsyncSession) -> Knowledge:
        statement = (
            select(SampleFile)
            .where(tuple_(SampleFile.sample_id, SampleFile.id) > self._after)
            .order_by(SampleFile.sample_id, SampleFile.id)
            .limit(PAGE)
            .options(joinedload(SampleFile.upload))
        )
        files = (await session.scalars(statement)).all()
        knowledge = _of_files(files)
        if len(files) == PAGE:
            self._after = (files[-1].sample_id, files[-1].id)
            knowledge.last = f"samples/{files[-1].sample_id}/{files[-1].id}/"
        return knowledge

    async def about(self, session: AsyncSession, keys: Collection[str]) -> Knowledge:
        statement = (
            select(SampleFile)
            .join(Upload, Upload.id == SampleFile.upload_id)
            .where(Upload.bucket == self.bucket, Upload.key.in_(keys))
            .options(joinedload(SampleFile.upload))
        )
        return _of_files((await session.scalars(statement)).all())


class DatabaseArea:
    """Protein databases: `{sha256}.fasta` for each content, and what has not been accepted yet as it came."""

    bucket = Bucket.DATABASES

    async def page(self, session: AsyncSession) -> Knowledge:
        return await self.about(session, ())

    async def about(self, session: AsyncSession, keys: Collection[str]) -> Knowledge:
        """There are few of them: a content is kept once, however many refer to it."""
        knowledge = Knowledge()
        oldest_first = func.row_number().over(partition_by=Analysis.database_sha256, order_by=Analysis.created_at)
        ranked = select(Analysis.database_sha256, Analysis.id, oldest_first.label("rank")).subquery()
        oldest = select(ranked.c.database_sha256, ranked.c.id).where(ranked.c.rank == 1)
        for sha256, analysis_id in await session.execute(oldest):
            knowledge.need(database_object(sha256).key, None, "analysis", analysis_id)
        statement = select(ProteinDatabase).options(joinedload(ProteinDatabase.upload))
        for database in await session.scalars(statement):
            if database.sha256 is not None:
                knowledge.need(database_object(database.sha256).key, None, "database", database.id)
            if database.status in (DatabaseStatus.UPLOADED, DatabaseStatus.INSPECTING):
                knowledge.need(source_object(database).key, database.size_bytes, "database", database.id)
            elif database.status is not DatabaseStatus.READY:
                knowledge.allowed.add(source_object(database).key)
        return knowledge


class ResultArea:
    """Results: all below `analyses/{analysis}/`."""

    bucket = Bucket.RESULTS

    def __init__(self) -> None:
        self._after = uuid.UUID(int=0)

    async def page(self, session: AsyncSession) -> Knowledge:
        statement = select(Analysis).where(Analysis.id > self._after).order_by(Analysis.id).limit(PAGE)
        analyses = (await session.scalars(statement)).all()
        knowledge = await _of_analyses(session, analyses)
        if len(analyses) == PAGE:
            self._after = analyses[-1].id
            knowledge.last = analysis_prefix(analyses[-1].id)
        return knowledge

    async def about(self, session: AsyncSession, keys: Collection[str]) -> Knowledge:
        ids = {id_ for key in keys if (id_ := _analysis_of(key)) is not None}
        return await _of_analyses(session, (await session.scalars(select(Analysis).where(Analysis.id.in_(ids)))).all())


def _of_files(files: Sequence[SampleFile]) -> Knowledge:
    knowledge = Knowledge()
    for file in files:
        if file.upload.state is UploadState.COMPLETED:
            knowledge.need(file.upload.key, file.size_bytes, "file", file.id)
        else:  # the store may have completed it already
            knowledge.allowed.add(file.upload.key)
    return knowledge


async def _of_analyses(session: AsyncSession, analyses: Sequence[Analysis]) -> Knowledge:
    """All of an analysis that goes on may be there; of one that has ended, of each file what it refers to."""
    knowledge = Knowledge()
    for analysis in analyses:
        prefix = analysis_prefix(analysis.id)
        if analysis.state.is_final:
            knowledge.allowed |= {f"{prefix}runs/", f"{prefix}summary/", f"{prefix}manifest.json"}
        else:
            knowledge.allowed.add(prefix)
            knowledge.need(manifest_object(analysis.id, analysis.run).key, None, "analysis", analysis.id)
    ids = [analysis.id for analysis in analyses]
    for file in await session.scalars(select(AnalysisFile).where(AnalysisFile.analysis_id.in_(ids))):
        attempts = f"{analysis_prefix(file.analysis_id)}files/{file.file_id}/"
        knowledge.allowed |= {f"{attempts}{attempt}/outcome.json" for attempt in range(1, file.attempt + 1)}
        if file.state is AnalysisFileState.SUCCEEDED and file.result_prefix is not None:
            knowledge.allowed.add(file.result_prefix)
            for output in file.outputs or []:
                key = file.result_prefix + str(output["name"])
                knowledge.need(key, int(output["size_bytes"]), "result", file.id)
    return knowledge


def _analysis_of(key: str) -> uuid.UUID | None:
    """The analysis that a key of the results bucket belongs to."""
    match key.split("/", 2):
        case ["analyses", text, _]:
            try:
                return uuid.UUID(text)
            except ValueError:
                return None
    return None
