"""What the runner reads of the workers' findings in the store, and the one document that it makes of them."""

import asyncio
import uuid
from collections.abc import Mapping
from pathlib import Path

from massa_server.storage.protocol import ObjectStore
from massa_server.worker.manifest import manifest_object, outcome_object
from massa_server.worker.outcome import Outcome
from massa_server.worker.summary import read_manifest, read_outcome, summarize
from massa_server.worker.workspace import workspace

_READS_AT_ONCE = 8


async def read_outcomes(
    store: ObjectStore, work_dir: Path, analysis_id: uuid.UUID, attempts: Mapping[uuid.UUID, int]
) -> list[Outcome]:
    """The outcomes of these attempts at files, as far as there are any."""
    if not attempts:
        return []
    turns = asyncio.Semaphore(_READS_AT_ONCE)

    async def read(file_id: uuid.UUID, attempt: int, scratch: Path) -> Outcome | None:
        async with turns:
            return await read_outcome(store, outcome_object(analysis_id, file_id, attempt), scratch)

    with workspace(work_dir) as scratch:
        found = await asyncio.gather(*(read(file_id, attempt, scratch) for file_id, attempt in attempts.items()))
    return [outcome for outcome in found if outcome is not None]


async def write_summary(store: ObjectStore, work_dir: Path, analysis_id: uuid.UUID, run: int) -> None:
    """Does what `worker summary` does; in the runner it is not worth a process of its own."""
    with workspace(work_dir) as scratch:
        manifest = await read_manifest(store, manifest_object(analysis_id, run), scratch)
        await summarize(manifest, store, scratch)
