"""The record of who did what."""

import uuid
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.audit.models import AuditEvent


def record(
    session: AsyncSession,
    action: str,
    *,
    user_id: uuid.UUID | None,
    project_id: uuid.UUID | None = None,
    resource_id: uuid.UUID | str | None = None,
    **details: Any,
) -> None:
    """Add an action such as `sample.create` to the transaction that carries it out.

    The request's id and address come from the log context, where the middleware put them.
    """
    context = structlog.contextvars.get_contextvars()
    session.add(
        AuditEvent(
            action=action,
            user_id=user_id,
            project_id=project_id,
            resource_id=str(resource_id) if resource_id is not None else None,
            request_id=context.get("request_id"),
            ip_address=context.get("ip_address"),
            details=details,
        )
    )
