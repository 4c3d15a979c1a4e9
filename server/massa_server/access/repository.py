"""SQL of the one question: which project does this belong to, and what is this person there?"""

import uuid
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.analyses.models import Analysis
from massa_server.databases.models import ProteinDatabase
from massa_server.projects.models import Membership, Project, Role
from massa_server.samples.models import Sample, SampleFile


class Resource(StrEnum):
    """What can be reached, by the name of the path parameter that holds its id."""

    PROJECT = "project_id"
    SAMPLE = "sample_id"
    FILE = "file_id"
    DATABASE = "database_id"
    ANALYSIS = "analysis_id"


class Reached(NamedTuple):
    """A resource's project (None: it is built in, and everybody's) and the person's role there (None: no member)."""

    project_id: uuid.UUID | None
    role: Role | None


async def reach(
    session: AsyncSession, resource: Resource, resource_id: uuid.UUID, user_id: uuid.UUID
) -> Reached | None:
    """Where the resource belongs and what the person is there; None if there is no such resource."""
    owner = _project_of(resource, resource_id).subquery()
    statement = select(owner.c.project_id, Membership.role).outerjoin_from(
        owner,
        Membership,
        and_(Membership.project_id == owner.c.project_id, Membership.user_id == user_id),
    )
    row = (await session.execute(statement)).one_or_none()
    return Reached(*row) if row else None


def _project_of(resource: Resource, resource_id: uuid.UUID) -> Select[Any]:
    match resource:
        case Resource.PROJECT:
            return select(Project.id.label("project_id")).where(Project.id == resource_id)
        case Resource.SAMPLE:
            return select(Sample.project_id).where(Sample.id == resource_id)
        case Resource.FILE:
            return (
                select(Sample.project_id)
                .join(SampleFile, SampleFile.sample_id == Sample.id)
                .where(SampleFile.id == resource_id)
            )
        case Resource.DATABASE:
            return select(ProteinDatabase.project_id).where(ProteinDatabase.id == resource_id)
        case Resource.ANALYSIS:
            return (
                select(Sample.project_id)
                .join(Analysis, Analysis.sample_id == Sample.id)
                .where(Analysis.id == resource_id)
            )
