import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.people import Person, problem
from tests.support.running import finished, followed, ready_sample, running, start_analysis
from tests.support.uploads import begin
from tests.support.waiting import is_alive, number_in


async def test_an_analysis_runs_to_its_verdicts(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "progress read 1 1", "progress read 2 2")
        started = await start_analysis(ana, sample_id, database_id, preset="high-resolution")
        assert started["state"] == "queued"
        assert [file["state"] for file in started["files"]] == ["queued", "queued"]
        analysis = await finished(ana, started["id"])

    assert analysis["state"] == "succeeded"
    assert [file["name"] for file in analysis["files"]] == ["run1.mzML", "run2.mzML"]
    for file in analysis["files"]:
        assert (file["state"], file["attempt"], file["error"]) == ("succeeded", 1, None)
        assert file["verdict"]["outcome"] == "confirmed"
        assert file["counts"]["spectra"] == 5
        summary = await ana.get(f"/api/analyses/{analysis['id']}/files/{file['file_id']}/summary")
        assert summary.json()["file"]["sha256"]
    assert analysis["started_at"] <= analysis["finished_at"]


async def test_the_summary_of_the_sample_is_written_before_the_end(
    ana: Person, settings: Settings, data_dir: Path
) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "succeed", "say massa: bad\nexit 3")
        analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    path = data_dir / "objects" / "results" / "analyses" / analysis["id"] / "summary" / "1" / "summary.json"
    assert [file["state"] for file in json.loads(path.read_text())["files"]] == ["succeeded", "failed"]


async def test_a_bad_file_does_not_fail_the_others(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "say massa: scan=7: no peaks\nexit 3", "succeed")
        analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert analysis["state"] == "partially_succeeded"
    bad, good = analysis["files"]
    assert (bad["state"], bad["error"]) == ("failed", {"kind": "input", "message": "scan=7: no peaks"})
    assert good["state"] == "succeeded"


async def test_progress_is_shown_and_told(ana: Person, settings: Settings, database: Database) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "progress read 5 5\nprogress search 30 120\nsleep 2.5")
        started = await start_analysis(ana, sample_id, database_id)

        def searching(analysis: dict[str, Any]) -> bool:
            return bool(analysis) and analysis["files"][0]["stage"] == "search"

        shown = await followed(ana, f"/api/analyses/{started['id']}", searching)
        await finished(ana, started["id"])

    assert shown["state"] == "running"
    assert shown["files"][0]["progress"] == {"done": 30, "total": 120}


async def test_a_file_can_be_retried_alone(ana: Person, settings: Settings, tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "exit 3", f"leave {marker}")
        analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
        good_pid = number_in(marker)
        address = f"/api/analyses/{analysis['id']}/files/{analysis['files'][0]['file_id']}/retry"

        retried = await ana.post(address)

        assert retried.status_code == 202
        assert retried.json()["state"] == "queued"
        assert retried.json()["files"][0]["state"] == "queued"
        problem(await ana.post(address), 409, "conflict")
        again = await finished(ana, analysis["id"])

    assert again["state"] == "partially_succeeded"
    assert [file["attempt"] for file in again["files"]] == [2, 1]
    assert number_in(marker) == good_pid, "the file that was done ran again"


async def test_cancelling_ends_what_runs(ana: Person, settings: Settings, tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, f"leave {marker}\nsleep 60", "sleep 60", "sleep 60")
        started = await start_analysis(ana, sample_id, database_id)
        pid = await asyncio.to_thread(number_in, marker)

        cancelled = (await ana.post(f"/api/analyses/{started['id']}/cancel")).json()

        assert cancelled["state"] == "cancelled"
        assert {file["state"] for file in cancelled["files"]} == {"cancelled"}
        await followed(ana, f"/api/analyses/{started['id']}", lambda _: not is_alive(pid), timeout_s=5)
        again = await ana.post(f"/api/analyses/{started['id']}/cancel")
        assert again.status_code == 200
    assert (await finished(ana, started["id"]))["state"] == "cancelled"


async def test_a_cancelled_file_can_be_retried(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "sleep 1", "sleep 1")
        started = await start_analysis(ana, sample_id, database_id)
        await ana.post(f"/api/analyses/{started['id']}/cancel")
        await ana.post(f"/api/analyses/{started['id']}/files/{started['files'][1]['file_id']}/retry")
        analysis = await finished(ana, started["id"])

    assert analysis["state"] == "partially_succeeded"
    assert [file["state"] for file in analysis["files"]] == ["cancelled", "succeeded"]


