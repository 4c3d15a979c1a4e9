"""SQL of uploads."""

import uuid

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.uploads.models import Upload


async def find_upload(session: AsyncSession, upload_id: uuid.UUID) -> Upload | None:
    """The upload of that id."""
    return await session.get(Upload, upload_id)


async def delete_uploads(session: AsyncSession, upload_ids: list[uuid.UUID]) -> None:
    """Forget uploads, after the rows that refer to them."""
    await session.execute(delete(Upload).where(Upload.id.in_(upload_ids)))
