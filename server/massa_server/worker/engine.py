"""The engine command `massa`, as awaitable calls.

The command's contract: exit codes 0 ok, 1 a bug, 2 command line or parameters wrong, 3 an input file wrong, 4 a
resource ran out; with `--progress=json` one JSON object a line on stderr, and the error's text as the last plain lines.
"""

import asyncio
import json
import shutil
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from massa_server.worker.process import kill_group, tie_to_parent

_STDOUT_LIMIT_BYTES = 64 * 1024 * 1024
_LINE_LIMIT_BYTES = 64 * 1024
_MESSAGE_LINES = 20
# A crash in the engine would happen again with the same file, so it is the file's error, not the machine's.
_CRASH_SIGNALS = {signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGBUS, signal.SIGILL, signal.SIGSYS}


class ErrorKind(StrEnum):
    """Why the engine refused a file. The same file with the same parameters would be refused again."""

    PARAMETERS = "parameters"
    INPUT = "input"
    RESOURCE = "resource"
    TIMEOUT = "timeout"
    BUG = "bug"


_KIND_OF_EXIT_CODE = {2: ErrorKind.PARAMETERS, 3: ErrorKind.INPUT, 4: ErrorKind.RESOURCE}


class EngineError(Exception):
    """The engine ended with an error about this file or these parameters.

    Attributes:
        kind: what was wrong.
        message: the engine's own text: what, where, what to do.
    """

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class EngineFault(Exception):
    """The machine, not the file, ended the engine (killed, not found, not startable): worth another try."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the engine is within a stage; `total` is 0 while it is unknown."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """The arguments of `massa analyze` for one file.

    Attributes:
        expect: an accession of the database or a FASTA file with the protein's own sequence.
    """

    spectra: Path
    database: Path
    preset: str
    parameters: dict[str, Any]
    expect: str | Path | None
    output: Path
    threads: int


ProgressCallback = Callable[[Progress], None]


def _ignore(_: Progress) -> None:
    return


def find_engine(configured: Path | None) -> Path:
    """The engine's path: as configured, else the release build of this checkout, else from PATH.

    Raises:
        EngineFault: none of them exists.
    """
    if configured is not None:
        return configured
    built = Path(__file__).resolve().parents[3] / "engine" / "build" / "release" / "massa"
    if built.is_file():
        return built
    installed = shutil.which("massa")
    if installed is None:
        raise EngineFault(
            f"engine not found: neither {built} nor `massa` in PATH; build it with `make engine` or set MASSA_ENGINE"
        )
    return Path(installed)


@dataclass(frozen=True, slots=True)
class Engine:
    """Calls the engine command.

    Attributes:
        timeout_s: seconds after which a call is killed.
        memory_limit_bytes: address space of a call; None for no limit.
        own_group: whether a call gets a process group of its own; a worker's engine stays in the worker's group, so
            that one signal to the group ends both.
    """

    binary: Path
    timeout_s: float = 6 * 3600
    memory_limit_bytes: int | None = None
    own_group: bool = False

    async def version(self) -> str:
        """The engine's version, e.g. `0.1.0`."""
        output = await self._run(["--version"])
        return output.decode().split()[-1]

    async def inspect(self, path: Path) -> dict[str, Any]:
        """What a file is: the object that `massa inspect --json` prints for it."""
        document = json.loads(await self._run(["inspect", str(path), "--json"]))
        if isinstance(document, list):
            document = document[0]
        if not isinstance(document, dict):
            raise EngineError(ErrorKind.BUG, f"massa inspect printed no JSON object for {path.name}")
        return document

    async def parameters_schema(self) -> dict[str, Any]:
        """The JSON Schema of the parameters."""
        return await self._json_object(["parameters", "--schema"])

    async def parameters(self, preset: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Every parameter as an analysis would use it; an EngineError says which one is wrong."""
        return await self._json_object(["parameters", "--preset", preset, *_settings(parameters)])

    async def analyze(self, request: AnalyzeRequest, on_progress: ProgressCallback = _ignore) -> None:
        """Analyses one file into the directory `request.output`, which appears only on success."""
        arguments = [
            "analyze",
            str(request.spectra),
            "--database",
            str(request.database),
            "--preset",
            request.preset,
        ]
        arguments += _settings(request.parameters)
        if request.expect is not None:
            arguments += ["--expect", str(request.expect)]
        arguments += ["--threads", str(request.threads), "--progress=json", "-o", str(request.output)]
        await self._run(arguments, on_progress)

    async def simulate(self, fasta: Path, mzml: Path, *, seed: int, gradient_s: float) -> None:
        """Writes an LC-MS/MS run of the proteins of a FASTA file. The same seed gives the same bytes."""
        options = ["--seed", str(seed), "--gradient-s", f"{gradient_s:g}", "--progress=json"]
        await self._run(["simulate", str(fasta), "--mzml", str(mzml), *options])

    async def _json_object(self, arguments: Sequence[str]) -> dict[str, Any]:
        document = json.loads(await self._run(arguments))
        if not isinstance(document, dict):
            raise EngineError(ErrorKind.BUG, f"massa {' '.join(arguments)} printed no JSON object")
        return document

    async def _run(self, arguments: Sequence[str], on_progress: ProgressCallback = _ignore) -> bytes:
        """Runs the command to its end and returns what it printed; kills it when the caller is cancelled."""
        try:
            process = await asyncio.create_subprocess_exec(
                self.binary,
                *arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                preexec_fn=tie_to_parent(self.memory_limit_bytes),
                process_group=0 if self.own_group else None,
            )
        except OSError as error:
            raise EngineFault(f"the engine {self.binary} cannot be started: {error.strerror}") from error
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            async with asyncio.timeout(self.timeout_s):
                output, message, _ = await asyncio.gather(
                    _read_bounded(process.stdout), _follow(process.stderr, on_progress), process.wait()
                )
        except TimeoutError:
            raise EngineError(
                ErrorKind.TIMEOUT,
                f"the engine took longer than {self.timeout_s:g} s and was stopped; use a smaller database or file",
            ) from None
        finally:
            if process.returncode is None:
                self._kill(process)
                await process.wait()
        _raise_for_exit(process.returncode, message)
        return output

    def _kill(self, process: asyncio.subprocess.Process) -> None:
        if self.own_group:
            kill_group(process.pid)
        else:
            process.kill()


def _settings(parameters: dict[str, Any]) -> list[str]:
    """Parameters as `--set KEY=VALUE`: text as it is, null as nothing, everything else as JSON."""
    arguments: list[str] = []
    for key, value in sorted(parameters.items()):
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value, separators=(",", ":"))
        arguments += ["--set", f"{key}={text}"]
    return arguments


def _raise_for_exit(exit_code: int | None, message: str) -> None:
    if exit_code == 0:
        return
    if exit_code is not None and exit_code < 0:
        if signal.Signals(-exit_code) in _CRASH_SIGNALS:
            raise EngineError(
                ErrorKind.BUG,
                f"the engine crashed ({signal.Signals(-exit_code).name}); {message}".rstrip("; "),
            )
        raise EngineFault(f"the engine was killed ({signal.Signals(-exit_code).name})")
    kind = _KIND_OF_EXIT_CODE.get(exit_code or 0, ErrorKind.BUG)
    raise EngineError(kind, message or f"the engine ended with exit code {exit_code} and said nothing")


async def _read_bounded(stream: asyncio.StreamReader) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := await stream.read(_LINE_LIMIT_BYTES):
        size += len(chunk)
        if size > _STDOUT_LIMIT_BYTES:
            raise EngineError(ErrorKind.BUG, f"the engine printed more than {_STDOUT_LIMIT_BYTES} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


async def _follow(stream: asyncio.StreamReader, on_progress: ProgressCallback) -> str:
    """Reports the progress lines; returns the last plain lines, which say why a failed run failed."""
    message: deque[str] = deque(maxlen=_MESSAGE_LINES)
    async for line in _lines(stream):
        progress = parse_progress(line)
        if progress is not None:
            on_progress(progress)
            continue
        text = line.decode("utf-8", "replace").strip().removeprefix("massa: ")
        if text and not text.startswith('{"error":'):  # the same once more, for machines
            message.append(text)
    return "\n".join(message)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The lines of a stream; a line longer than the limit is cut, never refused."""
    pending = b""
    while chunk := await stream.read(_LINE_LIMIT_BYTES):
        *complete, pending = (pending + chunk).split(b"\n")
        for line in complete:
            yield line
        pending = pending[-_LINE_LIMIT_BYTES:]
    if pending:
        yield pending


def parse_progress(line: bytes) -> Progress | None:
    """The progress in a line of stderr; None when it is a message for people."""
    if not line.startswith(b"{"):
        return None
    try:
        fields = json.loads(line)
        return Progress(str(fields["stage"]), int(fields["done"]), int(fields["total"]))
    except (ValueError, KeyError, TypeError):
        return None
