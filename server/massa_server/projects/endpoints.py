"""Projects and their members."""

import uuid

from fastapi import APIRouter, status

from massa_server.access.dependencies import ManageProject, ReadProject
from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.databases import contents as databases
from massa_server.db import ReadSession, WriteSession
from massa_server.errors import problems
from massa_server.pagination import PageOf
from massa_server.projects import schemas, service
from massa_server.projects.models import Role
from massa_server.samples import service as samples

router = APIRouter(prefix="/projects", tags=["projects"])

REFUSALS = problems(401, 403, 404)


@router.get("", responses=problems(401))
async def list_projects(principal: CurrentPrincipal, session: ReadSession, page: PageOf) -> schemas.ProjectPage:
    """The projects that one is a member of, newest first."""
    return await service.list_projects(session, principal.user_id, page)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(401, 403))
async def create_project(
    body: schemas.ProjectCreate, principal: CurrentPrincipal, session: WriteSession
) -> schemas.Project:
    """Make a project, and own it."""
    return await service.create_project(session, principal.user_id, body)


@router.get("/{project_id}", responses=problems(401, 404))
async def get_project(project_id: uuid.UUID, access: ReadProject, session: ReadSession) -> schemas.Project:
    """One project."""
    return await service.get_project(session, project_id, access.role)


@router.patch("/{project_id}", responses=REFUSALS)
async def update_project(
    project_id: uuid.UUID, body: schemas.ProjectUpdate, access: ManageProject, session: WriteSession
) -> schemas.Project:
    """Rename or describe a project; for owners."""
    return await service.update_project(session, project_id, access.user_id, access.role, body)


@router.delete("/{project_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(409))
async def delete_project(project_id: uuid.UUID, access: ManageProject, session: WriteSession) -> None:
    """Delete a project with its samples, files and results; for owners."""
    await samples.delete_samples_of_project(session, project_id)
    await databases.delete_databases_of_project(session, project_id)
    await service.delete_project(session, project_id, access.user_id)


@router.get("/{project_id}/members", responses=problems(401, 404))
async def list_members(
    project_id: uuid.UUID, access: ReadProject, session: ReadSession, page: PageOf
) -> schemas.MemberPage:
    """Who is in a project, in the order in which they came."""
    return await service.list_members(session, access.in_project, page)


@router.post("/{project_id}/members", status_code=status.HTTP_201_CREATED, responses=REFUSALS | problems(409))
async def add_member(
    project_id: uuid.UUID, body: schemas.MemberAdd, access: ManageProject, session: WriteSession
) -> schemas.Member:
    """Share a project with somebody who has an account; for owners."""
    return await service.add_member(session, access.in_project, access.user_id, body)


@router.patch("/{project_id}/members/{user_id}", responses=REFUSALS | problems(409))
async def update_member(
    project_id: uuid.UUID, user_id: uuid.UUID, body: schemas.MemberUpdate, access: ManageProject, session: WriteSession
) -> schemas.Member:
    """Give a member another role; for owners."""
    return await service.update_member(session, access.in_project, access.user_id, user_id, body.role)


@router.delete(
    "/{project_id}/members/{user_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(409)
)
async def remove_member(project_id: uuid.UUID, user_id: uuid.UUID, access: ReadProject, session: WriteSession) -> None:
    """Take somebody out of a project, for owners; or leave it oneself."""
    if user_id != access.user_id:
        access.require(Role.OWNER)
    await service.remove_member(session, access.in_project, access.user_id, user_id)
