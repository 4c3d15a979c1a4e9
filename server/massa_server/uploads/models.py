"""Uploads: what is known of an object while its parts arrive.

The parts themselves are listed by the store alone, locally as in S3: a second list here could only disagree.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created, Identified, enum_type
from massa_server.storage.protocol import Bucket


class UploadState(StrEnum):
    """Where an upload is in its life."""

    OPEN = "open"
    COMPLETED = "completed"
    ABORTED = "aborted"


class Upload(Identified, Created, Base):
    """One multipart upload into the store. Its bytes count for whoever began it, for as long as the row is there."""

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("bucket", "key"),)

    bucket: Mapped[Bucket] = mapped_column(enum_type(Bucket))
    key: Mapped[str]
    store_upload_id: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    part_size_bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[UploadState] = mapped_column(enum_type(UploadState), default=UploadState.OPEN)
    crc64nvme: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
