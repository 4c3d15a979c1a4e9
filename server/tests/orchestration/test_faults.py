"""What breaks in a cloud, broken on purpose: no file is lost, done twice or shown wrongly, and no container is left."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from massa_server.worker.commands import EXIT_TERMINATED
from tests.orchestration.conftest import OVER_POSTGRESQL, Site
from tests.support.people import Person
from tests.support.running import finished, followed, ready_sample, start_analysis
from tests.support.s3 import S3Server
from tests.support.waiting import eventually, is_alive, number_in

pytestmark = [pytest.mark.timeout(180), OVER_POSTGRESQL]

FINE = "progress read 1 2"
ON_SPOT = ["Begin", "HowManyChunks", "AnalyseManyOnSpot", "Summarise"]
AGAIN_ON_DEMAND = [
    *ON_SPOT[:3],
    "WhySpotFailed",
    "ListFailedChildren",
    "HowManyFailed",
    "AnalyseOneOnDemand",
    "Summarise",
]


async def states_of(person: Person, sample_id: str, database_id: str) -> tuple[dict[str, Any], list[str]]:
    """A finished analysis of the sample, and the states of its files."""
    analysis = await finished(person, (await start_analysis(person, sample_id, database_id))["id"])
    return analysis, [file["state"] for file in analysis["files"]]


async def wait_for(condition: Callable[[], bool], what: str) -> None:
    await asyncio.to_thread(eventually, condition, what)


async def engine_in(path: Path) -> int:
    return await asyncio.to_thread(number_in, path)


def job_of_engine(site: Site, engine: int) -> dict[str, Any]:
    """The container in which an engine runs."""
    worker = int(Path(f"/proc/{engine}/stat").read_text().rpartition(")")[2].split()[1])
    return next(job for job in site.running() if job["pid"] == worker)


def exits(job: dict[str, Any]) -> list[int]:
    """The exit codes of a job's attempts."""
    return [attempt["container"]["exitCode"] for attempt in job["attempts"]]


@pytest.mark.parametrize(("obeys", "exit_code"), [(True, EXIT_TERMINATED), (False, 137)])
async def test_a_spot_reclaim_in_the_middle(
    ana: Person, runner: None, site: Site, tmp_path: Path, *, obeys: bool, exit_code: int
) -> None:
    """SIGTERM ends the worker at once; one that does not obey gets SIGKILL. Batch tries again on Spot by itself."""
    pid = tmp_path / "pid"
    sample_id, database_id = await ready_sample(ana, FINE, f"leave {pid}\nonce {tmp_path / 'first'} sleep 600", FINE)
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await engine_in(pid)
    job = job_of_engine(site, engine)
    if not obeys:
        os.kill(job["pid"], signal.SIGSTOP)

    site.sky.control("reclaim", job_id=job["jobId"], grace_s=3000 if obeys else 50)  # a second takes 20 ms here
    await asyncio.to_thread(eventually, lambda: not is_alive(job["pid"]), "the worker ended", timeout_s=5)
    analysis = await finished(ana, analysis_id)

    assert analysis["state"] == "succeeded", analysis
    assert not is_alive(engine)
    assert site.states(analysis) == ON_SPOT
    (reclaimed,) = [job for job in site.jobs("spot") if len(job["attempts"]) > 1]
    assert exits(reclaimed) == [exit_code, 0]
    assert reclaimed["attempts"][0]["statusReason"] == "Your Spot Task was interrupted."
    assert len(site.outputs(analysis)) == 3


async def test_spot_that_is_taken_away_again_and_again(ana: Person, runner: None, site: Site, tmp_path: Path) -> None:
    """After three attempts the chunk, and only this one, runs on demand."""
    pids = [tmp_path / f"pid{number}" for number in range(3)]
    tries = [f"once {tmp_path / str(number)} leave {pid}\nonce {pid}.on sleep 600" for number, pid in enumerate(pids)]
    sample_id, database_id = await ready_sample(ana, FINE, "\n".join(tries))
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    for pid in pids:
        job = job_of_engine(site, await engine_in(pid))
        site.sky.control("reclaim", job_id=job["jobId"], grace_s=3000)

    analysis = await finished(ana, analysis_id)

    assert analysis["state"] == "succeeded", analysis
    assert site.states(analysis) == AGAIN_ON_DEMAND
    assert [exits(job) for job in site.jobs("demand")] == [[0]]
    assert site.jobs("demand")[0]["container"]["command"][-1] == "1"


async def test_a_poisoned_file_fails_alone(ana: Person, runner: None, site: Site) -> None:
    """What the engine refuses, or what crashes it, is the file's error: nothing is tried again."""
    sample_id, database_id = await ready_sample(ana, FINE, "raise SIGSEGV", "say massa: no peaks\nexit 3", FINE)

    analysis, states = await states_of(ana, sample_id, database_id)

    assert analysis["state"] == "partially_succeeded"
    assert states == ["succeeded", "failed", "failed", "succeeded"]
    assert [file["error"]["kind"] for file in analysis["files"][1:3]] == ["bug", "input"]
    assert site.states(analysis) == ON_SPOT
    assert all(exits(job) == [0] for job in site.jobs("spot"))


