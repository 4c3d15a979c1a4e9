"""What the API takes and shows of samples and their files."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from massa_server.analyses.models import AnalysisState
from massa_server.projects.models import Role
from massa_server.samples.expected import ExpectedProtein
from massa_server.samples.models import FileStatus
from massa_server.schemas import Input, Name, Page, Text, View
from massa_server.uploads.schemas import UploadPlan


class SampleCreate(Input):
    """A new sample."""

    name: Name
    description: Text = ""


class SampleUpdate(Input):
    """What can be changed of a sample."""

    name: Name | None = None
    description: Text | None = None


class FileCounts(View):
    """How many files a sample has, by what can be done with them."""

    total: int
    uploading: int
    ready: int
    rejected: int


class LatestAnalysis(View):
    """The newest analysis of a sample."""

    id: uuid.UUID
    state: AnalysisState
    created_at: datetime


class Sample(View):
    """What was measured: one or more proteins, a file each."""

    id: uuid.UUID
    project_id: uuid.UUID
    name: str
    description: str
    role: Role = Field(description="What one may do here.")
    files: FileCounts
    latest_analysis: LatestAnalysis | None
    created_at: datetime
    updated_at: datetime


class SamplePage(Page[Sample]):
    """Some samples of a project."""


def _file_name(value: str) -> str:
    if "/" in value or "\\" in value or value in (".", ".."):
        raise ValueError("is the name of a file, without folders")
    if not value.isprintable():
        raise ValueError("may not hold control characters")
    if len(value.encode()) > 255:
        raise ValueError("may have at most 255 bytes")
    return value


FileName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), AfterValidator(_file_name)
]


class FileCreate(Input):
    """A file that will be uploaded."""

    name: FileName
    size_bytes: Annotated[int, Field(ge=1, description="An empty file cannot hold spectra.")]
    expected: ExpectedProtein | None = None


class FileUpdate(Input):
    """What can be changed of a file."""

    expected: ExpectedProtein | None = Field(description="Null: nothing is expected.")


class SampleFile(View):
    """A file of spectra, and the protein that it should hold."""

    id: uuid.UUID
    sample_id: uuid.UUID
    name: str
    size_bytes: int
    status: FileStatus
    problem: str | None = Field(description="Why the file was rejected, and what to do.")
    expected: ExpectedProtein | None
    inspection: dict[str, Any] | None = Field(description="What `massa inspect --json` says of the file.")
    sha256: str | None
    created_at: datetime
    expires_at: datetime = Field(description="When the raw file will be deleted. Results live longer.")
    upload: UploadPlan | None = Field(description="How to send the file, while it is being uploaded.")


class SampleFilePage(Page[SampleFile]):
    """Some files of a sample, in the order in which they came."""
