"""`kill -9` of every kind of process in every stage: nothing is lost or done twice, and nothing runs on unowned."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from tests.kills.conftest import Measured
from tests.support.database_uploads import upload_database
from tests.support.fleet import Fleet, Role
from tests.support.people import Person
from tests.support.running import finished, inspected, ready_sample, start_analysis
from tests.support.uploads import upload
from tests.support.waiting import eventually, is_alive

pytestmark = pytest.mark.timeout(180)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


async def watch(function: Callable[[], int]) -> int:
    return await asyncio.to_thread(function)


async def assert_all_is_well(ships: Fleet, ana: Person, analysis_id: str, files: int) -> None:
    """The analysis succeeded, each file was published once, and nothing is left once the runners have ended."""
    analysis = await finished(ana, analysis_id)
    assert analysis["state"] == "succeeded", analysis
    assert [file["attempt"] for file in analysis["files"]] == [1] * files
    assert len(ships.outcomes(analysis_id)) == files
    await asyncio.to_thread(
        eventually, lambda: len(ships.executions(analysis_id)) == files, "what the killed stored was deleted"
    )
    for file in analysis["files"]:
        summary = await ana.get(f"/api/analyses/{analysis_id}/files/{file['file_id']}/summary")
        assert summary.status_code == 200
    await asyncio.to_thread(ships.assert_nothing_is_left)


@pytest.mark.parametrize("victim", [Role.INSPECTING_ENGINE, Role.RUNNER, Role.SERVER])
async def test_during_an_inspection(ships: Fleet, ana: Person, measured: Measured, victim: Role) -> None:
    file = await upload(ana, await ana.sample(), measured.long)
    engine = await watch(lambda: ships.catch(Role.INSPECTING_ENGINE))
    runner = ships.parent(engine)

    match victim:
        case Role.INSPECTING_ENGINE:
            kill(engine)
        case Role.RUNNER:
            ships.kill_runner(runner)
            await asyncio.to_thread(eventually, lambda: not is_alive(engine), "the engine died with its runner", 2)
        case Role.SERVER:
            ships.server.kill()
            os.kill(engine, signal.SIGCONT)
            ana.base_url = (await asyncio.to_thread(ships.start_server)).url

    assert (await inspected(ana, f"/api/files/{file['id']}"))["status"] == "ready"
    await asyncio.to_thread(ships.assert_nothing_is_left)


@pytest.mark.parametrize("victim", [Role.ANALYSING_ENGINE, Role.WORKER, Role.RUNNER, Role.SERVER])
async def test_during_an_analysis(ships: Fleet, ana: Person, measured: Measured, victim: Role) -> None:
    sample_id, database_id = await ready_sample(ana, measured.long, measured.short[0], fasta=measured.fasta)
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await watch(lambda: ships.catch(Role.ANALYSING_ENGINE))
    worker = ships.parent(engine)

    match victim:
        case Role.ANALYSING_ENGINE:
            kill(engine)
        case Role.WORKER:
            kill(worker)
        case Role.RUNNER:
            ships.kill_runner(ships.parent(worker))
        case Role.SERVER:
            os.kill(engine, signal.SIGCONT)
            ships.server.kill()
            ana.base_url = (await asyncio.to_thread(ships.start_server)).url
    if victim in (Role.WORKER, Role.RUNNER):
        await asyncio.to_thread(eventually, lambda: not is_alive(engine), "the engine died with its parents", 2)
        await asyncio.to_thread(eventually, lambda: not is_alive(worker), "the worker died with its runner", 2)

    await assert_all_is_well(ships, ana, analysis_id, files=2)


@pytest.mark.parametrize("victim", [Role.WORKER, Role.RUNNER, Role.SERVER])
async def test_while_a_result_is_published(ships: Fleet, ana: Person, measured: Measured, victim: Role) -> None:
    sample_id, database_id = await ready_sample(ana, *measured.short, fasta=measured.fasta)
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]

    worker = await watch(lambda: catch_publishing(ships, analysis_id))
    match victim:
        case Role.WORKER:
            kill(worker)
        case Role.RUNNER:
            ships.kill_runner(ships.parent(worker))
        case Role.SERVER:
            os.kill(worker, signal.SIGCONT)
            ships.server.kill()
            ana.base_url = (await asyncio.to_thread(ships.start_server)).url

    await assert_all_is_well(ships, ana, analysis_id, files=len(measured.short))


def catch_publishing(ships: Fleet, analysis_id: str) -> int:
    """Stops a worker that has stored outputs but not yet their outcome."""
    while True:
        worker = ships.catch(Role.WORKER, when=lambda: has_unpublished(ships, analysis_id))
        if has_unpublished(ships, analysis_id):
            return worker
        os.kill(worker, signal.SIGCONT)


def has_unpublished(ships: Fleet, analysis_id: str) -> bool:
    return any(not (folder.parent / "outcome.json").exists() for folder in ships.executions(analysis_id))


async def test_a_runner_that_was_only_asleep_does_nothing_twice(ships: Fleet, ana: Person, measured: Measured) -> None:
    sample_id, database_id = await ready_sample(ana, measured.long, fasta=measured.fasta)
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await watch(lambda: ships.catch(Role.ANALYSING_ENGINE))
    worker = ships.parent(engine)
    sleeper = ships.parent(worker)
    os.kill(sleeper, signal.SIGSTOP)
    os.kill(worker, signal.SIGSTOP)
    await finished(ana, analysis_id)  # by the other runner, once the lease has run out
    before = ships.outcomes(analysis_id)[0].read_bytes()

    for pid in (engine, worker, sleeper):
        os.kill(pid, signal.SIGCONT)

    await asyncio.to_thread(eventually, lambda: not is_alive(worker), "the late worker has ended")
    assert ships.outcomes(analysis_id)[0].read_bytes() == before
    await assert_all_is_well(ships, ana, analysis_id, files=1)


async def test_two_runners_and_two_servers_share_the_work(ships: Fleet, ana: Person, measured: Measured) -> None:
    sample_id, database_id = await ready_sample(ana, *measured.short, fasta=measured.fasta)
    ana.base_url = (await asyncio.to_thread(ships.start_server)).url
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    runners: set[int] = set()

    def see_both() -> bool:
        runners.update(ships.parent(worker) for worker in ships.processes(Role.WORKER))
        return len(runners) == 2

    await asyncio.to_thread(eventually, see_both, "both runners worked")
    await assert_all_is_well(ships, ana, analysis_id, files=len(measured.short))


async def test_ctrl_c_and_a_new_start_lose_nothing(ships: Fleet, ana: Person, measured: Measured) -> None:
    sample_id, database_id = await ready_sample(ana, measured.long, fasta=measured.fasta)
    analysis_id = (await start_analysis(ana, sample_id, database_id))["id"]
    engine = await watch(lambda: ships.catch(Role.ANALYSING_ENGINE))

    runners = [runner for runner in ships.runners if runner.poll() is None]
    for runner in runners:
        runner.send_signal(signal.SIGINT)
    exit_codes = [await asyncio.to_thread(runner.wait, 20) for runner in runners]

    assert exit_codes == [0, 0]
    assert not is_alive(engine)
    ships.assert_nothing_is_left()
    ships.start_runner()
    await assert_all_is_well(ships, ana, analysis_id, files=1)


async def test_a_database_survives_the_death_of_its_inspection(ships: Fleet, ana: Person, measured: Measured) -> None:
    database: dict[str, Any] = await upload_database(ana, await ana.project(), measured.fasta * 80)
    engine = await watch(lambda: ships.catch(Role.INSPECTING_ENGINE))
    ships.kill_runner(ships.parent(engine))

    assert (await inspected(ana, f"/api/databases/{database['id']}"))["status"] == "ready"
