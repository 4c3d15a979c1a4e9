"""What the API shows of the audit."""

import uuid
from datetime import datetime
from typing import Any

from massa_server.schemas import Page, View


class Actor(View):
    """Who did it. The name and the address are null where the account is gone."""

    id: uuid.UUID
    name: str | None
    email: str | None


class AuditEvent(View):
    """One action, such as `sample.create` or `file.read`."""

    id: int
    created_at: datetime
    action: str
    actor: Actor | None
    project_id: uuid.UUID | None
    resource_id: str | None
    request_id: str | None
    ip_address: str | None
    details: dict[str, Any]


class AuditPage(Page[AuditEvent]):
    """A stretch of the audit, newest first."""
