import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from massa_server.worker.engine import (
    AnalyzeRequest,
    Engine,
    EngineError,
    EngineFault,
    ErrorKind,
    Progress,
    parse_progress,
)
from tests.support.scripted_engine import install
from tests.support.waiting import eventually, is_alive, number_in


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(install(tmp_path / "bin"))


def request(tmp_path: Path, script: str) -> AnalyzeRequest:
    spectra = tmp_path / "run.mzML"
    spectra.write_text(script)
    return AnalyzeRequest(
        spectra=spectra,
        database=tmp_path / "db.fasta",
        preset="auto",
        parameters={},
        expect=None,
        output=tmp_path / "result",
        threads=1,
    )


async def test_progress_is_reported_and_the_result_is_there(engine: Engine, tmp_path: Path) -> None:
    reported: list[Progress] = []

    await engine.analyze(request(tmp_path, "progress read 1 2\nsay hello\nprogress search 5 0"), reported.append)

    assert reported == [Progress("read", 1, 2), Progress("search", 5, 0)]
    assert (tmp_path / "result" / "summary.json").is_file()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1, ErrorKind.BUG),
        (2, ErrorKind.PARAMETERS),
        (3, ErrorKind.INPUT),
        (4, ErrorKind.RESOURCE),
        (99, ErrorKind.BUG),
    ],
)
async def test_an_exit_code_is_an_error_in_the_engines_words(
    engine: Engine, tmp_path: Path, code: int, kind: ErrorKind
) -> None:
    script = f"progress read 1 2\nsay massa: no peaks in scan=3; centroid the file\nexit {code}"

    with pytest.raises(EngineError) as caught:
        await engine.analyze(request(tmp_path, script))

    assert caught.value.kind is kind
    assert caught.value.message == "no peaks in scan=3; centroid the file"


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGFPE"])
async def test_a_crash_is_the_files_error(engine: Engine, tmp_path: Path, name: str) -> None:
    with pytest.raises(EngineError) as caught:
        await engine.analyze(request(tmp_path, f"raise {name}"))

    assert caught.value.kind is ErrorKind.BUG
    assert name in caught.value.message


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
async def test_being_killed_is_the_machines_fault(engine: Engine, tmp_path: Path, name: str) -> None:
    with pytest.raises(EngineFault, match=name):
        await engine.analyze(request(tmp_path, f"raise {name}"))


async def test_a_missing_engine_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(EngineFault, match="cannot be started"):
        await Engine(tmp_path / "nowhere").version()


async def test_an_engine_that_takes_too_long_is_stopped(engine: Engine, tmp_path: Path) -> None:
    patient = Engine(engine.binary, timeout_s=0.5, own_group=True)
    pid_file = tmp_path / "pid"

    with pytest.raises(EngineError) as caught:
        await patient.analyze(request(tmp_path, f"leave {pid_file}\nsleep 60"))

    assert caught.value.kind is ErrorKind.TIMEOUT
    assert not is_alive(number_in(pid_file))


async def test_cancelling_the_call_ends_the_engine(engine: Engine, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    task = asyncio.ensure_future(engine.analyze(request(tmp_path, f"leave {pid_file}\nsleep 60")))
    pid = await asyncio.to_thread(number_in, pid_file)

    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert not is_alive(pid)


async def test_too_little_memory_is_an_error_not_a_crash_of_ours(engine: Engine, tmp_path: Path) -> None:
    limited = Engine(engine.binary, memory_limit_bytes=8 * 1024 * 1024)

    with pytest.raises((EngineError, EngineFault)):
        await limited.analyze(request(tmp_path, ""))


async def test_a_flood_of_messages_is_kept_within_bounds(engine: Engine, tmp_path: Path) -> None:
    script = "say " + "x" * 1_000_000 + "\n" + "say line\n" * 100 + "exit 3"

    with pytest.raises(EngineError) as caught:
        await engine.analyze(request(tmp_path, script))

    assert caught.value.message == "\n".join(["line"] * 20)


def test_the_engine_dies_with_its_parent(engine: Engine, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    (tmp_path / "run.mzML").write_text(f"leave {pid_file}\nsleep 60")
    program = (
        "import asyncio, pathlib\n"
        "from massa_server.worker.engine import *\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "request = AnalyzeRequest(folder / 'run.mzML', folder / 'db', 'auto', {}, None, folder / 'result', 1)\n"
        f"asyncio.run(Engine(pathlib.Path({str(engine.binary)!r})).analyze(request))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    pid = number_in(pid_file)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    eventually(lambda: not is_alive(pid), "the engine was gone", timeout_s=2)


@pytest.mark.parametrize("line", [b"", b"hello", b"{", b"{}", b"[1]", b'{"stage": "x", "done": "a", "total": 1}'])
def test_other_lines_are_no_progress(line: bytes) -> None:
    assert parse_progress(line) is None
