"""Samples and their files, one file for each protein."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from massa_server.db import Base, Created, Identified, Leased, enum_type
from massa_server.uploads.models import Upload


class FileStatus(StrEnum):
    """Where a file is between the first byte and the readiness to be analysed."""

    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    INSPECTING = "inspecting"
    READY = "ready"
    REJECTED = "rejected"


class Sample(Identified, Created, Base):
    """What was measured: one or more proteins, a file each."""

    __tablename__ = "samples"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime]


class SampleFile(Created, Leased, Base):
    """A file of spectra, and the protein that it should hold."""

    __tablename__ = "sample_files"

    sample_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("uploads.id"), unique=True)
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[FileStatus] = mapped_column(enum_type(FileStatus), default=FileStatus.UPLOADING, index=True)
    problem: Mapped[str | None]
    expected: Mapped[dict[str, Any] | None]
    inspection: Mapped[dict[str, Any] | None]
    sha256: Mapped[str | None]
    expires_at: Mapped[datetime]

    upload: Mapped[Upload] = relationship(lazy="raise")
