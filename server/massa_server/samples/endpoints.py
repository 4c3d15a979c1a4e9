"""Samples."""

import uuid

from fastapi import APIRouter, status

from massa_server.access.dependencies import ReadProject, ReadSample, WriteProject, WriteSample
from massa_server.db import ReadSession, WriteSession
from massa_server.errors import problems
from massa_server.pagination import PageOf
from massa_server.samples import schemas, service

router = APIRouter(tags=["samples"])


@router.get("/projects/{project_id}/samples", responses=problems(401, 404))
async def list_samples(
    project_id: uuid.UUID, access: ReadProject, session: ReadSession, page: PageOf
) -> schemas.SamplePage:
    """The samples of a project, newest first."""
    return await service.list_samples(session, access, page)


@router.post("/projects/{project_id}/samples", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 404))
async def create_sample(
    project_id: uuid.UUID, body: schemas.SampleCreate, access: WriteProject, session: WriteSession
) -> schemas.Sample:
    """Make a sample."""
    return await service.create_sample(session, access, body)


@router.get("/samples/{sample_id}", responses=problems(401, 404))
async def get_sample(sample_id: uuid.UUID, access: ReadSample, session: ReadSession) -> schemas.Sample:
    """One sample."""
    return await service.get_sample(session, access, sample_id)


@router.patch("/samples/{sample_id}", responses=problems(401, 403, 404))
async def update_sample(
    sample_id: uuid.UUID, body: schemas.SampleUpdate, access: WriteSample, session: WriteSession
) -> schemas.Sample:
    """Rename or describe a sample."""
    return await service.update_sample(session, access, sample_id, body)


@router.delete("/samples/{sample_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404))
async def delete_sample(sample_id: uuid.UUID, access: WriteSample, session: WriteSession) -> None:
    """Delete a sample with its files, analyses and results."""
    await service.delete_sample(session, access, sample_id)
