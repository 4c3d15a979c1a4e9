"""SQL of uploads."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.uploads.models import Upload


async def find_upload(session: AsyncSession, upload_id: uuid.UUID) -> Upload | None:
    """The upload of that id."""
    return await session.get(Upload, upload_id)
