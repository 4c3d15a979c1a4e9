"""Protein databases: built-in ones for all, and those of a project."""

import uuid
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from massa_server.db import Base, Created, Leased, enum_type
from massa_server.uploads.models import Upload


class DatabaseStatus(StrEnum):
    """Where a database is between the first byte and the readiness to be searched."""

    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    INSPECTING = "inspecting"
    READY = "ready"
    REJECTED = "rejected"


class ProteinDatabase(Created, Leased, Base):
    """A FASTA file to search in. Without a project it is built in, and everybody can use it."""

    __tablename__ = "protein_databases"

    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("uploads.id"), unique=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[DatabaseStatus] = mapped_column(
        enum_type(DatabaseStatus), default=DatabaseStatus.UPLOADING, index=True
    )
    problem: Mapped[str | None]
    proteins: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    upload: Mapped[Upload | None] = relationship(lazy="raise")
