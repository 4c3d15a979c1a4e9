"""Rows and objects of analyses, made directly: for tests of what comes after the runner."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from massa_server.analyses.models import Analysis, AnalysisFile, AnalysisFileState, AnalysisState
from massa_server.clock import now
from massa_server.db import Database
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.worker.outcome import succeeded
from tests.support.result_directory import write_result


async def finished_analysis(
    database: Database,
    store: ObjectStore,
    sample_id: str,
    scratch: Path,
    write: Callable[[Path], None] = write_result,
) -> tuple[uuid.UUID, uuid.UUID]:
    """An analysis of one file that succeeded; returns its id and the file's."""
    analysis_id, file_id = uuid.uuid4(), uuid.uuid4()
    prefix = f"analyses/{analysis_id}/files/{file_id}/1/x/"
    write(scratch / str(file_id))
    outcome = succeeded(file_id, 1, prefix, scratch / str(file_id))
    for output in outcome.outputs:
        await store.put(ObjectKey(Bucket.RESULTS, prefix + output.name), scratch / str(file_id) / output.name)
    async with database.write() as session:
        session.add(
            Analysis(
                id=analysis_id,
                sample_id=uuid.UUID(sample_id),
                database_name="db.fasta",
                database_sha256="1" * 64,
                state=AnalysisState.SUCCEEDED,
                run=1,
                preset="auto",
                parameters={},
                engine_version="0.1.0",
                expires_at=now() + timedelta(days=1),
            )
        )
        await session.flush()
        session.add(
            AnalysisFile(
                analysis_id=analysis_id,
                file_id=file_id,
                position=0,
                name="run 1.mzML",
                size_bytes=10,
                sha256="0" * 64,
                object_key="samples/s/f/run.mzML",
                attempt=1,
                state=AnalysisFileState.SUCCEEDED,
                verdict=outcome.verdict,
                counts=outcome.counts,
                acquisition=outcome.acquisition,
                result_prefix=prefix,
                outputs=[output.model_dump() for output in outcome.outputs],
            )
        )
    return analysis_id, file_id
