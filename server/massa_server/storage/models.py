"""Objects to be deleted.

A row is written in the transaction that forgets the objects, and removed when the store has deleted them:
neither a crash nor a store that does not answer leaves an object behind that nobody knows.
"""

from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created, Identified, enum_type
from massa_server.storage.protocol import Bucket


class ObjectDeletion(Identified, Created, Base):
    """All objects under a prefix, waiting to be deleted. With a `store_upload_id`: its parts too."""

    __tablename__ = "object_deletions"

    bucket: Mapped[Bucket] = mapped_column(enum_type(Bucket))
    prefix: Mapped[str]
    store_upload_id: Mapped[str | None]
