"""The worker commands: what a runner starts here, and a container in the cloud."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import structlog

from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import ObjectKey
from massa_server.worker.chunk import ChunkWorker
from massa_server.worker.engine import Engine, find_engine
from massa_server.worker.manifest import parse_uri
from massa_server.worker.messages import send_to_stdout
from massa_server.worker.summary import read_manifest, summarize
from massa_server.worker.workspace import workspace

# 128 + SIGTERM: whoever stopped the worker must not take it for a success.
EXIT_TERMINATED = 143

log = structlog.get_logger(__name__)


def run_chunk(manifest_uri: str, index: int, settings: Settings) -> int:
    """Works on a chunk and returns the exit code: 0, or EX_TEMPFAIL when another try may do better."""
    return _run_until_terminated(_chunk(parse_uri(manifest_uri), index, settings))


def run_summary(manifest_uri: str, settings: Settings) -> int:
    """Writes the summary of an analysis and returns the exit code."""
    return _run_until_terminated(_summary(parse_uri(manifest_uri), settings))


async def _chunk(source: ObjectKey, index: int, settings: Settings) -> int:
    store = make_store(settings)
    engine = Engine(
        find_engine(settings.engine),
        timeout_s=settings.engine_timeout_s,
        memory_limit_bytes=settings.engine_memory_limit_bytes,
    )
    with workspace(settings.work_dir) as scratch:
        manifest = await read_manifest(store, source, scratch)
        execution = settings.execution or uuid4().hex
        worker = ChunkWorker(manifest, store, engine, execution, settings.engine_threads, scratch, send_to_stdout)
        faults = await worker.run(index)
    return os.EX_TEMPFAIL if faults else os.EX_OK


async def _summary(source: ObjectKey, settings: Settings) -> int:
    store = make_store(settings)
    with workspace(settings.work_dir) as scratch:
        await summarize(await read_manifest(store, source, scratch), store, scratch)
    return os.EX_OK


def _run_until_terminated(work: Coroutine[Any, Any, int]) -> int:
    """Runs the work; SIGTERM ends it at once, its engine too, and removes its scratch folder."""

    async def main() -> int:
        task = asyncio.ensure_future(work)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            log.warning("worker_terminated")
            return EXIT_TERMINATED

    return asyncio.run(main())
