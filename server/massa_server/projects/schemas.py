"""What the API takes and shows of projects."""

import uuid
from datetime import datetime

from massa_server.auth.schemas import Email
from massa_server.projects.models import Role
from massa_server.schemas import Input, Name, Page, Text, View


class ProjectCreate(Input):
    """A new project; who makes it owns it."""

    name: Name
    description: Text = ""


class ProjectUpdate(Input):
    """What can be changed of a project."""

    name: Name | None = None
    description: Text | None = None


class Project(View):
    """A shared place for samples and protein databases."""

    id: uuid.UUID
    name: str
    description: str
    is_personal: bool
    role: Role
    created_at: datetime


class ProjectPage(Page[Project]):
    """Some of one's projects."""


class MemberAdd(Input):
    """Somebody with an account, and what they shall be."""

    email: Email
    role: Role


class MemberUpdate(Input):
    """What a member shall be."""

    role: Role


class Member(View):
    """A person in a project."""

    user_id: uuid.UUID
    email: str
    name: str
    role: Role
    created_at: datetime


class MemberPage(Page[Member]):
    """The members of a project."""
