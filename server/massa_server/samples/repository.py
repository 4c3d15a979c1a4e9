"""SQL of samples and their files."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.analyses.models import Analysis
from massa_server.pagination import PageRequest, fetch_page
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.uploads.models import Upload


class FileTally(NamedTuple):
    """How many files of a sample are in which state."""

    total: int = 0
    uploading: int = 0
    ready: int = 0
    rejected: int = 0


async def list_samples(
    session: AsyncSession, project_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[Sample], bool]:
    """A page of a project's samples, newest first, and whether more follow."""
    statement = select(Sample).where(Sample.project_id == project_id)
    rows, has_more = await fetch_page(session, statement, Sample.created_at, Sample.id, page)
    return [row[0] for row in rows], has_more


async def find_sample(session: AsyncSession, sample_id: uuid.UUID) -> Sample | None:
    """The sample of that id."""
    return await session.get(Sample, sample_id)


async def tally_files(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, FileTally]:
    """The files of each sample that has any, counted."""

    def count(status: FileStatus) -> ColumnElement[int]:
        return func.count(case((SampleFile.status == status, 1)))

    statement = (
        select(
            SampleFile.sample_id,
            func.count(),
            count(FileStatus.UPLOADING),
            count(FileStatus.READY),
            count(FileStatus.REJECTED),
        )
        .where(SampleFile.sample_id.in_(sample_ids))
        .group_by(SampleFile.sample_id)
    )
    return {row[0]: FileTally(*row[1:]) for row in await session.execute(statement)}


async def latest_analyses(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Analysis]:
    """The newest analysis of each sample that has any."""
    newest = func.row_number().over(
        partition_by=Analysis.sample_id, order_by=(Analysis.created_at.desc(), Analysis.id.desc())
    )
    ranked = select(Analysis.id, newest.label("rank")).where(Analysis.sample_id.in_(sample_ids)).subquery()
    statement = select(Analysis).join(ranked, ranked.c.id == Analysis.id).where(ranked.c.rank == 1)
    return {analysis.sample_id: analysis for analysis in await session.scalars(statement)}


async def analysis_ids(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """All analyses of the samples."""
    return (await session.scalars(select(Analysis.id).where(Analysis.sample_id.in_(sample_ids)))).all()


async def sample_ids_of_project(session: AsyncSession, project_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """All samples of a project."""
    return (await session.scalars(select(Sample.id).where(Sample.project_id == project_id))).all()


async def delete_samples(
    session: AsyncSession, sample_ids: Sequence[uuid.UUID], upload_ids: Sequence[uuid.UUID]
) -> None:
    """Delete samples with their files and analyses, and then the uploads of the files."""
    await session.execute(delete(Sample).where(Sample.id.in_(sample_ids)))
    await session.execute(delete(Upload).where(Upload.id.in_(upload_ids)))


async def list_files(
    session: AsyncSession, sample_id: uuid.UUID, page: PageRequest
) -> tuple[Sequence[SampleFile], bool]:
    """A page of a sample's files with their uploads, oldest first, and whether more follow."""
    statement = select(SampleFile).where(SampleFile.sample_id == sample_id).options(joinedload(SampleFile.upload))
    rows, has_more = await fetch_page(session, statement, SampleFile.created_at, SampleFile.id, page, oldest_first=True)
    return [row[0] for row in rows], has_more


async def find_file(session: AsyncSession, file_id: uuid.UUID) -> SampleFile | None:
    """The file of that id, with its upload."""
    statement = select(SampleFile).where(SampleFile.id == file_id).options(joinedload(SampleFile.upload))
    return await session.scalar(statement)


async def delete_file(session: AsyncSession, file: SampleFile) -> None:
    """Delete a file and its upload."""
    upload_id = file.upload_id
    await session.execute(delete(SampleFile).where(SampleFile.id == file.id))
    await session.execute(delete(Upload).where(Upload.id == upload_id))


async def uploads_of_samples(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> Sequence[Upload]:
    """The uploads of all files of the samples."""
    statement = (
        select(Upload).join(SampleFile, SampleFile.upload_id == Upload.id).where(SampleFile.sample_id.in_(sample_ids))
    )
    return (await session.scalars(statement)).all()
