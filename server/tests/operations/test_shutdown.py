"""SIGTERM, as every rollout sends it: what is under way is finished or given back. For workers see tests/worker."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from massa_server.analyses.models import AnalysisChunk
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support import uploads
from tests.support.live import listening
from tests.support.people import Person
from tests.support.processes import environment, serving
from tests.support.running import finished, ready_sample, running, start_analysis
from tests.support.waiting import eventually, is_alive, number_in

SOON_S = 5


async def test_a_request_that_is_under_way_is_answered(data_dir: Path) -> None:
    content = b"x" * 1000
    go_on = asyncio.Event()
    half_sent = asyncio.Event()

    async def slow_body() -> AsyncIterator[bytes]:
        yield content[:500]
        half_sent.set()
        await go_on.wait()
        yield content[500:]

    with serving(data_dir) as server:
        async with Person(server.url) as ana:
            await ana.sign_up()
            file = await uploads.begin(ana, await ana.sample(), content)
            signed = await uploads.sign(ana, file["id"], 1, content)
            headers = signed["headers"] | {"Content-Length": str(len(content))}
            put = asyncio.create_task(ana.put(signed["url"], headers=headers, content=slow_body()))
            await half_sent.wait()
            await asyncio.sleep(0.2)

            server.process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(eventually, lambda: not accepts(server.url), "no more connections were accepted", 5)
            assert server.process.poll() is None
            go_on.set()

            assert (await put).status_code == 200
        assert await asyncio.to_thread(server.process.wait, SOON_S) == 0


def accepts(url: str) -> bool:
    try:
        httpx.get(f"{url}/healthz", timeout=1)
    except httpx.TransportError:
        return False
    return True


async def test_live_updates_end_so_that_browsers_go_elsewhere(data_dir: Path) -> None:
    with serving(data_dir) as server:
        async with Person(server.url) as ana:
            await ana.sign_up()
            async with listening(ana) as stream:
                await stream.next()
                started = time.monotonic()
                server.process.send_signal(signal.SIGTERM)
                with pytest.raises(EOFError):
                    await stream.next()
            assert await asyncio.to_thread(server.process.wait, SOON_S) == 0
            assert time.monotonic() - started < SOON_S


def start_runner(data_dir: Path, settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "massa_server", "runner"],
        env=environment(
            data_dir,
            database_url=settings.database_url,
            engine=str(settings.engine),
            builtin_databases_dir=str(data_dir / "none"),
        ),
        stderr=subprocess.DEVNULL,
    )


async def test_a_runner_gives_its_chunk_back_at_once(
    ana: Person, engine_settings: Settings, data_dir: Path, database: Database, tmp_path: Path
) -> None:
    async with running(engine_settings):
        sample_id, database_id = await ready_sample(ana, f"leave {tmp_path / 'engine'}\nsleep 60")
    analysis = await start_analysis(ana, sample_id, database_id)
    runner = start_runner(data_dir, engine_settings)
    engine = await asyncio.to_thread(number_in, tmp_path / "engine")

    runner.terminate()

    assert await asyncio.to_thread(runner.wait, SOON_S) == 0
    assert not is_alive(engine)
    async with database.read() as session:
        chunk = (await session.scalars(select(AnalysisChunk))).one()
        assert (chunk.lease_owner, chunk.lease_expires_at, chunk.starts) == (None, None, 0)
    assert list(engine_settings.work_dir.glob("work-*")) == []
    await ana.post(f"/api/analyses/{analysis['id']}/cancel")
    assert (await finished(ana, analysis["id"]))["state"] == "cancelled"
