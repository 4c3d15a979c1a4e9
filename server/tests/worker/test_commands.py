"""The worker commands as processes, the way a runner or a container starts them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from massa_server.worker.commands import EXIT_TERMINATED
from massa_server.worker.manifest import Manifest, manifest_object, uri
from tests.support.bench import ANALYSIS, Bench
from tests.support.processes import environment
from tests.support.waiting import eventually, is_alive, number_in


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


async def stored(bench: Bench, manifest: Manifest) -> str:
    """The address of the manifest, once it is in the store."""
    target = manifest_object(ANALYSIS, 1)
    await bench.put(target, manifest.model_dump_json().encode())
    return uri(target)


def start(bench: Bench, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "massa_server.worker", *arguments]
    settings = environment(bench.folder, engine=str(bench.engine.binary))
    return subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


async def test_a_chunk_and_then_the_summary(bench: Bench) -> None:
    manifest = await bench.manifest("progress read 1 1")
    address = await stored(bench, manifest)

    chunk = start(bench, "chunk", address, "0")
    said, _ = chunk.communicate(timeout=60)
    summary = start(bench, "summary", address)
    summary.communicate(timeout=60)

    assert (chunk.returncode, summary.returncode) == (0, 0)
    assert [line for line in said.splitlines() if b'"read"' in line]
    assert f"analyses/{ANALYSIS}/summary/1/summary.json" in bench.stored()


async def test_a_fault_of_the_machine_asks_for_another_try(bench: Bench) -> None:
    address = await stored(bench, await bench.manifest("raise SIGKILL"))

    chunk = start(bench, "chunk", address, "0")
    chunk.communicate(timeout=60)

    assert chunk.returncode == os.EX_TEMPFAIL


async def test_being_told_to_end_ends_the_engine_and_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    address = await stored(bench, await bench.manifest(f"leave {marker}\nsleep 60"))
    chunk = start(bench, "chunk", address, "0")
    engine = number_in(marker)

    chunk.send_signal(signal.SIGTERM)
    chunk.communicate(timeout=20)

    assert chunk.returncode == EXIT_TERMINATED
    eventually(lambda: not is_alive(engine), "the engine ended", timeout_s=2)
    assert not list((bench.folder / "work").iterdir())
    assert not any(name.endswith("outcome.json") for name in bench.stored())


@pytest.mark.parametrize(
    "arguments", [("chunk", "results://analyses/none/manifest.json", "0"), ("summary", "nonsense")]
)
def test_what_is_not_there_is_no_success(bench: Bench, arguments: tuple[str, ...]) -> None:
    worker = start(bench, *arguments)
    worker.communicate(timeout=60)

    assert worker.returncode not in (0, EXIT_TERMINATED)
