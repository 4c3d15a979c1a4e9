"""Events and messages that come twice, late, in another order, wrongly or not at all: what is shown stays true."""

import asyncio
import json
import random
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from massa_server.clock import now
from massa_server.db import Database
from massa_server.runner.cloud import StateMachine
from massa_server.runner.news import end_orphans_once
from massa_server.settings import Settings
from massa_server.worker.messages import Message
from tests.orchestration.conftest import Site
from tests.support.people import Person
from tests.support.running import finished, followed, ready_sample, running, start_analysis
from tests.support.waiting import eventually

FINE = "progress read 1 2"


async def drained(site: Site) -> None:
    """Waits until the runner has taken in all that is in the queues."""
    await asyncio.to_thread(eventually, lambda: site.messages_left() == 0, "the queues were empty")


def told(site: Site) -> list[dict[str, Any]]:
    """Every event that EventBridge was given, as it arrives in the queue."""
    events = []
    for event in site.sky.control("events"):
        detail = json.loads(event["Detail"])
        ours = (site.job_queue_spot, site.job_queue_on_demand, site.state_machine_arn)
        if detail.get("jobQueue") in ours or detail.get("stateMachineArn") in ours:
            events.append({"source": event["Source"], "detail-type": event["DetailType"], "detail": detail})
    return events


def progress(analysis: dict[str, Any], number: int, **changes: Any) -> dict[str, Any]:
    """A message of the worker that is at a file."""
    message = Message(
        analysis_id=analysis["id"],
        file_id=analysis["files"][number]["file_id"],
        attempt=1,
        event="progress",
        stage="search",
        done=1,
        total=100,
    )
    document: dict[str, Any] = json.loads(message.model_copy(update=changes).model_dump_json())
    return document


@pytest.mark.parametrize(
    "limits", [{"execution_check_interval_s": 1, "progress_queue_url": "", "events_queue_url": ""}]
)
async def test_when_no_event_and_no_message_comes_the_runner_looks(ana: Person, runner: None, site: Site) -> None:
    site.sky.control("lose-events", lost=True)
    sample_id, database_id = await ready_sample(ana, FINE, "exit 3", FINE)

    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert [file["state"] for file in analysis["files"]] == ["succeeded", "failed", "succeeded"]


async def test_the_same_events_again_in_any_order_change_nothing(
    ana: Person, runner: None, site: Site, tmp_path: Path
) -> None:
    sample_id, database_id = await ready_sample(ana, FINE, f"once {tmp_path / 'first'} raise SIGKILL", "exit 3")
    started = await start_analysis(ana, sample_id, database_id)
    before = await finished(ana, started["id"])
    events = told(site)
    assert len(events) > 10

    shuffled = random.Random(4).sample(events, len(events))
    for event in shuffled:
        site.send(site.events_queue_url, event)
    for number in range(3):
        site.send(site.progress_queue_url, progress(started, number))
        site.send(site.progress_queue_url, progress(started, number, event="ended"))
    await drained(site)

    assert (await ana.get(f"/api/analyses/{started['id']}")).json() == before
    assert len(site.executions()) == 1


