"""What a run of retention says (the same in the log, as text and as JSON), and what deleting an account takes."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from massa_server.auth.schemas import LONGEST_PASSWORD
from massa_server.schemas import Input
from massa_server.storage.protocol import Bucket


class AccountDeletion(Input):
    """What confirms that an account shall be deleted; without it, one must have signed in a short while ago."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD)] | None = None


class LossKind(StrEnum):
    """What is wrong with an object that should be there."""

    MISSING = "missing"
    WRONG_SIZE = "wrong_size"


class Orphan(BaseModel):
    """An object that nothing in the database refers to."""

    bucket: Bucket
    key: str
    size_bytes: int
    modified_at: datetime


class Loss(BaseModel):
    """A row whose object is not in the store as it should be. `size_bytes` is null where any size is right."""

    kind: LossKind
    bucket: Bucket
    key: str
    size_bytes: int | None
    resource: str
    resource_id: uuid.UUID


class Comparison(BaseModel):
    """What came of comparing the store with the database."""

    objects: int = 0
    bytes: int = 0
    orphans: list[Orphan] = []
    losses: list[Loss] = []

    @property
    def agrees(self) -> bool:
        """Whether each object has its row, and each row its object."""
        return not self.orphans and not self.losses


class RetentionReport(BaseModel):
    """One run of retention."""

    started_at: datetime
    finished_at: datetime
    expired_files: int
    expired_analyses: int
    deletions_carried_out: int
    removed_orphans: int
    agrees: bool
    comparison: Comparison
