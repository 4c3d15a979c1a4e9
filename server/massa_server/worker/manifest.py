"""`manifest.json`: all that a worker needs to know of one run of an analysis."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from massa_server.storage.protocol import Bucket, ObjectKey


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedAccession(_Document):
    """The protein is an entry of the database."""

    kind: Literal["accession"]
    accession: str


class ExpectedSequence(_Document):
    """The protein has a sequence of its own: tags, a mature chain, mutations."""

    kind: Literal["sequence"]
    name: str
    sequence: str

    def fasta(self) -> str:
        """The sequence as a FASTA entry whose accession is the name without spaces."""
        words = self.name.split()
        return f">{'_'.join(words)} {' '.join(words)}\n{self.sequence}\n"


Expected = ExpectedAccession | ExpectedSequence


class ManifestDatabase(_Document):
    """The protein database: `file_name` is what the engine sees."""

    name: str
    file_name: str
    sha256: str

    @property
    def object(self) -> ObjectKey:
        return database_object(self.sha256)


class ManifestFile(_Document):
    """A file of spectra; `attempt` grows when somebody retries it."""

    file_id: UUID
    name: str
    key: str
    size_bytes: int
    sha256: str
    expected: Expected | None = Field(None, discriminator="kind")
    attempt: int

    @property
    def object(self) -> ObjectKey:
        return ObjectKey(Bucket.UPLOADS, self.key)


class Manifest(_Document):
    """One run of an analysis: all its files, and in `chunks`, by index, those that this run works on.

    `origin` names the request that it comes from, for logs and traces.
    """

    format: Literal["massa-manifest"] = "massa-manifest"
    format_version: Literal[1] = 1
    analysis_id: UUID
    run: int
    engine_version: str
    preset: str
    parameters: dict[str, Any]
    database: ManifestDatabase
    files: list[ManifestFile]
    chunks: list[list[int]]
    origin: dict[str, str] = {}

    def chunk(self, index: int) -> list[ManifestFile]:
        """The files of a chunk. Raises IndexError when there is no such chunk."""
        if index < 0:
            raise IndexError(index)
        return [self.files[position] for position in self.chunks[index]]


def database_object(sha256: str) -> ObjectKey:
    """Where the FASTA file of this content is."""
    return ObjectKey(Bucket.DATABASES, f"{sha256}.fasta")


def analysis_prefix(analysis_id: UUID) -> str:
    """Everything that an analysis has stored in the results bucket is below this."""
    return f"analyses/{analysis_id}/"


def manifest_object(analysis_id: UUID, run: int) -> ObjectKey:
    """Where the manifest of a run is."""
    return ObjectKey(Bucket.RESULTS, f"{analysis_prefix(analysis_id)}runs/{run}/manifest.json")


def summary_object(analysis_id: UUID, run: int) -> ObjectKey:
    """Where the summary after a run is."""
    return ObjectKey(Bucket.RESULTS, f"{analysis_prefix(analysis_id)}summary/{run}/summary.json")


def attempt_prefix(analysis_id: UUID, file_id: UUID, attempt: int) -> str:
    """Everything that one attempt at a file has stored is below this."""
    return f"{analysis_prefix(analysis_id)}files/{file_id}/{attempt}/"


def execution_prefix(analysis_id: UUID, file_id: UUID, attempt: int, execution: str) -> str:
    """The outputs of one execution of an attempt are below this; only the outcome says which execution counts."""
    return f"{attempt_prefix(analysis_id, file_id, attempt)}{execution}/"


def outcome_object(analysis_id: UUID, file_id: UUID, attempt: int) -> ObjectKey:
    """Where the one outcome of an attempt is."""
    return ObjectKey(Bucket.RESULTS, f"{attempt_prefix(analysis_id, file_id, attempt)}outcome.json")


def uri(target: ObjectKey) -> str:
    """An object as an argument of a worker command: `results://analyses/…`, whatever the store calls its bucket."""
    return f"{target.bucket}://{target.key}"


def parse_uri(text: str) -> ObjectKey:
    """The inverse of `uri`. Raises ValueError when the text is no such address."""
    bucket, separator, key = text.partition("://")
    if not separator or not key or bucket not in set(Bucket):
        raise ValueError(f"{text!r} is no object address such as results://analyses/…/manifest.json")
    return ObjectKey(Bucket(bucket), key)