async def test_a_file_that_kills_every_engine_is_given_up(ana: Person, runner: None, site: Site) -> None:
    """It looks like a fault of the machine, so it is tried on Spot, then on demand, then no more."""
    sample_id, database_id = await ready_sample(ana, FINE, "raise SIGKILL")

    analysis, states = await states_of(ana, sample_id, database_id)

    assert states == ["succeeded", "failed"]
    assert analysis["files"][1]["error"]["kind"] == "resource"
    assert "try the file again" in analysis["files"][1]["error"]["message"]
    assert site.states(analysis) == AGAIN_ON_DEMAND
    assert [exits(job) for job in site.jobs("spot")] == [[0], [os.EX_TEMPFAIL] * 3]
    assert [exits(job) for job in site.jobs("demand")] == [[os.EX_TEMPFAIL] * 2]


async def test_a_killed_worker_is_replaced_on_demand(ana: Person, runner: None, site: Site, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    sample_id, database_id = await ready_sample(ana, FINE, f"leave {pid}\nonce {tmp_path / 'first'} sleep 600")
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await engine_in(pid)

    os.kill(job_of_engine(site, engine)["pid"], signal.SIGKILL)
    analysis = await finished(ana, analysis_id)

    assert analysis["state"] == "succeeded", analysis
    assert not is_alive(engine), "the engine outlived its container"
    assert site.states(analysis) == AGAIN_ON_DEMAND
    assert len(site.outputs(analysis)) == 2


async def test_what_a_killed_worker_has_stored_is_deleted(
    ana: Person, runner: None, site: Site, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    sample_id, database_id = await ready_sample(ana, f"leave {pid}\nonce {tmp_path / 'first'} sleep 600")
    analysis = await start_analysis(ana, sample_id, database_id)
    engine = await engine_in(pid)
    left = f"files/{analysis['files'][0]['file_id']}/1/killed/psms.tsv"
    site.leave(analysis, left)

    os.kill(job_of_engine(site, engine)["pid"], signal.SIGKILL)
    await finished(ana, analysis["id"])

    await wait_for(lambda: left not in site.keys(analysis), "what the killed worker had stored was deleted")
    assert len(site.outputs(analysis)) == 1


async def test_every_file_is_bad(ana: Person, runner: None, site: Site) -> None:
    sample_id, database_id = await ready_sample(ana, "exit 3", "exit 2", "exit 4", "raise SIGABRT")

    analysis, states = await states_of(ana, sample_id, database_id)

    assert analysis["state"] == "failed"
    assert states == ["failed"] * 4
    assert site.states(analysis) == ON_SPOT
    assert site.executions()[0]["status"] == "SUCCEEDED", "bad files are no failure of the execution"


@pytest.mark.parametrize("deleted", [False, True])
async def test_what_is_cancelled_or_deleted_stops(
    ana: Person, runner: None, site: Site, tmp_path: Path, *, deleted: bool
) -> None:
    pids = [tmp_path / "pid0", tmp_path / "pid1"]
    scripts = [f"leave {pid}\nonce {tmp_path / pid.name}.first sleep 600" for pid in pids]
    sample_id, database_id = await ready_sample(ana, *scripts)
    analysis = await start_analysis(ana, sample_id, database_id)
    engines = [await engine_in(pid) for pid in pids]
    address = f"/api/analyses/{analysis['id']}"

    response = await (ana.delete(address) if deleted else ana.post(f"{address}/cancel"))

    assert response.status_code == (204 if deleted else 200)
    await wait_for(lambda: not any(is_alive(engine) for engine in engines), "the engines ended")
    await wait_for(lambda: not site.running(), "the containers ended")
    await wait_for(lambda: site.executions()[0]["status"] == "ABORTED", "the execution was stopped")
    assert [exits(job) for job in site.jobs("spot")] == [[EXIT_TERMINATED]] * 2
    assert site.jobs("demand") == site.jobs("summary") == []
    if deleted:
        await wait_for(lambda: not site.keys(analysis), "its objects were deleted")
        return
    shown = (await ana.get(address)).json()
    assert [shown["state"], *(file["state"] for file in shown["files"])] == ["cancelled"] * 3
    retried = await ana.post(f"{address}/files/{shown['files'][0]['file_id']}/retry")
    assert retried.status_code == 202
    again = await finished(ana, analysis["id"])
    assert [file["state"] for file in again["files"]] == ["succeeded", "cancelled"]


@pytest.mark.parametrize("limits", [{"chunk_timeout_s": 800}])  # 16 s here
async def test_a_worker_that_hangs_is_ended_by_its_time_limit(ana: Person, runner: None, site: Site) -> None:
    """A time-out is never retried by Batch; on demand the chunk gets one more go."""
    sample_id, database_id = await ready_sample(ana, FINE, "sleep 600")

    analysis, states = await states_of(ana, sample_id, database_id)

    assert states == ["succeeded", "failed"]
    assert analysis["files"][1]["error"]["kind"] == "resource"
    assert site.states(analysis) == AGAIN_ON_DEMAND
    for phase in ("spot", "demand"):
        hung = site.jobs(phase)[-1]
        assert exits(hung) == [EXIT_TERMINATED]
        assert hung["attempts"][0]["statusReason"] == "Job attempt duration exceeded timeout"


@pytest.mark.parametrize("limits", [{"phase_timeout_s": 15}])
@pytest.mark.parametrize("chunks", [1, 3])
async def test_without_spot_capacity_everything_runs_on_demand(
    ana: Person, runner: None, site: Site, chunks: int
) -> None:
    """The state times out, which leaves its job behind: the state machine ends it and waits for its end."""
    sample_id, database_id = await ready_sample(ana, *[FINE] * chunks)
    site.set_spot_capacity(0)

    analysis, states = await states_of(ana, sample_id, database_id)

    assert states == ["succeeded"] * chunks
    assert {job["status"] for job in site.jobs("spot")} == {"FAILED"}
    assert all(job["attempts"] == [] for job in site.jobs("spot"))
    assert len(site.jobs("demand")) == chunks
    entered = site.states(analysis)
    assert entered[3:7] == ["WhySpotFailed", "FindLateJobs", "IsAnyLate", "EndLateJob"]
    assert entered[-2:] == ["AnalyseOneOnDemand" if chunks == 1 else "AnalyseManyOnDemand", "Summarise"]


async def test_batch_that_refuses_for_a_while_is_asked_again(ana: Person, runner: None, site: Site) -> None:
    """A new share identifier is known to make Batch answer with a ServerException now and then."""
    sample_id, database_id = await ready_sample(ana, FINE)
    site.sky.control("fail-submissions", count=2)

    analysis, states = await states_of(ana, sample_id, database_id)

    assert states == ["succeeded"]
    assert site.states(analysis)[-2:] == ["AnalyseOneOnSpot", "Summarise"]


@pytest.mark.parametrize("limits", [{"job_definition": "arn:aws:batch:eu-west-1:123456789012:job-definition/none:1"}])
async def test_a_job_that_batch_will_never_take_fails_its_files_with_the_reason(
    ana: Person, runner: None, site: Site
) -> None:
    sample_id, database_id = await ready_sample(ana, FINE, FINE)

    analysis, states = await states_of(ana, sample_id, database_id)

    assert states == ["failed"] * 2
    assert site.states(analysis)[-1] == "NotAccepted"
    assert "job-definition/none:1 not found" in analysis["files"][0]["error"]["message"]


async def test_an_execution_that_somebody_stops_fails_what_it_had_not_done(
    ana: Person, runner: None, site: Site, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    sample_id, database_id = await ready_sample(ana, FINE, f"leave {pid}\nsleep 600")
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await engine_in(pid)
    await followed(ana, f"/api/analyses/{analysis_id}", lambda a: bool(a) and a["files"][0]["state"] == "succeeded")

    site.sky.client("stepfunctions").stop_execution(executionArn=site.executions()[0]["executionArn"])
    analysis = await finished(ana, analysis_id)

    assert analysis["state"] == "partially_succeeded"
    assert "stopped" in analysis["files"][1]["error"]["message"]
    await wait_for(lambda: not is_alive(engine) and not site.running(), "its containers ended")


async def test_a_store_that_is_away_for_a_while(
    ana: Person, runner: None, site: Site, s3: S3Server, tmp_path: Path
) -> None:
    """The worker that cannot publish asks for another attempt; so does one that cannot begin."""
    pid, go = tmp_path / "pid", tmp_path / "go"
    sample_id, database_id = await ready_sample(ana, f"leave {pid}\nawait {go}")
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    await engine_in(pid)

    await asyncio.to_thread(s3.stop)
    go.touch()
    await wait_for(lambda: any(exits(job) for job in site.jobs("spot")), "the worker gave up")
    s3.start()  # from the thread that stays: it dies with that
    analysis = await finished(ana, analysis_id)

    assert analysis["state"] == "succeeded", analysis
    tried = [exit_code for phase in ("spot", "demand") for job in site.jobs(phase) for exit_code in exits(job)]
    assert tried == [*[os.EX_TEMPFAIL] * (len(tried) - 1), 0]
    assert len(tried) > 1
    assert len(site.outputs(analysis)) == 1
