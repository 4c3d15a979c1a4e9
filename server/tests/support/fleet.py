"""Several real server and runner processes over one data folder, and the means to kill any of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.support.people import Person
from tests.support.processes import ServerProcess, environment, serving
from tests.support.waiting import TIMEOUT_S, eventually, is_alive

POLL_INTERVAL_S = 0.001


class Role(StrEnum):
    """What a process of ours is."""

    SERVER = "server"
    RUNNER = "runner"
    WORKER = "worker"
    INSPECTING_ENGINE = "inspecting engine"
    ANALYSING_ENGINE = "analysing engine"


@dataclass
class Fleet:
    """Processes that share a data folder, which is in the environment of all that they start."""

    data_dir: Path
    settings: dict[str, str]
    stack: ExitStack
    servers: list[ServerProcess] = field(default_factory=list)
    runners: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def server(self) -> ServerProcess:
        """A server that answers."""
        return next(server for server in reversed(self.servers) if server.process.poll() is None)

    def complete(self, *, runners: int) -> None:
        """Starts what is missing of a server and so many runners."""
        for _ in range(sum(runner.poll() is None for runner in self.runners), runners):
            self.start_runner()
        if all(server.process.poll() is not None for server in self.servers):
            self.start_server()

    def start_server(self) -> ServerProcess:
        """Starts another server, and waits until it answers."""
        server = self.stack.enter_context(serving(self.data_dir, **self.settings))
        self.servers.append(server)
        return server

    def start_runner(self) -> subprocess.Popen[bytes]:
        """Starts another runner."""
        log = (self.data_dir / f"runner-{len(self.runners)}.log").open("wb")
        command = [sys.executable, "-m", "massa_server", "runner"]
        runner = subprocess.Popen(command, env=environment(self.data_dir, **self.settings), stdout=log, stderr=log)
        log.close()
        self.runners.append(runner)
        return runner

    def processes(self, role: Role) -> list[int]:
        """The living processes of this role."""
        return [pid for pid, found in self._ours() if found is role]

    def all_processes(self) -> dict[int, str]:
        """All living processes of this fleet with their command lines."""
        return {pid: _command_line(pid) for pid, _ in self._ours()}

    def _started_by_runners(self, role: Role) -> Iterator[int]:
        """Processes of this role, found fast enough to catch those that live for milliseconds."""
        waiting = [runner.pid for runner in self.runners if runner.poll() is None]
        while waiting:
            for pid in _children(waiting.pop()):
                waiting.append(pid)
                with suppress(OSError):
                    if self._role(_command_line(pid)) is role:
                        yield pid

    def _ours(self) -> list[tuple[int, Role]]:
        marker = f"MASSA_DATA_DIR={self.data_dir}".encode()
        found = []
        for entry in os.scandir("/proc"):
            if not entry.name.isdigit():
                continue
            try:
                role = self._role(_command_line(int(entry.name)))
                if role is None or marker not in Path(entry.path, "environ").read_bytes().split(b"\0"):
                    continue
            except OSError:
                continue  # it has just ended
            if is_alive(int(entry.name)):
                found.append((int(entry.name), role))
        return found

    def _role(self, command_line: str) -> Role | None:
        if " massa_server.worker " in command_line:
            return Role.WORKER
        if " massa_server runner" in command_line:
            return Role.RUNNER
        if " massa_server serve" in command_line:
            return Role.SERVER
        if f"{self.settings['engine']} inspect " in command_line:
            return Role.INSPECTING_ENGINE
        if f"{self.settings['engine']} analyze " in command_line:
            return Role.ANALYSING_ENGINE
        return None

    def parent(self, pid: int) -> int:
        """The process that started this one."""
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])

    def catch(self, role: Role, when: Callable[[], bool] = lambda: True, timeout_s: float = TIMEOUT_S) -> int:
        """Stops a process of this role as soon as the condition holds, and returns its id. It stays stopped."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            for pid in self._started_by_runners(role):
                if when():
                    os.kill(pid, signal.SIGSTOP)
                    return pid
            time.sleep(POLL_INTERVAL_S)
        raise AssertionError(f"no {role} in {timeout_s:g} s")

    def kill_runner(self, pid: int) -> None:
        """Kills a runner as a crash does, and takes note of its end."""
        runner = next(runner for runner in self.runners if runner.pid == pid)
        runner.kill()
        runner.wait()

    def assert_nothing_is_left(self) -> None:
        """When all work is done, no worker and no engine may run."""
        workers = (Role.WORKER, Role.INSPECTING_ENGINE, Role.ANALYSING_ENGINE)
        eventually(
            lambda: not any(self.processes(role) for role in workers), f"all ended: {self.all_processes()}", timeout_s=5
        )

    def outcomes(self, analysis_id: str) -> list[Path]:
        """The published outcomes of an analysis."""
        return sorted(self._results(analysis_id).glob("files/*/*/outcome.json"))

    def executions(self, analysis_id: str) -> list[Path]:
        """The analysis's folders of outputs, published or on the way."""
        return sorted(path for path in self._results(analysis_id).glob("files/*/*/*") if path.is_dir())

    def _results(self, analysis_id: str) -> Path:
        return self.data_dir / "objects" / "results" / "analyses" / analysis_id


@contextmanager
def fleet(data_dir: Path, **settings: str) -> Iterator[Fleet]:
    """A fleet without ships. In the end everything of it is killed."""
    with ExitStack() as stack:
        result = Fleet(data_dir, settings, stack)
        try:
            yield result
        finally:
            for pid in result.all_processes():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for runner in result.runners:
                runner.wait()


@asynccontextmanager
async def signed_up(url: str) -> AsyncIterator[Person]:
    """Somebody with an account at a real server."""
    async with Person(url) as person:
        await person.sign_up()
        yield person


def _children(pid: int) -> list[int]:
    """The processes that this one's main thread has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []  # it has just ended


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
