"""Runs of an analysis: what a manifest says, and the chunks that wait for workers."""

import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Literal

from pydantic import TypeAdapter

from massa_server.analyses.models import Analysis, AnalysisChunk, AnalysisFile, ChunkKind
from massa_server.analyses.packing import pack
from massa_server.samples.files import safe_name
from massa_server.storage.protocol import ObjectStore
from massa_server.telemetry import origin
from massa_server.worker.manifest import Expected, Manifest, ManifestDatabase, ManifestFile, manifest_object

_expected: TypeAdapter[Expected] = TypeAdapter(Expected)


def make_manifest(
    analysis: Analysis, files: Sequence[AnalysisFile], wanted: Sequence[AnalysisFile], chunk_size_bytes: int
) -> Manifest:
    """The manifest of the analysis's current run, which works on the `wanted` ones of its files."""
    positions = {file.file_id: position for position, file in enumerate(files)}
    chunks = pack([file.size_bytes for file in wanted], chunk_size_bytes)
    return Manifest(
        analysis_id=analysis.id,
        run=analysis.run,
        engine_version=analysis.engine_version,
        preset=analysis.preset,
        parameters=analysis.parameters,
        database=ManifestDatabase(
            name=analysis.database_name,
            file_name=f"{PurePath(safe_name(analysis.database_name)).stem}.fasta",
            sha256=analysis.database_sha256,
        ),
        files=[_manifest_file(file) for file in files],
        chunks=[[positions[wanted[index].file_id] for index in chunk] for chunk in chunks],
        origin=origin(),
    )


def make_chunks(
    manifest: Manifest, queued_by: uuid.UUID, runner: Literal["local", "stepfunctions"]
) -> list[AnalysisChunk]:
    """The rows that wait for a runner: one for each chunk, or one for the run if an execution does all its chunks."""
    if runner == "stepfunctions":
        files = [file for position in range(len(manifest.chunks)) for file in manifest.chunk(position)]
        return [
            AnalysisChunk(
                analysis_id=manifest.analysis_id,
                run=manifest.run,
                position=0,
                kind=ChunkKind.RUN,
                file_ids=[str(file.file_id) for file in files],
                queued_by=queued_by,
                context=manifest.origin,
            )
        ]
    return [
        AnalysisChunk(
            analysis_id=manifest.analysis_id,
            run=manifest.run,
            position=position,
            kind=ChunkKind.FILES,
            file_ids=[str(file.file_id) for file in manifest.chunk(position)],
            queued_by=queued_by,
            context=manifest.origin,
        )
        for position in range(len(manifest.chunks))
    ]


async def store_manifest(store: ObjectStore, manifest: Manifest) -> None:
    """Stores the manifest where workers look for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.json"
        path.write_text(manifest.model_dump_json())
        await store.put(manifest_object(manifest.analysis_id, manifest.run), path)


def _manifest_file(file: AnalysisFile) -> ManifestFile:
    return ManifestFile(
        file_id=file.file_id,
        name=file.name,
        key=file.object_key,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        expected=_expected.validate_python(file.expected) if file.expected is not None else None,
        attempt=file.attempt,
    )
