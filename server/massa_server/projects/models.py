"""Projects and who belongs to them. Everything that belongs to somebody belongs to a project."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created, Identified, enum_type


class Role(StrEnum):
    """What a member may do: a viewer reads, an editor also changes, an owner also manages the project."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that `other` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Project(Identified, Created, Base):
    """A shared place for samples and protein databases."""

    __tablename__ = "projects"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    is_personal: Mapped[bool] = mapped_column(default=False)


class Membership(Created, Base):
    """A person's role in a project."""

    __tablename__ = "memberships"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
