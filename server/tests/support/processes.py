"""Real server processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.databases import URL_VARIABLE

START_TIMEOUT_S = 60


@dataclass
class ServerProcess:
    """A running `massa-server serve`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a process over that data folder."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("MASSA_") or name == URL_VARIABLE},
        "MASSA_DATA_DIR": str(data_dir),
        **{f"MASSA_{name.upper()}": value for name, value in settings.items()},
    }


def set_environment(patch: pytest.MonkeyPatch, settings: Mapping[str, object]) -> None:
    """Put settings into the environment of this process, and so of all that it starts."""
    for name, value in settings.items():
        patch.setenv(f"MASSA_{name.upper()}", str(value))


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[ServerProcess]:
    """A server process over a migrated data folder, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = data_dir / f"server-{port}.log"
    command = [sys.executable, "-m", "massa_server", "serve", "--port", str(port)]
    with path.open("wb") as log:
        process = subprocess.Popen(command, env=environment(data_dir, **settings), stdout=log, stderr=log)
    server = ServerProcess(process, f"http://127.0.0.1:{port}", path)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        server.kill()


def _wait_until_ready(server: ServerProcess) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert server.process.poll() is None, server.log.read_text()
        try:
            if httpx.get(f"{server.url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(server.log.read_text())
