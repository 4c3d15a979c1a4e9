"""Load: what one and two server processes bear, and which limit comes first.

Starts the real servers over a folder with the demo's analysis, sends the ten most used requests at fixed rates with
vegeta (open model: a slow answer does not slow the next request down), and holds live connections open.

    scripts/load [--seconds 15] [--rates 50,200,500] [--processes 1,2] [--connections 5000]

`MASSA_DATABASE_URL` and the other settings choose what the servers use; without them, SQLite and the local store.
"""

import argparse
import asyncio
import http.cookiejar
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PASSWORD = "massa-demonstration"  # noqa: S105  # pragma: allowlist secret: the demo's, printed for everybody
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "massa_server", "serve", "--port", str(self.port)], env=environment
        )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.base}/readyz"):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"the server on port {self.port} does not start")

    def cpu_s(self) -> float:
        """Processor time used so far, in seconds."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S

    def memory_bytes(self) -> int:
        """Resident memory."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * PAGE_BYTES

    def stop(self) -> None:
        """End it as Kubernetes would."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=30)


@contextmanager
def servers(count: int, environment: dict[str, str]) -> Iterator[list[Server]]:
    """Server processes over the same database."""
    started = [Server(environment) for _ in range(count)]
    try:
        for server in started:
            server.wait()
        yield started
    finally:
        for server in started:
            server.stop()


class Browser:
    """Somebody who is signed in."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self.get("/api/auth/csrf")
        token = next(cookie.value for cookie in self._cookies if cookie.name.endswith("massa_csrf"))
        body = json.dumps({"email": "demo@massa.example", "password": PASSWORD}).encode()
        request = urllib.request.Request(  # noqa: S310
            f"{base}/api/auth/sign-in", body, {"Content-Type": "application/json", "X-CSRF-Token": token or ""}
        )
        self._opener.open(request).close()

    @property
    def cookie(self) -> str:
        """The header that makes a request this person's."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)

    def get(self, path: str) -> Any:
        """What the API answers."""
        with self._opener.open(self._base + path) as answer:
            return json.load(answer) if answer.status == 200 else None


def most_used(browser: Browser) -> dict[str, str]:
    """The ten requests that pages make most, by name."""
    project = browser.get("/api/projects")["items"][0]["id"]
    sample = browser.get(f"/api/projects/{project}/samples")["items"][0]["id"]
    analysis = browser.get(f"/api/samples/{sample}/analyses")["items"][0]
    result = f"/api/analyses/{analysis['id']}/files/{analysis['files'][0]['file_id']}"
    psm = browser.get(f"{result}/psms?accepted=true&limit=1")["items"][0]
    return {
        "who I am": "/api/auth/me",
        "samples": f"/api/projects/{project}/samples",
        "files": f"/api/samples/{sample}/files",
        "analyses": f"/api/samples/{sample}/analyses",
        "analysis": f"/api/analyses/{analysis['id']}",
        "verdict": f"{result}/summary",
        "proteins": f"{result}/proteins",
        "PSMs": f"{result}/psms?limit=50",
        "spectrum": f"{result}/spectra/{psm['spectrum']}",
        "filter report": f"{result}/filter-report",
    }


def attack(path: str, cookie: str, running: list[Server], rate: int, seconds: int) -> dict[str, Any]:
    """Vegeta's report on one request, sent to the processes in turn."""
    targets = "".join(f"GET {server.base}{path}\nCookie: {cookie}\n\n" for server in running)
    arguments = ["vegeta", "attack", f"-rate={rate}", f"-duration={seconds}s", "-timeout=10s", "-max-workers=2000"]
    hits = subprocess.run(arguments, input=targets.encode(), capture_output=True, check=True)
    report = subprocess.run(["vegeta", "report", "-type=json"], input=hits.stdout, capture_output=True, check=True)
    answer: dict[str, Any] = json.loads(report.stdout)
    return answer


def settle(running: list[Server]) -> None:
    """Wait until the processes have nothing left to do: what was given up under overload must not count again."""
    for _ in range(120):
        before = sum(server.cpu_s() for server in running)
        time.sleep(0.5)
        if sum(server.cpu_s() for server in running) - before < 0.05 * len(running):
            return


def measure_requests(count: int, rates: list[int], seconds: int, environment: dict[str, str]) -> None:
    """A table: p99 and processor time of each request at each rate."""
    with servers(count, environment) as running:
        browser = Browser(running[0].base)
        paths = most_used(browser)
        print(f"\n{count} server process{'es' if count > 1 else ''}: p99 in ms · CPU in ms a request · answered well")
        print(f"{'':16}" + "".join(f"{f'{rate} a second':>28}" for rate in rates))
        for name, path in paths.items():
            cells = []
            attack(path, browser.cookie, running, 20, 1)  # first copies of result files
            settle(running)
            for rate in rates:
                before = sum(server.cpu_s() for server in running)
                report = attack(path, browser.cookie, running, rate, seconds)
                settle(running)
                cpu_ms = 1000 * (sum(server.cpu_s() for server in running) - before) / report["requests"]
                p99_ms = report["latencies"]["99th"] / 1e6
                cells.append(f"{p99_ms:9.1f} · {cpu_ms:5.2f} · {100 * report['success']:5.1f} %")
            print(f"{name:16}" + "".join(f"{cell:>28}" for cell in cells), flush=True)


async def hold(server: Server, cookie: str, count: int) -> None:
    """Opens live connections to one process, and says what they cost."""
    idle = server.memory_bytes()
    head = f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n"
    writers = []
    opened = 0
    started = time.monotonic()
    for _ in range(0, count, 100):
        pairs = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", server.port) for _ in range(100)))
        for reader, writer in pairs:
            writer.write(head.encode())
            opened += b" 200 " in await asyncio.wait_for(reader.readline(), 30)
            writers.append((reader, writer))
    took_s = time.monotonic() - started
    before, since = server.cpu_s(), time.monotonic()
    await asyncio.sleep(20)  # polls and heartbeats
    share = (server.cpu_s() - before) / (time.monotonic() - since)
    grown = server.memory_bytes() - idle
    print(
        f"\n{opened} of {count} live connections open after {took_s:.1f} s: {grown / 2**20:.0f} MiB more than "
        f"{idle / 2**20:.0f} MiB ({grown / max(1, opened) / 1024:.1f} KiB each), {100 * share:.0f} % of a processor"
    )
    for _, writer in writers:
        writer.close()


def prepare(environment: dict[str, str]) -> None:
    """A database with the demo's analysis."""
    for command in ("migrate", "demo"):
        subprocess.run([sys.executable, "-m", "massa_server", command], env=environment, check=True)


def numbers(text: str) -> list[int]:
    """A list such as 50,200,500."""
    return [int(part) for part in text.split(",")]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=15, help="how long each request is sent at each rate")
    parser.add_argument("--rates", type=numbers, default=[50, 200, 500], help="requests a second")
    parser.add_argument("--processes", type=numbers, default=[1, 2], help="server processes")
    parser.add_argument("--connections", type=int, default=5000, help="live connections to one process")
    arguments = parser.parse_args()

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        environment = {"MASSA_DATA_DIR": folder, **os.environ, "MASSA_LOG_LEVEL": "WARNING"}
        prepare(environment)
        for count in arguments.processes:
            measure_requests(count, arguments.rates, arguments.seconds, environment)
        if arguments.connections:
            with servers(1, environment) as (server,):
                asyncio.run(hold(server, Browser(server.base).cookie, arguments.connections))


if __name__ == "__main__":
    main()
