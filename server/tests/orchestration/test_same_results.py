"""The same files through the cloud and through the local runner: byte for byte the same results."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from massa_server.app import create_app
from massa_server.settings import Settings
from massa_server.worker.outcome import OUTPUT_NAMES
from tests.orchestration.conftest import Site
from tests.support.people import Person
from tests.support.real_engine import DATABASE, engine_or_skip, simulate
from tests.support.running import finished, ready_sample, running, start_analysis

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def engine() -> Path:
    """The real one."""
    return engine_or_skip()


def results(site: Site, analysis: dict[str, Any]) -> list[dict[str, bytes]]:
    """The outputs of each file of an analysis, but for what says how the run went."""
    keys = site.keys(analysis)
    return [
        {
            name: site.content(analysis, key)
            for key in keys
            if key.startswith(f"files/{file['file_id']}/1/")
            and (name := key.rpartition("/")[2]) in OUTPUT_NAMES
            and name != "run.json"
        }
        for file in analysis["files"]
    ]


async def test_the_results_are_the_same_as_the_local_runners(
    ana: Person, settings: Settings, site: Site, engine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [
        simulate(engine, "P68082", tmp_path / "myoglobin.mzML"),
        simulate(engine, "P00698", tmp_path / "lysozyme.mzML", gradient_s=60),
        simulate(engine, "P00698", tmp_path / "other.mzML", gradient_s=60, seed=2),
    ]
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, *runs, fasta=DATABASE.read_bytes())
        in_the_cloud = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
    monkeypatch.setenv("MASSA_RUNNER", "local")
    monkeypatch.setenv("MASSA_PROGRESS_QUEUE_URL", "")  # local workers speak to their runner
    local = Settings()
    application = create_app(local)
    async with (
        application.router.lifespan_context(application),
        Person("http://massa.test", httpx.ASGITransport(application)) as again,
        running(local),
    ):
        again.cookies = ana.cookies
        here = await finished(again, (await start_analysis(again, sample_id, database_id))["id"])

    assert [in_the_cloud["state"], here["state"]] == ["succeeded", "succeeded"]
    assert len(site.jobs("spot")) == 3
    theirs, ours = results(site, in_the_cloud), results(site, here)
    assert [sorted(outputs) for outputs in theirs] == [sorted(set(OUTPUT_NAMES) - {"run.json"})] * 3
    assert theirs == ours
