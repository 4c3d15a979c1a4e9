"""Who did what. Rows have no foreign keys: they outlive what they tell about."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created


class AuditEvent(Created, Base):
    """One action of a person."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_project_id_id", "project_id", "id"),
        Index("ix_audit_events_user_id_id", "user_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    user_id: Mapped[uuid.UUID | None]
    project_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    resource_id: Mapped[str | None] = mapped_column(index=True)
    request_id: Mapped[str | None]
    ip_address: Mapped[str | None]
    details: Mapped[dict[str, Any]]
