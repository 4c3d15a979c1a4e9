"""`massa-server worker summary`: gathers the outcomes of all files of an analysis in one document."""

import json
from pathlib import Path
from typing import Any

from massa_server.storage.protocol import ObjectKey, ObjectStore
from massa_server.worker.manifest import Manifest, ManifestFile, outcome_object, summary_object
from massa_server.worker.outcome import Outcome


async def summarize(manifest: Manifest, store: ObjectStore, scratch: Path) -> None:
    """Writes the summary of the analysis after this manifest's run. The same outcomes give the same bytes."""
    files = [await _entry(file, manifest, store, scratch) for file in manifest.files]
    document = {
        "format": "massa-analysis-summary",
        "format_version": 1,
        "analysis_id": str(manifest.analysis_id),
        "run": manifest.run,
        "engine_version": manifest.engine_version,
        "database": manifest.database.model_dump(),
        "files": files,
    }
    path = scratch / "summary.json"
    path.write_text(json.dumps(document, indent=1, sort_keys=True))
    await store.put(summary_object(manifest.analysis_id, manifest.run), path)


async def read_manifest(store: ObjectStore, source: ObjectKey, scratch: Path) -> Manifest:
    """The manifest stored at `source`. Raises FileNotFoundError."""
    path = scratch / "manifest.json"
    await store.fetch(source, path)
    return Manifest.model_validate_json(path.read_bytes())


async def _entry(file: ManifestFile, manifest: Manifest, store: ObjectStore, scratch: Path) -> dict[str, Any]:
    target = outcome_object(manifest.analysis_id, file.file_id, file.attempt)
    outcome = await read_outcome(store, target, scratch)
    if outcome is None:
        return {"file_id": str(file.file_id), "name": file.name, "attempt": file.attempt, "state": "unfinished"}
    shown = {"file_id", "attempt", "state", "error", "prefix", "verdict", "counts", "acquisition"}
    return {"name": file.name} | outcome.model_dump(mode="json", include=shown)


async def read_outcome(store: ObjectStore, target: ObjectKey, scratch: Path) -> Outcome | None:
    """The outcome stored at `target`; None when the attempt has not ended."""
    path = scratch / f"{target.key.replace('/', '-')}"
    try:
        await store.fetch(target, path)
    except FileNotFoundError:
        return None
    try:
        return Outcome.model_validate_json(path.read_bytes())
    finally:
        path.unlink()
