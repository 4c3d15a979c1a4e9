"""The metrics of the service level indicators: they are there, under these names, and count right."""

import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from massa_server.analyses.models import Analysis, AnalysisChunk, AnalysisState, ChunkKind
from massa_server.clock import now
from massa_server.db import Database
from massa_server.metrics.definitions import REGISTRY, REQUEST_BUCKETS_S, WAIT_BUCKETS_S
from massa_server.metrics.sampling import sample
from massa_server.retention.chores import write_down
from massa_server.runner.leases import take
from massa_server.settings import Settings
from tests.support import uploads
from tests.support.analyses import finished_analysis
from tests.support.live import listening
from tests.support.people import Person
from tests.support.processes import environment, serving
from tests.support.running import finished, ready_sample, running, start_analysis
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "src" / "content" / "docs" / "en" / "architecture" / "operations.md"
RULES = sorted((ROOT / "infra" / "slo").glob("*.yaml"))
SUFFIXES = ("_total", "_bucket", "_count", "_sum", "_info")


@contextmanager
def counted(name: str, by: float = 1, **labels: str) -> Iterator[None]:
    """The metric grows by so much within the block."""
    before = REGISTRY.get_sample_value(name, labels) or 0
    yield
    assert (REGISTRY.get_sample_value(name, labels) or 0) - before == by, (name, labels)


def names() -> set[str]:
    return {metric.name for metric in REGISTRY.collect() if metric.name.startswith("massa_")}


def test_the_names_are_those_that_the_rules_and_the_document_use(app: FastAPI) -> None:
    assert names() == {
        "massa_analyses_ended",
        "massa_analyses_submitted",
        "massa_analysis_first_file_wait_seconds",
        "massa_build",
        "massa_degraded_answers",
        "massa_event_lag_seconds",
        "massa_http_request_duration_seconds",
        "massa_http_requests_in_progress",
        "massa_live_connections",
        "massa_object_deletions_waiting",
        "massa_queue_depth",
        "massa_queue_oldest_waiting_seconds",
        "massa_result_reads",
        "massa_retention_finished_timestamp_seconds",
        "massa_retention_found",
        "massa_uploads",
    }
    at_scrape = {
        "massa_database_breaker_open",
        "massa_database_connections_in_use",
        "massa_database_connections_limit",
    }
    shown = {name: {name, *(name + end for end in SUFFIXES)} for name in names() | at_scrape}
    documented = set(re.findall(r"`(massa_\w+)`", DOCUMENT.read_text()))
    assert {name for name, forms in shown.items() if not documented & forms} == set()
    used = {name for path in RULES for name in re.findall(r"\bmassa_\w+", path.read_text())}
    assert used
    assert used - {form for forms in shown.values() for form in forms} == set()


def test_the_limits_of_the_objectives_are_bounds_of_buckets() -> None:
    assert 0.3 in REQUEST_BUCKETS_S
    assert 120 in WAIT_BUCKETS_S


async def test_requests_are_counted_by_route_and_status(ana: Person) -> None:
    project_id = await ana.project()
    count = "massa_http_request_duration_seconds_count"
    route = "/projects/{project_id}"
    with counted(count, method="GET", route=route, status="200"):
        await ana.get(f"/api/projects/{project_id}")
    with counted(count, method="GET", route=route, status="404"):
        await ana.get(f"/api/projects/{uuid.uuid4()}")
    with counted(count, method="GET", route="(none)", status="404"):
        await ana.get("/api/wp-admin.php?token=secret")
    assert "secret" not in str([*REGISTRY.collect()])


async def test_uploads_are_counted_by_what_became_of_them(ana: Person) -> None:
    sample_id = await ana.sample()
    with counted("massa_uploads_total", outcome="started"), counted("massa_uploads_total", outcome="completed"):
        await uploads.upload(ana, sample_id, b"spectra")
    with counted("massa_uploads_total", outcome="started"), counted("massa_uploads_total", outcome="aborted"):
        file = await uploads.begin(ana, sample_id, b"spectra")
        await ana.post(f"/api/files/{file['id']}/abort")


async def test_what_was_rolled_back_does_not_count(ana: Person) -> None:
    with counted("massa_uploads_total", by=0, outcome="started"):
        body = {"name": "a.mzML", "size_bytes": 1, "expected": {"kind": "unknown"}}
        assert (await ana.post(f"/api/samples/{await ana.sample()}/files", json=body)).status_code == 422


async def test_reads_of_results_are_counted_and_lost_ones_too(
    ana: Person, database: Database, app: FastAPI, tmp_path: Path
) -> None:
    analysis_id, file_id = await finished_analysis(database, app.state.store, await ana.sample(), tmp_path)
    summary = f"/api/analyses/{analysis_id}/files/{file_id}/summary"
    with counted("massa_result_reads_total", outcome="ok"):
        await ana.get(summary)
    await app.state.result_cache.forget("analyses")
    await app.state.store.delete_prefix("results", "analyses")
    with counted("massa_result_reads_total", outcome="lost"):
        await ana.get(summary)


