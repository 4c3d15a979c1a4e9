"""The only way to anything that belongs to somebody.

A route names what it reaches and what it needs there: `access: WriteSample`. Nobody gets 401; who is no member of the
project gets 404, as if the thing did not exist; who may not do this gets 403. The check reads a snapshot of its own and
is over before the route's transaction begins, so it never waits for the writer.
"""

import uuid
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, Request

from massa_server.access.repository import Reached, Resource, reach
from massa_server.auth.activity import Activity
from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.auth.service import Principal
from massa_server.db import CurrentDatabase
from massa_server.degraded import LastKnown
from massa_server.errors import Forbidden, NotFound
from massa_server.projects.models import Role

NOUNS = {
    Resource.PROJECT: "project",
    Resource.SAMPLE: "sample",
    Resource.FILE: "file",
    Resource.DATABASE: "protein database",
    Resource.ANALYSIS: "analysis",
}


@dataclass(frozen=True)
class Access:
    """That a person may do something in a project, and as what. Built-in things have no project."""

    principal: Principal
    project_id: uuid.UUID | None
    role: Role

    @property
    def user_id(self) -> uuid.UUID:
        """The person."""
        return self.principal.user_id

    @property
    def in_project(self) -> uuid.UUID:
        """The project, of a thing that cannot be built in."""
        assert self.project_id is not None
        return self.project_id

    def require(self, role: Role) -> None:
        """Raise Forbidden if the person's role does not include this one."""
        if not self.role.includes(role):
            raise Forbidden(f"You are {self.role} here, and this takes {role}. Ask an owner of the project.")


class Reach:
    """Dependency: access to the resource that the path names."""

    def __init__(self, resource: Resource, role: Role) -> None:
        self.resource = resource
        self.role = role

    async def __call__(
        self, request: Request, principal: CurrentPrincipal, database: CurrentDatabase, last_known: LastKnown
    ) -> Access:
        nothing = NotFound(f"There is no such {NOUNS[self.resource]}, or it is not shared with you.")
        try:
            resource_id = uuid.UUID(request.path_params[self.resource])
        except ValueError as error:
            raise nothing from error

        async def where() -> Reached | None:
            async with database.read() as session:
                return await reach(session, self.resource, resource_id, principal.user_id)

        reached = await last_known.ask(request, (self.resource, resource_id, principal.user_id), where)
        if reached is None:
            raise nothing
        role = Role.VIEWER if reached.project_id is None else reached.role
        if role is None:
            raise nothing
        structlog.contextvars.bind_contextvars(**{self.resource.value: str(resource_id)})
        access = Access(principal, reached.project_id, role)
        access.require(self.role)
        if request.method == "GET":
            activity: Activity = request.app.state.activity
            route = request.scope["route"]
            action = f"{self.resource.name.lower()}.read"
            activity.read(action, access.user_id, access.project_id, resource_id, route.name)
        return access


ReadProject = Annotated[Access, Depends(Reach(Resource.PROJECT, Role.VIEWER))]
WriteProject = Annotated[Access, Depends(Reach(Resource.PROJECT, Role.EDITOR))]
ManageProject = Annotated[Access, Depends(Reach(Resource.PROJECT, Role.OWNER))]
ReadSample = Annotated[Access, Depends(Reach(Resource.SAMPLE, Role.VIEWER))]
WriteSample = Annotated[Access, Depends(Reach(Resource.SAMPLE, Role.EDITOR))]
ReadFile = Annotated[Access, Depends(Reach(Resource.FILE, Role.VIEWER))]
WriteFile = Annotated[Access, Depends(Reach(Resource.FILE, Role.EDITOR))]
ReadDatabase = Annotated[Access, Depends(Reach(Resource.DATABASE, Role.VIEWER))]
WriteDatabase = Annotated[Access, Depends(Reach(Resource.DATABASE, Role.EDITOR))]
ReadAnalysis = Annotated[Access, Depends(Reach(Resource.ANALYSIS, Role.VIEWER))]
WriteAnalysis = Annotated[Access, Depends(Reach(Resource.ANALYSIS, Role.EDITOR))]
