"""Analyses that go well, through the committed state machine and containers that really run."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from massa_server.runner.stepfunctions import execution_name, share_identifier
from massa_server.settings import Settings
from tests.orchestration.conftest import Site
from tests.support.people import Person
from tests.support.running import finished, followed, ready_sample, running, start_analysis

FINE = "progress read 1 2"
ARRAY = ["Begin", "HowManyChunks", "AnalyseManyOnSpot", "Summarise"]


async def test_one_chunk_is_a_plain_job(ana: Person, runner: None, site: Site) -> None:
    sample_id, database_id = await ready_sample(ana, FINE)

    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert analysis["state"] == "succeeded", analysis
    assert site.states(analysis) == ["Begin", "HowManyChunks", "AnalyseOneOnSpot", "Summarise"]
    assert all("arrayProperties" not in request for request in site.requests())


async def test_many_chunks_are_children_of_an_array_job(ana: Person, runner: None, site: Site) -> None:
    sample_id, database_id = await ready_sample(ana, FINE, FINE, FINE)

    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert analysis["state"] == "succeeded", analysis
    assert [file["state"] for file in analysis["files"]] == ["succeeded"] * 3
    assert site.states(analysis) == ARRAY
    array, summary = site.requests()
    assert array["arrayProperties"] == {"size": 3}
    assert array["shareIdentifier"] == summary["shareIdentifier"] == share_identifier_of(ana)
    summary_of_all = json.loads(site.content(analysis, "summary/1/summary.json"))
    assert [file["state"] for file in summary_of_all["files"]] == ["succeeded"] * 3
    assert site.messages_left() == 0, "messages are left in the queues"


async def test_what_workers_say_is_seen_while_they_work(ana: Person, runner: None, site: Site, tmp_path: Path) -> None:
    go = tmp_path / "go"
    sample_id, database_id = await ready_sample(ana, FINE, f"progress search 30 40\nawait {go}")
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]

    def is_under_way(shown: dict[str, Any]) -> bool:
        states = [(file["state"], file["stage"]) for file in shown.get("files", [])]
        return states == [("succeeded", None), ("running", "search")]

    shown = await followed(ana, f"/api/analyses/{analysis_id}", is_under_way)
    assert shown["state"] == "running"
    assert shown["files"][1]["progress"] == {"done": 30, "total": 40}
    assert shown["files"][0]["verdict"]["outcome"] == "confirmed", "a file is not shown before the others have ended"
    go.touch()
    assert (await finished(ana, analysis_id))["state"] == "succeeded"


async def test_the_input_is_small_whatever_the_number_of_files(
    ana: Person, runner: None, site: Site, settings: Settings
) -> None:
    sample_id, database_id = await ready_sample(ana, *["exit 3"] * 12)
    analysis = await start_analysis(ana, sample_id, database_id)
    await finished(ana, analysis["id"])

    arn = site.executions()[0]["executionArn"]
    document = site.sky.client("stepfunctions").describe_execution(executionArn=arn)["input"]

    assert arn.endswith(execution_name(analysis["id"], 1))
    assert len(document) < 2048
    assert json.loads(document)["chunks"] == 12


async def test_nobody_waits_behind_anothers_files(
    ana: Person, newcomer: Callable[[], Awaitable[Person]], runner: None, site: Site
) -> None:
    ben = await newcomer()
    while share_identifier_of(ben) == share_identifier_of(ana):  # one in 499
        ben = await newcomer()
    of_ana = await ready_sample(ana, *["sleep 0.5"] * 6)
    of_ben = await ready_sample(ben, FINE)
    site.set_spot_capacity(1)
    first = await start_analysis(ana, *of_ana)
    await followed(ana, f"/api/analyses/{first['id']}", lambda shown: shown.get("state") == "running")
    second = await start_analysis(ben, *of_ben)

    ended = [await finished(ben, second["id"]), await finished(ana, first["id"])]

    assert [analysis["state"] for analysis in ended] == ["succeeded"] * 2
    order = sorted(site.jobs("spot"), key=lambda job: job["attempts"][0]["startedAt"])
    place = [job["shareIdentifier"] for job in order].index(share_identifier_of(ben))
    assert place < 4, "the file of the one waited for all files of the other"


async def test_of_several_runners_one_execution_is_started(ana: Person, settings: Settings, site: Site) -> None:
    async with running(settings), running(settings), running(settings):
        sample_id, database_id = await ready_sample(ana, FINE, FINE)
        started = await asyncio.gather(*(start_analysis(ana, sample_id, database_id) for _ in range(3)))
        ended = [await finished(ana, analysis["id"]) for analysis in started]

    assert [analysis["state"] for analysis in ended] == ["succeeded"] * 3
    assert {execution["name"] for execution in site.executions()} == {f"{analysis['id']}-1" for analysis in started}
    assert len(site.requests()) == 6, "some job was submitted twice"


async def test_a_retried_file_is_a_run_of_its_own(ana: Person, runner: None, site: Site, tmp_path: Path) -> None:
    sample_id, database_id = await ready_sample(ana, f"once {tmp_path / 'tried'} exit 3", FINE)
    analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
    assert [file["state"] for file in analysis["files"]] == ["failed", "succeeded"]

    response = await ana.post(f"/api/analyses/{analysis['id']}/files/{analysis['files'][0]['file_id']}/retry")

    assert response.status_code == 202
    again = await finished(ana, analysis["id"])
    assert again["state"] == "succeeded"
    assert [file["attempt"] for file in again["files"]] == [2, 1]
    assert site.states(analysis, run=2) == ["Begin", "HowManyChunks", "AnalyseOneOnSpot", "Summarise"]


def share_identifier_of(person: Person) -> str:
    return share_identifier(UUID(person.id))


def test_settings_without_what_the_runner_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="MASSA_STATE_MACHINE_ARN"):
        Settings(runner="stepfunctions", state_machine_arn="")
