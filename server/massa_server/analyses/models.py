"""Analyses: the files of a sample, parameters and a protein database; and what became of each file."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from massa_server.db import Base, Created, Identified, Leased, enum_type


class AnalysisState(StrEnum):
    """Where an analysis is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIALLY_SUCCEEDED = "partially_succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens unless somebody retries a file."""
        return self not in (AnalysisState.QUEUED, AnalysisState.RUNNING)


class AnalysisFileState(StrEnum):
    """Where one file of an analysis is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens unless somebody retries the file."""
        return self not in (AnalysisFileState.QUEUED, AnalysisFileState.RUNNING)


class ChunkKind(StrEnum):
    """What is to be done: a chunk's files, the summary after them, or all of it by one execution in the cloud."""

    FILES = "files"
    SUMMARY = "summary"
    RUN = "run"


class Analysis(Identified, Created, Base):
    """The files of a sample searched with one set of parameters.

    `run` counts the manifests: the first run has all files, each retry adds one with the files retried. Of the protein
    database it repeats what its results and retries need, so that it outlives the database's row.
    """

    __tablename__ = "analyses"

    sample_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), index=True)
    database_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("protein_databases.id", ondelete="SET NULL"), index=True
    )
    database_name: Mapped[str]
    database_sha256: Mapped[str] = mapped_column(index=True)
    state: Mapped[AnalysisState] = mapped_column(enum_type(AnalysisState), default=AnalysisState.QUEUED, index=True)
    run: Mapped[int] = mapped_column(default=1)
    preset: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    engine_version: Mapped[str]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class AnalysisFile(Identified, Base):
    """One file of an analysis. It outlives the raw file, so it repeats what it needs of it.

    `attempt` counts the tries that people asked for; each has an outcome of its own in the results bucket.
    `reported_at` is when the worker sent the progress that is shown, so that older messages do not replace it.
    """

    __tablename__ = "analysis_files"
    __table_args__ = (UniqueConstraint("analysis_id", "file_id"),)

    analysis_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("analyses.id", ondelete="CASCADE"))
    file_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no foreign key: results outlive their raw file
    position: Mapped[int]
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    object_key: Mapped[str]
    expected: Mapped[dict[str, Any] | None]
    attempt: Mapped[int] = mapped_column(default=1)
    state: Mapped[AnalysisFileState] = mapped_column(
        enum_type(AnalysisFileState), default=AnalysisFileState.QUEUED, index=True
    )
    stage: Mapped[str | None]
    progress_done: Mapped[int] = mapped_column(BigInteger, default=0)
    progress_total: Mapped[int] = mapped_column(BigInteger, default=0)
    reported_at: Mapped[datetime | None]
    error: Mapped[dict[str, Any] | None]
    verdict: Mapped[dict[str, Any] | None]
    counts: Mapped[dict[str, Any] | None]
    acquisition: Mapped[dict[str, Any] | None]
    result_prefix: Mapped[str | None]
    outputs: Mapped[list[Any] | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class AnalysisChunk(Created, Leased, Base):
    """Work for one worker process or one execution, while it waits or runs; the row goes when the work is done.

    `turn` orders the queue: people alternate, however much each of them has waiting. `starts` counts the workers
    that were started for it, so that work which kills its runner cannot go on for ever. `context` says which request
    the work comes from, for logs and traces.
    """

    __tablename__ = "analysis_chunks"
    __table_args__ = (UniqueConstraint("analysis_id", "run", "position"),)

    analysis_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("analyses.id", ondelete="CASCADE"))
    run: Mapped[int]
    position: Mapped[int]
    kind: Mapped[ChunkKind] = mapped_column(enum_type(ChunkKind))
    file_ids: Mapped[list[Any]]
    queued_by: Mapped[uuid.UUID] = mapped_column(index=True)
    turn: Mapped[int] = mapped_column(BigInteger, index=True)
    starts: Mapped[int] = mapped_column(default=0)
    context: Mapped[dict[str, Any] | None]