async def test_live_connections_and_the_lag_of_events_are_known(data_dir: Path) -> None:
    with serving(data_dir, metrics_port="0", event_poll_interval_s="0.05", log_format="json") as server:
        metrics = address_of(server.log)
        async with Person(server.url) as ana:
            await ana.sign_up()
            async with listening(ana) as stream:
                await stream.next()
                await ana.project()
                await stream.next()
                text = (await ana.get(metrics)).text
            assert (await ana.get("/metrics")).status_code == 404, "they are not public"
        assert "massa_live_connections 1.0" in text
        assert re.search(r"massa_event_lag_seconds_count [1-9]", text)
        assert re.search(r'massa_database_connections_limit{pool="\w+"} \d', text)
        assert re.search(r'massa_database_connections_in_use{pool="\w+"} \d', text)
        assert "massa_database_breaker_open 0.0" in text


@pytest.mark.parametrize(
    ("scripts", "outcome", "cause"),
    [
        (["say fine"], "succeeded", "none"),
        (["say fine", "exit 3"], "partially_succeeded", "input"),
        (["exit 2", "exit 3"], "failed", "input"),
        (["exit 3", "exit 1"], "failed", "system"),
    ],
)
async def test_analyses_are_counted_by_their_end_and_its_cause(
    ana: Person, engine_settings: Settings, scripts: list[str], outcome: str, cause: str
) -> None:
    async with running(engine_settings):
        sample_id, database_id = await ready_sample(ana, *scripts)
        with (
            counted("massa_analyses_submitted_total"),
            counted("massa_analyses_ended_total", outcome=outcome, cause=cause),
            counted("massa_analysis_first_file_wait_seconds_count"),
        ):
            analysis = await start_analysis(ana, sample_id, database_id)
            await finished(ana, analysis["id"])


async def test_a_cancelled_analysis_is_nobodys_fault(ana: Person, engine_settings: Settings) -> None:
    async with running(engine_settings):
        sample_id, database_id = await ready_sample(ana, "say fine")
    analysis = await start_analysis(ana, sample_id, database_id)
    with counted("massa_analyses_ended_total", outcome="cancelled", cause="person"):
        await ana.post(f"/api/analyses/{analysis['id']}/cancel")


async def test_the_queue_and_what_retention_found_are_sampled(ana: Person, database: Database) -> None:
    await uploads.upload(ana, await ana.sample(), b"spectra")
    sample_id = uuid.UUID(await ana.sample())
    async with database.write() as session:
        analysis = Analysis(
            id=uuid.uuid4(),
            sample_id=sample_id,
            database_name="db",
            database_sha256="0",
            state=AnalysisState.QUEUED,
            preset="auto",
            parameters={},
            engine_version="0.1.0",
            expires_at=now(),
        )
        session.add(analysis)
        await session.flush()
        for position in range(3):
            chunk = AnalysisChunk(
                analysis_id=analysis.id,
                run=1,
                position=position,
                kind=ChunkKind.FILES,
                file_ids=[],
                queued_by=uuid.uuid4(),
                turn=0,
                created_at=now() - timedelta(seconds=90),
                attempt=0,
            )
            session.add(chunk)
        take(chunk, "runner", now() + timedelta(seconds=60))
    await write_down(database, "retention", {"orphans": 2, "losses": 1})

    await sample(database)

    def value(name: str, **labels: str) -> float | None:
        return REGISTRY.get_sample_value(name, labels)

    assert value("massa_queue_depth", kind="files", state="waiting") == 2
    assert value("massa_queue_depth", kind="files", state="held") == 1
    assert value("massa_queue_depth", kind="run", state="waiting") == 0
    assert value("massa_queue_depth", kind="inspect_files", state="waiting") == 1
    assert 90 <= (value("massa_queue_oldest_waiting_seconds", kind="files") or 0) < 100
    assert value("massa_retention_found", kind="orphans") == 2
    assert value("massa_retention_found", kind="losses") == 1


def test_a_runner_serves_them_too(data_dir: Path, engine_settings: Settings) -> None:
    log = data_dir / "runner.log"
    with log.open("wb") as output:
        runner = subprocess.Popen(
            [sys.executable, "-m", "massa_server", "runner", "--metrics-port", "0"],
            env=environment(data_dir, log_format="json", engine=str(engine_settings.engine)),
            stdout=output,
            stderr=output,
        )
    try:
        eventually(lambda: b"metrics_served" in log.read_bytes(), "metrics were served")
        address = address_of(log)
        eventually(lambda: 'kind="files",state="waiting"} 0.0' in httpx.get(address).text, "queues were sampled")
    finally:
        runner.terminate()
        assert runner.wait(20) == 0


def address_of(log: Path) -> str:
    """Where a process serves its metrics, as its log says."""
    match = re.search(r'"port": (\d+), "event": "metrics_served"', log.read_text())
    assert match is not None, log.read_text()
    return f"http://127.0.0.1:{match[1]}/metrics"
