"""What inspections do to files of spectra."""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.runner.inspection import Rejected, Waiting, whose_turn
from massa_server.runner.leases import is_free
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.storage.protocol import ObjectKey
from massa_server.uploads.models import Upload


class SampleFiles:
    """Files of samples. People take turns, see `whose_turn`."""

    name = "files"
    id_name = "file_id"
    model = SampleFile

    async def has_waiting(self, session: AsyncSession) -> bool:
        return await session.scalar(_waiting(select(SampleFile.id)).limit(1)) is not None

    async def next_waiting(self, session: AsyncSession) -> Waiting[SampleFile] | None:
        people = select(Upload.created_by).join(SampleFile, SampleFile.upload_id == Upload.id)
        being_inspected = people.where(SampleFile.status == FileStatus.INSPECTING, ~is_free(SampleFile))
        turn = await whose_turn(session, _waiting(people), being_inspected)
        statement = (
            _waiting(select(SampleFile))
            .join(Upload, Upload.id == SampleFile.upload_id)
            .where(Upload.created_by == turn if turn is not None else Upload.created_by.is_(None))
            .order_by(SampleFile.created_at, SampleFile.id)
            .limit(1)
            .options(joinedload(SampleFile.upload))
            .with_for_update(skip_locked=True, of=SampleFile)
        )
        file = (await session.scalars(statement)).one_or_none()
        if file is None:
            return None
        source = ObjectKey(file.upload.bucket, file.upload.key)
        return Waiting(file, source, file.name, file.upload.created_by)

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


def _waiting(statement: Select[Any]) -> Select[Any]:
    return statement.where(SampleFile.status.in_([FileStatus.UPLOADED, FileStatus.INSPECTING]), is_free(SampleFile))


async def _tell(session: AsyncSession, file: SampleFile) -> None:
    sample = await session.get_one(Sample, file.sample_id)
    publish(session, EventType.FILE_UPDATED, sample.project_id, sample_id=sample.id, file_id=file.id)
