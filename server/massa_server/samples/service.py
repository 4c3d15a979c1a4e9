"""Rules of samples."""

import uuid
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.access.dependencies import Access
from massa_server.audit.service import record
from massa_server.clock import now
from massa_server.databases.contents import release_contents
from massa_server.databases.repository import contents_searched
from massa_server.errors import NotFound
from massa_server.events.schemas import EventType
from massa_server.events.service import publish
from massa_server.pagination import PageRequest, Position, next_cursor
from massa_server.projects.models import Role
from massa_server.samples import models, repository, schemas
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.storage.service import give_up, give_up_upload
from massa_server.uploads.models import UploadState


async def list_samples(session: AsyncSession, access: Access, page: PageRequest) -> schemas.SamplePage:
    """The samples of a project."""
    samples, has_more = await repository.list_samples(session, access.in_project, page)
    last = Position(samples[-1].created_at, samples[-1].id) if samples else None
    return schemas.SamplePage(
        items=await _views(session, samples, access.role), next_cursor=next_cursor(last, has_more)
    )


async def create_sample(session: AsyncSession, access: Access, body: schemas.SampleCreate) -> schemas.Sample:
    """A new sample of a project."""
    at = now()
    sample = models.Sample(
        id=uuid.uuid4(),
        project_id=access.in_project,
        name=body.name,
        description=body.description,
        created_by=access.user_id,
        created_at=at,
        updated_at=at,
    )
    session.add(sample)
    _changed(session, access, "sample.create", sample.id)
    return await _view(session, sample, access.role)


async def get_sample(session: AsyncSession, access: Access, sample_id: uuid.UUID) -> schemas.Sample:
    """One sample."""
    return await _view(session, await _find(session, sample_id), access.role)


async def update_sample(
    session: AsyncSession, access: Access, sample_id: uuid.UUID, body: schemas.SampleUpdate
) -> schemas.Sample:
    """Rename or describe a sample."""
    sample = await _find(session, sample_id)
    if body.name is not None:
        sample.name = body.name
    if body.description is not None:
        sample.description = body.description
    sample.updated_at = now()
    _changed(session, access, "sample.update", sample_id)
    return await _view(session, sample, access.role)


async def delete_sample(session: AsyncSession, access: Access, sample_id: uuid.UUID) -> None:
    """Delete a sample with its files, analyses and results."""
    sample = await _find(session, sample_id)
    await _delete(session, [sample_id])
    record(
        session,
        "sample.delete",
        user_id=access.user_id,
        project_id=access.in_project,
        resource_id=sample_id,
        name=sample.name,
    )
    publish(session, EventType.SAMPLE_DELETED, access.in_project, sample_id=sample_id)


async def delete_samples_of_project(session: AsyncSession, project_id: uuid.UUID) -> None:
    """Delete all samples of a project that is about to be deleted."""
    await _delete(session, await repository.sample_ids_of_project(session, project_id))


async def _delete(session: AsyncSession, sample_ids: Sequence[uuid.UUID]) -> None:
    """Delete samples with all that hangs on them, in the database and in the store."""
    uploads = await repository.uploads_of_samples(session, sample_ids)
    contents = await contents_searched(session, sample_ids)
    for upload in uploads:
        if upload.state is UploadState.OPEN:
            give_up_upload(session, ObjectKey(upload.bucket, upload.key), upload.store_upload_id)
    for sample_id in sample_ids:
        give_up(session, Bucket.UPLOADS, f"samples/{sample_id}")
    for analysis_id in await repository.analysis_ids(session, sample_ids):
        give_up(session, Bucket.RESULTS, f"analyses/{analysis_id}")
    await repository.delete_samples(session, sample_ids, [upload.id for upload in uploads])
    await release_contents(session, contents)


def _changed(session: AsyncSession, access: Access, action: str, sample_id: uuid.UUID) -> None:
    record(session, action, user_id=access.user_id, project_id=access.in_project, resource_id=sample_id)
    publish(session, EventType.SAMPLE_UPDATED, access.in_project, sample_id=sample_id)


async def _find(session: AsyncSession, sample_id: uuid.UUID) -> models.Sample:
    sample = await repository.find_sample(session, sample_id)
    if sample is None:
        raise NotFound("The sample has just been deleted.")
    return sample


async def _view(session: AsyncSession, sample: models.Sample, role: Role) -> schemas.Sample:
    return (await _views(session, [sample], role))[0]


async def _views(session: AsyncSession, samples: Sequence[models.Sample], role: Role) -> list[schemas.Sample]:
    ids = [sample.id for sample in samples]
    tallies = await repository.tally_files(session, ids)
    analyses = await repository.latest_analyses(session, ids)
    return [
        schemas.Sample(
            id=sample.id,
            project_id=sample.project_id,
            name=sample.name,
            description=sample.description,
            role=role,
            files=schemas.FileCounts.model_validate(tallies.get(sample.id, repository.FileTally())),
            latest_analysis=(
                schemas.LatestAnalysis.model_validate(analyses[sample.id]) if sample.id in analyses else None
            ),
            created_at=sample.created_at,
            updated_at=sample.updated_at,
        )
        for sample in samples
    ]
