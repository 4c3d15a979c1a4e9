"""Server, runner and workers as processes over each store, with the real engine: the results are the same bytes."""

from pathlib import Path

import pytest

from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import Bucket, ObjectKey
from massa_server.worker.outcome import OUTPUT_NAMES
from tests.support import uploads
from tests.support.databases import MigratedDatabase
from tests.support.fleet import fleet, signed_up
from tests.support.people import Person
from tests.support.real_engine import DATA, DATABASE, engine_or_skip, simulate
from tests.support.running import finished, inspected, ready_sample, start_analysis
from tests.support.s3 import S3Server
from tests.support.stores import KINDS, Storage, credentials

pytestmark = pytest.mark.timeout(300)


async def results(data_dir: Path, storage: Storage, run: bytes) -> dict[str, bytes]:
    """What a fleet over the store makes of a run of horse myoglobin: the outputs, and what the API reads in them."""
    settings = {
        "builtin_databases_dir": str(DATA),
        "engine": str(engine_or_skip()),
        "runner_poll_interval_s": "0.1",
        **storage.environment,
    }
    with fleet(data_dir, **settings) as ships:
        ships.complete(runners=1)
        async with signed_up(ships.server.url) as ana:
            sample_id, database_id = await ready_sample(ana, run, fasta=DATABASE.read_bytes())
            analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
            assert analysis["state"] == "succeeded", analysis
            builtin = await _builtin(ana, sample_id)
            assert (await inspected(ana, f"/api/databases/{builtin}"))["status"] == "ready"
            (file,) = analysis["files"]
            assert (await uploads.download(ana, file["file_id"])).content == run
            address = f"/api/analyses/{analysis['id']}/files/{file['file_id']}"
            shown = {
                path: (await ana.get(f"{address}/{path}")).content
                for path in ("summary", "proteins", "peptides", "psms", "spectra/1", "filter-report", "chromatogram")
            }
            download = (await ana.get(f"{address}/downloads/psms.tsv")).headers["location"]
            if download.startswith("http"):
                async with uploads.elsewhere() as client:
                    shown["download"] = (await client.get(download)).content
            else:
                shown["download"] = (await ana.get(download)).content
        prefix = f"analyses/{analysis['id']}/files/{file['file_id']}/"
        return shown | await _outputs(Settings(data_dir=data_dir, **storage.settings), prefix, data_dir)


async def _builtin(person: Person, sample_id: str) -> str:
    project_id = (await person.get(f"/api/samples/{sample_id}")).json()["project_id"]
    listed = (await person.get(f"/api/projects/{project_id}/databases")).json()["items"]
    return next(str(found["id"]) for found in listed if found["project_id"] is None)


async def _outputs(settings: Settings, prefix: str, scratch: Path) -> dict[str, bytes]:
    """The stored outputs but for what says how the run went."""
    store = make_store(settings)
    found = {}
    async for stored in store.list_objects(Bucket.RESULTS, prefix):
        name = stored.key.rpartition("/")[2]
        if name in OUTPUT_NAMES and name != "run.json":
            await store.fetch(ObjectKey(Bucket.RESULTS, stored.key), scratch / f"copy-{name}")
            found[name] = (scratch / f"copy-{name}").read_bytes()
    return found


async def test_results_are_the_same_on_both_stores(
    migrated_database: MigratedDatabase,
    tmp_path_factory: pytest.TempPathFactory,
    s3: S3Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = simulate(engine_or_skip(), "P68082", tmp_path_factory.mktemp("run") / "myoglobin.mzML", gradient_s=60)
    credentials(monkeypatch)
    stores = [Storage(), Storage(s3.make_buckets(), s3)]
    made = []
    for kind, storage in zip(KINDS, stores, strict=True):
        folder = tmp_path_factory.mktemp(kind)
        with migrated_database.copied_to(folder):
            made.append(await results(folder, storage, run))
    local, in_s3 = made
    assert {"result.sqlite", "summary.json", "psms.tsv"} < local.keys()
    assert local["download"] == local["psms.tsv"]
    assert local["psms.tsv"].count(b"\n") > 10
    assert in_s3 == local
