"""What inspections do to files of spectra."""

import random
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.runner.inspection import Rejected, Waiting
from massa_server.runner.leases import is_free
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.storage.protocol import ObjectKey


class SampleFiles:
    """Files of samples. People take turns: whoever has the fewest inspections running is next, by lot among equals."""

    name = "files"
    model = SampleFile

    async def has_waiting(self, session: AsyncSession) -> bool:
        return await session.scalar(_waiting(select(SampleFile.id)).limit(1)) is not None

    async def next_waiting(self, session: AsyncSession) -> Waiting[SampleFile] | None:
        waiting = (await session.scalars(_waiting(_with_projects()).distinct())).all()
        if not waiting:
            return None
        running = Counter(
            await session.scalars(
                _with_projects().where(SampleFile.status == FileStatus.INSPECTING, ~is_free(SampleFile))
            )
        )
        fewest = min(running[project_id] for project_id in waiting)
        project_id = random.choice([project for project in waiting if running[project] == fewest])  # noqa: S311
        statement = (
            _waiting(select(SampleFile))
            .join(Sample, Sample.id == SampleFile.sample_id)
            .where(Sample.project_id == project_id)
            .order_by(SampleFile.created_at, SampleFile.id)
            .limit(1)
            .options(joinedload(SampleFile.upload))
            .with_for_update(skip_locked=True, of=SampleFile)
        )
        file = (await session.scalars(statement)).one_or_none()
        if file is None:
            return None
        return Waiting(file, ObjectKey(file.upload.bucket, file.upload.key), file.name)

    async def begin(self, session: AsyncSession, row: SampleFile) -> None:
        row.status = FileStatus.INSPECTING
        await _tell(session, row)

    async def store(self, inspection: dict[str, Any], path: Path) -> None:
        if inspection["format"] == "fasta":
            raise Rejected(
                f"{path.name} is a FASTA file of protein sequences, not of spectra; upload it as a protein database."
            )

    async def accept(self, session: AsyncSession, row: SampleFile, inspection: dict[str, Any]) -> None:
        row.status = FileStatus.READY
        row.problem = None
        row.sha256 = inspection["sha256"]
        row.inspection = inspection
        await _tell(session, row)

    async def reject(self, session: AsyncSession, row: SampleFile, problem: str) -> None:
        row.status = FileStatus.REJECTED
        row.problem = problem
        await _tell(session, row)

    async def wait_again(self, session: AsyncSession, row: SampleFile) -> None:
        row.status = FileStatus.UPLOADED
        await _tell(session, row)


def _with_projects() -> Select[uuid.UUID]:
    return select(Sample.project_id).join(SampleFile, SampleFile.sample_id == Sample.id)


def _waiting(statement: Select[Any]) -> Select[Any]:
    return statement.where(SampleFile.status.in_([FileStatus.UPLOADED, FileStatus.INSPECTING]), is_free(SampleFile))


async def _tell(session: AsyncSession, file: SampleFile) -> None:
    sample = await session.get_one(Sample, file.sample_id)
    publish(session, EventType.FILE_UPDATED, sample.project_id, sample_id=sample.id, file_id=file.id)
