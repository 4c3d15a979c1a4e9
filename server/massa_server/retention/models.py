"""Chores: work that is done now and then by one process, however many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base


class Chore(Base):
    """A chore, who is at it, and what came of it last time."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(primary_key=True)
    lease_owner: Mapped[str | None]
    lease_expires_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None]