async def test_deleting_an_analysis_ends_what_runs_and_removes_its_objects(
    ana: Person, settings: Settings, data_dir: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "pid"
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "succeed", f"leave {marker}\nsleep 60")
        started = await start_analysis(ana, sample_id, database_id)
        pid = await asyncio.to_thread(number_in, marker)
        folder = data_dir / "objects" / "results" / "analyses" / started["id"]
        assert folder.exists()

        response = await ana.delete(f"/api/analyses/{started['id']}")

        assert response.status_code == 204
        problem(await ana.get(f"/api/analyses/{started['id']}"), 404, "not-found")
        await followed(ana, "/api/auth/me", lambda _: not is_alive(pid) and not folder.exists(), timeout_s=15)


async def test_work_that_keeps_losing_its_engine_fails_in_the_end(
    ana: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("massa_server.runner.local.backoff_s", lambda starts: 0.1)
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "raise SIGKILL", "succeed")
        analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])

    assert analysis["state"] == "partially_succeeded"
    error = analysis["files"][0]["error"]
    assert error["kind"] == "resource"
    assert "failed 5 times" in error["message"]
    assert "SIGKILL" in error["message"]


async def test_stopping_the_runner_gives_its_work_to_the_next(ana: Person, settings: Settings, tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, f"leave {marker}\nsleep 3")
        started = await start_analysis(ana, sample_id, database_id)
        pid = await asyncio.to_thread(number_in, marker)
    assert not is_alive(pid)

    async with running(settings):
        analysis = await finished(ana, started["id"])

    assert analysis["state"] == "succeeded"


@pytest.mark.parametrize(
    ("body", "detail"),
    [({"preset": "wrong"}, "unknown preset"), ({"parameters": {"wrong": 1}}, "unknown preset or parameter")],
)
async def test_parameters_are_checked_by_the_engine(
    ana: Person, settings: Settings, body: dict[str, Any], detail: str
) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "succeed")

    response = await ana.post(f"/api/samples/{sample_id}/analyses", json={"database_id": database_id, **body})

    assert detail in problem(response, 422, "invalid-request")["detail"]


async def test_a_sample_without_ready_files_cannot_be_analysed(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana)
        empty = await ana.post(f"/api/samples/{sample_id}/analyses", json={"database_id": database_id})
    problem(empty, 409, "nothing-to-analyse")


async def test_files_on_their_way_are_left_out_only_when_one_says_so(ana: Person, settings: Settings) -> None:
    async with running(settings):
        sample_id, database_id = await ready_sample(ana, "succeed")
        await begin(ana, sample_id, b"half of it", "slow.mzML")
        listed = (await ana.get(f"/api/samples/{sample_id}/files")).json()["items"]
        files = {file["name"]: file["id"] for file in listed}
        address, body = f"/api/samples/{sample_id}/analyses", {"database_id": database_id}

        refused = await ana.post(address, json=body)
        with_unfinished = await ana.post(address, json={**body, "file_ids": list(files.values())})
        with_strange = await ana.post(address, json={**body, "file_ids": [database_id]})
        analysis = await start_analysis(ana, sample_id, database_id, file_ids=[files["run1.mzML"]])

        assert "slow.mzML" in problem(refused, 409, "nothing-to-analyse")["detail"]
        problem(with_unfinished, 409, "nothing-to-analyse")
        problem(with_strange, 422, "invalid-request")
        assert [file["name"] for file in analysis["files"]] == ["run1.mzML"]
        assert (await finished(ana, analysis["id"]))["state"] == "succeeded"


async def test_a_database_of_another_project_cannot_be_searched(ana: Person, ben: Person, settings: Settings) -> None:
    async with running(settings):
        _, others = await ready_sample(ben)
        sample_id, _ = await ready_sample(ana, "succeed")

    response = await ana.post(f"/api/samples/{sample_id}/analyses", json={"database_id": others})

    problem(response, 422, "invalid-request")


async def test_the_engine_tells_its_parameters(ana: Person, settings: Settings) -> None:
    assert (await ana.get("/api/parameters/schema")).json()["type"] == "object"
    presets = (await ana.get("/api/parameters/presets")).json()["items"]
    assert [preset["name"] for preset in presets] == ["auto", "high-resolution"]
