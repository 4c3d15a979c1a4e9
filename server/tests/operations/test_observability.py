"""One request can be followed through server, runner and worker: in the logs by its ids, in the traces by its trace."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from massa_server import tracing
from massa_server.settings import Settings
from tests.support.collector import Collector, collecting
from tests.support.people import PASSWORD, Person
from tests.support.processes import ServerProcess, environment, serving
from tests.support.running import finished, ready_sample, start_analysis


@dataclass
class Installation:
    """A server and a runner as processes."""

    server: ServerProcess
    runner: subprocess.Popen[bytes]
    runner_log: Path

    def stop(self) -> None:
        """Ends both, so that the last spans are sent and the last lines written."""
        self.runner.terminate()
        assert self.runner.wait(20) == 0
        assert self.server.stop() == 0

    def lines(self, path: Path) -> list[dict[str, Any]]:
        """The lines of a log, each of which must be a JSON object."""
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert all(isinstance(line, dict) for line in lines)
        return lines


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture
def installation(data_dir: Path, engine_settings: Settings, collector: Collector) -> Iterator[Installation]:
    settings = {
        "engine": str(engine_settings.engine),
        "builtin_databases_dir": str(data_dir / "none"),
        "log_format": "json",
        "runner_poll_interval_s": "0.05",
    }
    traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    runner_log = data_dir / "runner.log"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in traced.items():
            patch.setenv(name, value)
        with serving(data_dir, **settings) as server, runner_log.open("wb") as log:
            runner = subprocess.Popen(
                [sys.executable, "-m", "massa_server", "runner"],
                env=environment(data_dir, **settings),
                stdout=log,
                stderr=log,
            )
            try:
                yield Installation(server, runner, runner_log)
            finally:
                runner.kill()
                runner.wait()


async def test_a_request_is_followed_to_the_engine(installation: Installation, collector: Collector) -> None:
    async with Person(installation.server.url) as ana:
        await ana.sign_up()
        sample_id, database_id = await ready_sample(ana, "say fine", "exit 3")
        response = await ana.post(
            f"/api/samples/{sample_id}/analyses",
            json={"database_id": database_id},
            headers={"X-Request-ID": "the-request-of-ana"},
        )
        analysis = await finished(ana, response.json()["id"])
        bad = await start_analysis(ana, sample_id, database_id)
        await finished(ana, bad["id"])
        secrets = [PASSWORD, ana.email, *ana.cookies.values()]
    await asyncio.to_thread(installation.stop)

    ids = {"request_id": "the-request-of-ana", "user_id": ana.id}
    (request,) = [line for line in installation.lines(installation.server.log) if ids.items() <= line.items()]
    assert (request["event"], request["status"], request["sample_id"]) == ("request", 202, sample_id)
    lines = [line for line in installation.lines(installation.runner_log) if ids.items() <= line.items()]
    assert {line["analysis_id"] for line in lines} == {analysis["id"]}
    by_event = {line["event"]: line for line in lines}
    assert {"worker_started", "worker_ended", "file_ended"} <= by_event.keys()
    assert by_event["file_ended"]["logger"] == "massa_server.worker.chunk"
    ended = {line["file_id"]: line["state"] for line in lines if line["event"] == "file_ended"}
    assert ended == {file["file_id"]: file["state"] for file in analysis["files"]}

    trace_id = request["trace_id"]
    assert {line["trace_id"] for line in lines} == {trace_id}
    trace = [span for span in collector.spans if span.trace_id == trace_id]
    names = [(span.service, span.name) for span in trace]
    assert ("massa-server", "POST /api/samples/{sample_id}/analyses") in names
    assert ("massa-runner", "run files") in names
    assert ("massa-worker", "work on chunk") in names
    assert names.count(("massa-worker", "analyse file")) == 2
    assert names.count(("massa-worker", "massa analyze")) == 2
    assert any(name.startswith("INSERT") for service, name in names if service == "massa-server"), "queries have spans"
    known = {span.span_id for span in trace}
    roots = [span for span in trace if span.parent_id not in known]
    assert len(roots) == 1, "the spans of three processes make one tree"
    assert not [span for span in collector.spans if not span.parent_id and span.name.startswith("SELECT")]
    for secret in secrets:
        assert secret not in str(collector.spans)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_traces_are_off_unless_a_collector_is_named(environment: dict[str, str], wanted: bool) -> None:
    assert tracing.is_wanted(environment) is wanted


def test_without_a_collector_nothing_of_it_is_loaded() -> None:
    program = (
        "import sys, massa_server.worker.__main__\n"
        "from massa_server import tracing\n"
        "with tracing.tracing('x'), tracing.span('y'): assert tracing.traceparent() == ''\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