async def test_an_end_that_did_not_happen_is_not_believed(
    ana: Person, runner: None, site: Site, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    sample_id, database_id = await ready_sample(ana, f"progress search 1 9\nawait {go}")
    started = await start_analysis(ana, sample_id, database_id)
    address = f"/api/analyses/{started['id']}"
    await followed(ana, address, lambda shown: shown.get("state") == "running")
    arn = site.executions()[0]["executionArn"]

    for status in ("SUCCEEDED", "FAILED", "ABORTED"):
        site.send(site.events_queue_url, {"source": "aws.states", "detail": {"executionArn": arn, "status": status}})
    site.send(site.progress_queue_url, progress(started, 0, event="ended"))
    await drained(site)

    shown = (await ana.get(address)).json()
    assert (shown["state"], shown["files"][0]["state"]) == ("running", "running")
    go.touch()
    assert (await finished(ana, started["id"]))["state"] == "succeeded"


async def test_older_progress_does_not_replace_newer(ana: Person, runner: None, site: Site, tmp_path: Path) -> None:
    go = tmp_path / "go"
    sample_id, database_id = await ready_sample(ana, f"progress search 30 40\nawait {go}")
    started = await start_analysis(ana, sample_id, database_id)
    address = f"/api/analyses/{started['id']}"

    def done(shown: dict[str, Any]) -> bool:
        return bool(shown) and shown["files"][0]["progress"]["done"] == 30

    await followed(ana, address, done)
    site.send(site.progress_queue_url, progress(started, 0, done=5, sent_at=now() - timedelta(minutes=1)))
    site.send(site.progress_queue_url, progress(started, 0, done=6, attempt=2))
    site.send(site.progress_queue_url, progress(started, 0, done=7, analysis_id=uuid.uuid4()))
    await drained(site)

    assert done((await ana.get(address)).json())
    go.touch()
    assert (await finished(ana, started["id"]))["state"] == "succeeded"


async def test_what_is_no_message_of_ours_is_dropped(ana: Person, runner: None, site: Site) -> None:
    strangers: list[Any] = [
        {},
        {"source": "aws.states", "detail": {"executionArn": "arn:aws:states:::execution:other:one"}},
        {"source": "aws.batch", "detail": {"jobName": "nightly-spot"}},
        {"source": "aws.batch", "detail": {"jobName": f"{uuid.uuid4()}-1-spot", "status": "FAILED"}},
        [1],
        "text",
    ]
    for stranger in strangers:
        site.send(site.events_queue_url, stranger)
        site.send(site.progress_queue_url, stranger)
    await drained(site)

    sample_id, database_id = await ready_sample(ana, FINE)
    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
    assert analysis["state"] == "succeeded"


async def test_an_execution_that_was_started_before_its_runner_died_is_not_started_again(
    ana: Person, settings: Settings, site: Site, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    first = await asyncio.create_subprocess_exec(sys.executable, "-m", "massa_server", "runner")
    try:
        sample_id, database_id = await ready_sample(ana, f"await {go}")
        started = await start_analysis(ana, sample_id, database_id)
        await asyncio.to_thread(eventually, lambda: bool(site.running()), "the execution was started")
    finally:
        first.kill()
        await first.wait()
    go.touch()
    name = site.executions()[0]["name"]
    await StateMachine(settings).start(name, {"name": name, "started": "by a runner with other settings"})

    async with running(settings):
        analysis = await finished(ana, started["id"])

    assert analysis["state"] == "succeeded"
    assert [execution["name"] for execution in site.executions()] == [name]
    assert len(site.jobs("spot")) == 1


async def test_only_executions_that_nobody_waits_for_are_stopped(
    ana: Person, database: Database, settings: Settings, runner: None, site: Site, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    sample_id, database_id = await ready_sample(ana, f"await {go}")
    started = await start_analysis(ana, sample_id, database_id)
    await asyncio.to_thread(eventually, lambda: bool(site.running()), "the execution was started")
    client = site.sky.client("stepfunctions")
    stranger = client.start_execution(
        stateMachineArn=site.state_machine_arn, name="by-hand", input=json.dumps(_input_that_waits(site))
    )["executionArn"]

    await end_orphans_once(database, StateMachine(settings))

    statuses = {execution["name"]: execution["status"] for execution in site.executions()}
    assert statuses == {f"{started['id']}-1": "RUNNING", "by-hand": "RUNNING"}
    client.stop_execution(executionArn=stranger)
    go.touch()
    assert (await finished(ana, started["id"]))["state"] == "succeeded"


def _input_that_waits(site: Site) -> dict[str, Any]:
    """Of an execution that somebody started for a try, and that waits for a container."""
    site.sky.control("add-queue", name=f"{site.name}-full", slots=0)
    return {
        "name": "by-hand",
        "manifest": "results://none",
        "chunks": 1,
        "share": "u1",
        "job_definition": site.job_definition,
        "spot_queue": f"{site.name}-full",
        "on_demand_queue": f"{site.name}-full",
        "chunk_timeout_s": 600,
        "phase_timeout_s": 600,
    }
