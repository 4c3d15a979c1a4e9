"""What the databases endpoints take and show."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field

from massa_server.databases.models import DatabaseStatus
from massa_server.samples.schemas import FileName
from massa_server.schemas import Input, Page, Text, View
from massa_server.uploads.schemas import UploadPlan


class DatabaseCreate(Input):
    """A FASTA file that will be uploaded, plain or gzip-compressed."""

    name: FileName
    description: Text = ""
    size_bytes: Annotated[int, Field(ge=1, description="An empty file cannot hold proteins.")]


class Database(View):
    """A protein database to search in."""

    id: uuid.UUID
    project_id: uuid.UUID | None = Field(description="Null: built in, for everybody.")
    name: str
    description: str
    size_bytes: int
    status: DatabaseStatus
    problem: str | None = Field(description="Why the file was rejected, and what to do.")
    proteins: int | None
    sha256: str | None
    created_at: datetime
    upload: UploadPlan | None = Field(description="How to send the file, while it is being uploaded.")


class DatabasePage(Page[Database]):
    """Some databases that a project can use: the built-in ones and its own."""
