"""A project with one of everything in it, and people who are something there."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from massa_server.analyses.models import Analysis, AnalysisFile, AnalysisFileState, AnalysisState
from massa_server.auth.models import User
from massa_server.auth.service import SessionOrigin, open_session
from massa_server.clock import now
from massa_server.databases.models import DatabaseStatus, ProteinDatabase
from massa_server.db import Database
from massa_server.projects.models import Membership, Project, Role
from massa_server.samples.models import FileStatus, Sample, SampleFile
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.uploads.models import Upload, UploadState

ORIGIN = SessionOrigin(lifetime=timedelta(days=1), user_agent="test", ip_address="127.0.0.1")


class Who(StrEnum):
    """What somebody is in the project."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"
    STRANGER = "stranger"
    NOBODY = "nobody"


@dataclass
class World:
    """Ids by the names of path parameters, and the session of each person."""

    ids: dict[str, str]
    session_tokens: dict[Who, str]


async def make_world(database: Database, store: ObjectStore) -> World:
    """Write the rows straight into the database: quicker than a hundred requests, and no password to hash."""
    people: dict[Who, uuid.UUID] = {who: uuid.uuid4() for who in Who if who is not Who.NOBODY}
    project, sample, file, open_file, own_database, analysis = (uuid.uuid4() for _ in range(6))
    other = uuid.uuid4()  # another viewer, whom only an owner may take out
    at = now()
    uploads = [
        await _upload(store, ObjectKey(Bucket.UPLOADS, f"samples/{sample}/{file}/run.mzML"), UploadState.COMPLETED),
        await _upload(store, ObjectKey(Bucket.UPLOADS, f"samples/{sample}/{open_file}/run.mzML"), UploadState.OPEN),
        await _upload(store, ObjectKey(Bucket.DATABASES, f"uploads/{own_database}/own.fasta"), UploadState.OPEN),
    ]
    async with database.write() as session:
        session.add(Project(id=project, name="Shared"))
        for who, user_id in people.items():
            session.add(User(id=user_id, email=f"{who}@lab.test", name=who.title(), password_hash=None))
        session.add(User(id=other, email="other@lab.test", name="Other", password_hash=None))
        session.add_all(uploads)
        await session.flush()
        for who in (Who.OWNER, Who.EDITOR, Who.VIEWER):
            session.add(Membership(project_id=project, user_id=people[who], role=Role(who)))
        session.add(Membership(project_id=project, user_id=other, role=Role.VIEWER))
        session.add(Sample(id=sample, project_id=project, name="Plasma", updated_at=at))
        session.add(_database(own_database, project, uploads[2].id))
        await session.flush()
        for file_id, upload, status in (
            (file, uploads[0], FileStatus.READY),
            (open_file, uploads[1], FileStatus.UPLOADING),
        ):
            session.add(
                SampleFile(
                    id=file_id,
                    sample_id=sample,
                    upload_id=upload.id,
                    name="run.mzML",
                    size_bytes=10,
                    status=status,
                    expires_at=at + timedelta(days=365),
                )
            )
        session.add(
            Analysis(
                id=analysis,
                sample_id=sample,
                database_id=own_database,
                database_name="Ours",
                database_sha256="0" * 64,
                engine_version="0.1.0",
                state=AnalysisState.FAILED,
                preset="auto",
                parameters={},
                expires_at=at + timedelta(days=1826),
            )
        )
        await session.flush()
        session.add(_analysis_file(analysis, file))
        tokens = {who: await open_session(session, user_id, ORIGIN) for who, user_id in people.items()}
    return World(
        {
            "project_id": str(project),
            "sample_id": str(sample),
            "file_id": str(file),
            "open_file_id": str(open_file),
            "database_id": str(own_database),
            "analysis_id": str(analysis),
            "user_id": str(people[Who.VIEWER]),
            "other_user_id": str(other),
        },
        tokens,
    )


async def _upload(store: ObjectStore, target: ObjectKey, state: UploadState) -> Upload:
    return Upload(
        id=uuid.uuid4(),
        bucket=target.bucket,
        key=target.key,
        store_upload_id=await store.create_multipart(target),
        size_bytes=10,
        part_size_bytes=10,
        state=state,
        crc64nvme="rosUhgyIZpk=" if state is UploadState.COMPLETED else None,
    )


def _database(database_id: uuid.UUID, project_id: uuid.UUID, upload_id: uuid.UUID) -> ProteinDatabase:
    return ProteinDatabase(
        id=database_id,
        upload_id=upload_id,
        project_id=project_id,
        name="Ours",
        size_bytes=10,
        status=DatabaseStatus.UPLOADING,
    )


def _analysis_file(analysis_id: uuid.UUID, file_id: uuid.UUID) -> AnalysisFile:
    return AnalysisFile(
        analysis_id=analysis_id,
        file_id=file_id,
        position=0,
        name="run.mzML",
        size_bytes=10,
        sha256="0" * 64,
        object_key=f"samples/x/{file_id}/run.mzML",
        state=AnalysisFileState.FAILED,
        error={"kind": "input", "message": "The file ends in the middle of a spectrum."},
    )
