"""Who did what. Rows have no foreign keys: they outlive what they tell about."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created


class AuditEvent(Created, Base):
    """One action of a person."""

    __tablename__ = "audit_events"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    action: Mapped[str]
    resource_id: Mapped[str | None] = mapped_column(index=True)
    request_id: Mapped[str | None]
    ip_address: Mapped[str | None]
    details: Mapped[dict[str, Any]]
