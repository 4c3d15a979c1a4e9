"""Real server processes."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_TIMEOUT_S = 30


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

    async def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.process.wait, 20)


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a process over that data folder."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("MASSA_")},
        "MASSA_DATA_DIR": str(data_dir),
        **{f"MASSA_{name.upper()}": value for name, value in settings.items()},
    }


@asynccontextmanager
async def serving(data_dir: Path, **settings: str) -> AsyncIterator[ServerProcess]:
    """A server process over a migrated data folder, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = _launch(data_dir, port, environment(data_dir, **settings))
    try:
        await _ready(server)
        yield server
    finally:
        server.kill()


def _launch(data_dir: Path, port: int, environment: dict[str, str]) -> ServerProcess:
    command = [sys.executable, "-m", "massa_server", "serve", "--port", str(port)]
    path = data_dir / f"server-{port}.log"
    with path.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    return ServerProcess(process, f"http://127.0.0.1:{port}", path)


async def _ready(server: ServerProcess) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client, asyncio.timeout(START_TIMEOUT_S):
        while True:
            assert server.process.poll() is None, f"the server ended; see {server.log}"
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
