"""Giving objects up: written down with the change that forgets them, carried out afterwards."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server.clock import now
from massa_server.db import Database
from massa_server.storage.models import ObjectDeletion
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore, StoreError

log = structlog.get_logger(__name__)

BATCH = 100


def give_up(session: AsyncSession, bucket: Bucket, prefix: str) -> None:
    """Have all objects deleted whose key is, or lies under, `prefix`, once the transaction is committed."""
    session.add(ObjectDeletion(bucket=bucket, prefix=prefix))


def give_up_upload(session: AsyncSession, target: ObjectKey, store_upload_id: str) -> None:
    """Have an upload's parts and its object deleted."""
    session.add(ObjectDeletion(bucket=target.bucket, prefix=target.key, store_upload_id=store_upload_id))


async def delete_given_up(database: Database, store: ObjectStore, *, after_s: float = 0) -> int:
    """Delete what was given up at least `after_s` ago, and return how much. The runner calls it now and then."""
    until = now() - timedelta(seconds=after_s)
    async with database.read() as session:
        statement = (
            select(ObjectDeletion)
            .where(ObjectDeletion.created_at <= until)
            .order_by(ObjectDeletion.created_at)
            .limit(BATCH)
        )
        waiting = (await session.scalars(statement)).all()
    done = []
    for deletion in waiting:
        try:
            if deletion.store_upload_id is not None:
                await store.abort_multipart(ObjectKey(deletion.bucket, deletion.prefix), deletion.store_upload_id)
            await store.delete_prefix(deletion.bucket, deletion.prefix)
        except (OSError, StoreError) as error:
            log.warning("object_not_deleted", bucket=deletion.bucket, prefix=deletion.prefix, error=str(error))
            continue
        done.append(deletion.id)
    if done:
        async with database.write() as session:
            await session.execute(delete(ObjectDeletion).where(ObjectDeletion.id.in_(done)))
    return len(done)
