"""Rules of quotas: bytes that a person keeps, and analyses that a person has under way.

Reserving comes first: an upload counts from its beginning with its announced size, an analysis from its creation. The
person's row is locked meanwhile, so requests at the same time cannot get past a limit together.
"""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.errors import Conflict
from massa_server.quotas import repository, schemas
from massa_server.settings import MIB, Settings
from massa_server.uploads.models import UploadState
from massa_server.uploads.service import UploadFacts


class UploadQuotaExceeded(Conflict):
    """The person keeps as many bytes as they may."""

    kind = "upload-quota-exceeded"
    title = "Your storage is full"


class AnalysisQuotaExceeded(Conflict):
    """The person has as many analyses under way as they may."""

    kind = "analysis-quota-exceeded"
    title = "You have too many analyses under way"


async def admit_upload(session: AsyncSession, settings: Settings, user_id: uuid.UUID, size_bytes: int) -> None:
    """Raise UploadQuotaExceeded if the person may not keep so many bytes more."""
    if not settings.quota_upload_bytes:
        return
    await repository.lock_user(session, user_id)
    used = await repository.upload_bytes(session, user_id)
    if used + size_bytes > settings.quota_upload_bytes:
        raise _full(settings, used + size_bytes)


async def admit_completion(session: AsyncSession, settings: Settings, upload: UploadFacts) -> None:
    """Raise UploadQuotaExceeded if whoever began the upload keeps more than they may by now.

    An upload counts since its beginning, so this refuses only where the limit was lowered meanwhile.
    """
    if not settings.quota_upload_bytes or upload.created_by is None or upload.state is not UploadState.OPEN:
        return
    used = await repository.upload_bytes(session, upload.created_by)
    if used > settings.quota_upload_bytes:
        raise _full(settings, used)


async def admit_analysis(session: AsyncSession, settings: Settings, user_id: uuid.UUID) -> None:
    """Raise AnalysisQuotaExceeded if the person may not have one more analysis under way."""
    if not settings.quota_running_analyses:
        return
    await repository.lock_user(session, user_id)
    running = await repository.running_analyses(session, user_id)
    if running >= settings.quota_running_analyses:
        raise AnalysisQuotaExceeded(
            f"{running} of your analyses wait or run, and you may have {settings.quota_running_analyses}. "
            "Wait until one has ended, or cancel one."
        )


async def get_usage(session: AsyncSession, settings: Settings, user_id: uuid.UUID) -> schemas.Usage:
    """What the person uses and may use."""
    return schemas.Usage(
        upload_bytes=await repository.upload_bytes(session, user_id),
        upload_bytes_limit=settings.quota_upload_bytes or None,
        running_analyses=await repository.running_analyses(session, user_id),
        running_analyses_limit=settings.quota_running_analyses or None,
    )


def _full(settings: Settings, needed: int) -> UploadQuotaExceeded:
    return UploadQuotaExceeded(
        f"With this file you would keep {_mib(needed)}, and you may keep {_mib(settings.quota_upload_bytes)}. "
        "Delete files that you do not need any more; their results stay."
    )


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / MIB:.1f} MiB"
