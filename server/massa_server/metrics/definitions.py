"""All metrics of the program by name. docs/src/content/docs/en/architecture/operations.md says what each is for."""

import platform
from collections.abc import Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from massa_server import __version__
from massa_server.clock import now

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

# 0.3 s is the limit of the objective: how many requests were faster must be known, not estimated.
REQUEST_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10)
# 120 s is the limit of the objective.
WAIT_BUCKETS_S = (1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800, 3600)
LAG_BUCKETS_S = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60)

BUILD = Info("massa_build", "The version of the program.", registry=REGISTRY)
BUILD.info({"version": __version__, "python": platform.python_version()})

REQUEST_DURATION = Histogram(
    "massa_http_request_duration_seconds",
    "Time from a request to the beginning of its answer.",
    ["method", "route", "status"],
    buckets=REQUEST_BUCKETS_S,
    registry=REGISTRY,
)
REQUESTS_IN_PROGRESS = Gauge(
    "massa_http_requests_in_progress", "Requests that are not answered completely.", registry=REGISTRY
)
LIVE_CONNECTIONS = Gauge("massa_live_connections", "Browsers that listen to live updates.", registry=REGISTRY)
EVENT_LAG = Histogram(
    "massa_event_lag_seconds",
    "Time from the writing of an event to its way to the browsers; the newest of each poll.",
    buckets=LAG_BUCKETS_S,
    registry=REGISTRY,
)
UPLOADS = Counter(
    "massa_uploads",
    "Uploads by what became of them: started, completed, aborted by the person, failed (nobody went on with them).",
    ["outcome"],
    registry=REGISTRY,
)
OLD_ANSWERS = Counter(
    "massa_degraded_answers", "Answers from memory while the database did not answer.", registry=REGISTRY
)
RESULT_READS = Counter(
    "massa_result_reads",
    "Reads of results within their retention: ok, lost (the store has no such object), failed.",
    ["outcome"],
    registry=REGISTRY,
)
ANALYSES_SUBMITTED = Counter("massa_analyses_submitted", "Analyses that people started.", registry=REGISTRY)
ANALYSES_ENDED = Counter(
    "massa_analyses_ended",
    "Analyses by how they ended, and whether bad input or the system is the cause that not all is well.",
    ["outcome", "cause"],
    registry=REGISTRY,
)
FIRST_FILE_WAIT = Histogram(
    "massa_analysis_first_file_wait_seconds",
    "Time from the submission of an analysis to the running of its first file.",
    buckets=WAIT_BUCKETS_S,
    registry=REGISTRY,
)
QUEUE_DEPTH = Gauge(
    "massa_queue_depth",
    "Work by kind (files, run, summary: of analyses; inspect_files, inspect_databases), waiting or held.",
    ["kind", "state"],
    registry=REGISTRY,
)
OLDEST_WAITING = Gauge(
    "massa_queue_oldest_waiting_seconds", "Age of the work that has waited longest.", ["kind"], registry=REGISTRY
)
DELETIONS_WAITING = Gauge(
    "massa_object_deletions_waiting", "Prefixes that the store still has to delete.", registry=REGISTRY
)
RETENTION_FINISHED = Gauge(
    "massa_retention_finished_timestamp_seconds", "When retention was last carried out.", registry=REGISTRY
)
RETENTION_FOUND = Gauge(
    "massa_retention_found",
    "What the last run of retention found: orphans (objects without rows), losses (rows without objects).",
    ["kind"],
    registry=REGISTRY,
)


def after_commit(session: AsyncSession, action: Callable[[], None]) -> None:
    """Count something once it is true: when its transaction has been committed."""
    event.listen(session.sync_session, "after_commit", lambda _session: action(), once=True)


def count_upload(session: AsyncSession, outcome: str) -> None:
    """Count an upload that the transaction starts, completes, aborts or gives up as failed."""
    after_commit(session, UPLOADS.labels(outcome).inc)


def count_first_file(session: AsyncSession, submitted_at: datetime) -> None:
    """Observe how long an analysis waited until its first file ran."""
    waited_s = (now() - submitted_at).total_seconds()
    after_commit(session, lambda: FIRST_FILE_WAIT.observe(waited_s))


def count_ended(session: AsyncSession, outcome: str, cause: str) -> None:
    """Count an analysis that the transaction ends."""
    after_commit(session, ANALYSES_ENDED.labels(outcome, cause).inc)
