"""The worker commands: what a runner starts here, and a container in the cloud."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import structlog

from massa_server import tracing
from massa_server.aws import aws_client
from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import ObjectKey
from massa_server.telemetry import bind_work
from massa_server.worker.chunk import ChunkWorker
from massa_server.worker.engine import Engine, find_engine
from massa_server.worker.manifest import parse_uri
from massa_server.worker.messages import Send, send_to_stdout
from massa_server.worker.summary import read_manifest, summarize
from massa_server.worker.workspace import workspace

# 128 + SIGTERM: whoever stopped the worker must not take it for a success.
EXIT_TERMINATED = 143

log = structlog.get_logger(__name__)


def run_chunk(manifest_uri: str, numbers: str | None, settings: Settings) -> int:
    """Works on a chunk and returns the exit code: 0, or EX_TEMPFAIL when another try may do better.

    Args:
        numbers: see `chunk_index`.
    """
    index = chunk_index(numbers, os.environ)
    return _run_until_terminated(_chunk(parse_uri(manifest_uri), index, settings))


def run_summary(manifest_uri: str, settings: Settings) -> int:
    """Writes the summary of an analysis and returns the exit code."""
    return _run_until_terminated(_summary(parse_uri(manifest_uri), settings))


def chunk_index(numbers: str | None, environment: Mapping[str, str]) -> int:
    """Which chunk of the manifest this worker takes.

    Args:
        numbers: `3`, or `3,7,9` in an array job whose children take the chunks of the list; None in an array job whose
            children take the chunk of their own index.
        environment: has AWS_BATCH_JOB_ARRAY_INDEX in a child of an array job.

    Raises:
        ValueError: they do not say which one.
    """
    array_index = environment.get("AWS_BATCH_JOB_ARRAY_INDEX")
    listed = [int(number) for number in numbers.split(",")] if numbers is not None else None
    if listed is None and array_index is not None:
        return int(array_index)
    if listed is not None and array_index is not None and int(array_index) < len(listed):
        return listed[int(array_index)]
    if listed is not None and array_index is None and len(listed) == 1:
        return listed[0]
    raise ValueError(
        f"chunks {numbers or 'of no list'} and array index {array_index or 'of no array'} do not name a chunk: "
        "give one number, or a list or nothing in an array job"
    )


def execution_name(settings: Settings, environment: Mapping[str, str]) -> str:
    """What the outputs of this worker are stored under: what the runner says, else Batch's job and attempt."""
    job_id, attempt = environment.get("AWS_BATCH_JOB_ID"), environment.get("AWS_BATCH_JOB_ATTEMPT")
    if not settings.execution and job_id and attempt:
        return f"{job_id.replace(':', '-')}-{attempt}"
    return settings.execution or uuid4().hex


async def _chunk(source: ObjectKey, index: int, settings: Settings) -> int:
    store = make_store(settings)
    engine = Engine(
        find_engine(settings.engine),
        timeout_s=settings.engine_timeout_s,
        memory_limit_bytes=settings.engine_memory_limit_bytes,
    )
    execution = execution_name(settings, os.environ)
    with _messages(settings) as send, workspace(settings.work_dir) as scratch:
        manifest = await read_manifest(store, source, scratch)
        bind_work(manifest.origin, analysis_id=manifest.analysis_id, run=manifest.run, chunk=index, execution=execution)
        worker = ChunkWorker(manifest, store, engine, execution, settings.engine_threads, scratch, send)
        parent = os.environ.get("TRACEPARENT") or manifest.origin.get("traceparent", "")
        with tracing.span("work on chunk", parent, analysis_id=str(manifest.analysis_id), chunk=index):
            faults = await worker.run(index)
    return os.EX_TEMPFAIL if faults else os.EX_OK


async def _summary(source: ObjectKey, settings: Settings) -> int:
    store = make_store(settings)
    with workspace(settings.work_dir) as scratch:
        manifest = await read_manifest(store, source, scratch)
        bind_work(manifest.origin, analysis_id=manifest.analysis_id, run=manifest.run)
        with tracing.span("summarize", manifest.origin.get("traceparent", ""), analysis_id=str(manifest.analysis_id)):
            await summarize(manifest, store, scratch)
    return os.EX_OK


@contextmanager
def _messages(settings: Settings) -> Iterator[Send]:
    """Where messages go."""
    if not settings.progress_queue_url:
        yield send_to_stdout
        return
    from massa_server.worker.queue_messages import QueueMessages  # loads boto3

    with QueueMessages(aws_client("sqs", settings), settings.progress_queue_url) as send:
        yield send


def _run_until_terminated(work: Coroutine[Any, Any, int]) -> int:
    """Runs the work; SIGTERM ends it at once, its engine too, and removes its scratch folder.

    A call to the store that is under way in a thread cannot be stopped, so this process ends without waiting for it.
    """

    async def main() -> int:
        task = asyncio.ensure_future(work)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            return await task
        except FileNotFoundError:
            raise
        except OSError as fault:
            log.warning("worker_fault", fault=str(fault))
            return os.EX_TEMPFAIL
        except asyncio.CancelledError:
            log.warning("worker_terminated")
            sys.stdout.flush()
            os._exit(EXIT_TERMINATED)

    return asyncio.run(main())
