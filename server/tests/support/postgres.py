"""A real PostgreSQL: a cluster of its own from Debian's package, and a database for each test."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_TIMEOUT_S = 60
OWNER = "massa"
PASSWORD = "massa-in-tests"
TEMPLATE = "massa_template"
_numbers = itertools.count(1)

CONFIGURATION = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
}
# Tests of how one signs in come over the network; all others come through the socket.
ACCESS = "local all all trust\nhost all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def programs() -> Path:
    """The folder of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "PostgreSQL is missing: run scripts/setup server, or apt-get install postgresql"
    return found[-1].parent


@dataclass
class Postgres:
    """A cluster, which can be stopped and started."""

    folder: Path
    port: int
    configuration: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in self.configuration.items()]
        command = [
            str(programs() / "postgres"),
            f"-D{self.data}",
            f"-p{self.port}",
            f"-k{self.folder}",
            "-clisten_addresses=127.0.0.1",
            *options,
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(as_postgres(command, dies_with_us=True), stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends connections first, SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(30)

    def answers(self) -> bool:
        """Whether it takes a connection."""
        command = [str(programs() / "pg_isready"), "-q", f"-h{self.folder}", f"-p{self.port}"]
        return subprocess.run(command, check=False).returncode == 0

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run SQL as the administrator, and return what it answers."""
        command = [
            str(programs() / "psql"),
            "-qAtX",
            f"-h{self.folder}",
            f"-p{self.port}",
            "-Upostgres",
            "-d",
            database,
        ]
        done = subprocess.run([*command, "-c", statement], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def url(self, database: str) -> str:
        """The address of a database for the settings, through the socket."""
        return f"postgresql+asyncpg://{OWNER}@/{database}?host={self.folder}&port={self.port}"

    def network_url(self, database: str, user: str = OWNER, password: str = PASSWORD, port: int | None = None) -> str:
        """The address of a database over the loopback network, where a password is asked for."""
        return f"postgresql+asyncpg://{user}:{password}@127.0.0.1:{port or self.port}/{database}"

    def create(self, template: str = TEMPLATE) -> str:
        """A new database, and its name."""
        name = f"massa_{os.getpid()}_{next(_numbers)}"
        # Copying the files takes half the time of writing every page to the log.
        self.sql(f'CREATE DATABASE {name} OWNER {OWNER} TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Delete a database, whoever is still connected."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def postgres_server(folder: Path | None = None, **configuration: str) -> Iterator[Postgres]:
    """A new cluster while the block lasts: in that folder, or in one below /tmp, which its user can reach."""
    home = folder or Path(tempfile.mkdtemp(prefix="massa-postgres-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        server = Postgres(home, free_port(), {**CONFIGURATION, **configuration})
        initialise = [str(programs() / "initdb"), f"-D{server.data}", "-Upostgres", "-EUTF8", "--locale=C.UTF-8"]
        subprocess.run(as_postgres([*initialise, "-Atrust", "--no-sync"]), check=True, capture_output=True)
        (server.data / "pg_hba.conf").write_text(ACCESS)
        server.start()
        try:
            server.sql(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            server.stop(signal.SIGQUIT)
    finally:
        if folder is None:
            shutil.rmtree(home, ignore_errors=True)


def as_postgres(command: list[str], *, dies_with_us: bool = False) -> list[str]:
    """The command run by Debian's user `postgres` where we are root, which PostgreSQL refuses to be."""
    prefix = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if dies_with_us:
        prefix.append("--pdeathsig=QUIT")
    return ["setpriv", *prefix, *command] if prefix else command


def free_port() -> int:
    """A port of the loopback network that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
