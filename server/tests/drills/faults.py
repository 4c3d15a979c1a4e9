"""What can happen to PostgreSQL: each fault is done to a real one, and taken back when the block ends."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.postgres import OWNER, Postgres, programs
from tests.support.proxy import Proxy

SECRET = "massa/database"
MAX_CONNECTIONS = 40
SECRET_LAG_S = 5.0


@dataclass
class Ground:
    """What the faults are done to."""

    postgres: Postgres
    proxy: Proxy
    secrets: Any
    database: str
    can_fill_disk: bool
    rotations: int = 0

    def cut_connections(self) -> None:
        """End the program's connections, so that it needs new ones."""
        self.postgres.sql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{OWNER}'")

    def keep_secret(self, password: str) -> None:
        """Write the secret that the program signs in with."""
        text = json.dumps({"username": OWNER, "password": password})
        self.secrets.put_secret_value(SecretId=SECRET, SecretString=text)


Fault = Callable[[Ground], AbstractContextManager[None]]


@contextmanager
def stopped(ground: Ground) -> Iterator[None]:
    """PostgreSQL is stopped, and started again."""
    ground.postgres.stop()
    yield
    ground.postgres.start()


@contextmanager
def exhausted(ground: Ground) -> Iterator[None]:
    """Somebody else takes all its connections, and the program's own are cut."""
    where = [f"-h{ground.postgres.folder}", f"-p{ground.postgres.port}", "-Uhog", "-d", "postgres"]
    command = [str(programs() / "psql"), "-qAtX", *where, "-c", "SELECT pg_sleep(600)"]
    hogs: list[subprocess.Popen[bytes]] = []

    def crowd(number: int) -> None:
        hogs.extend(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(number)
        )

    crowd(MAX_CONNECTIONS)
    time.sleep(1)
    ground.cut_connections()
    crowd(MAX_CONNECTIONS)
    yield
    for hog in hogs:
        hog.kill()
        hog.wait()
    ground.postgres.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'hog'")


@contextmanager
def rotated(ground: Ground) -> Iterator[None]:
    """The password changes and all connections are cut; the secret follows five seconds later."""
    ground.rotations += 1
    password = f"rotated-{ground.rotations}"
    ground.postgres.sql(f"ALTER ROLE {OWNER} PASSWORD '{password}'")
    ground.cut_connections()
    time.sleep(SECRET_LAG_S)
    ground.keep_secret(password)
    yield


@contextmanager
def silenced(ground: Ground) -> Iterator[None]:
    """Packets get lost: nothing answers, and no connection ends."""
    ground.proxy.is_lossy.set()
    yield
    ground.proxy.is_lossy.clear()


@contextmanager
def locked(ground: Ground) -> Iterator[None]:
    """Somebody holds a lock on the analyses that nobody can read beside."""
    where = [f"-h{ground.postgres.folder}", f"-p{ground.postgres.port}", "-Upostgres", "-d", ground.database]
    statements = "BEGIN; LOCK TABLE analyses IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"
    holder = subprocess.Popen(
        [str(programs() / "psql"), "-qAtX", *where, "-c", statements],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    holders = "usename = 'postgres' AND wait_event = 'PgSleep'"
    ground.postgres.sql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {holders}")
    holder.kill()
    holder.wait()


@contextmanager
def filled(ground: Ground) -> Iterator[None]:
    """The disk below its data is full."""
    filler = Path(ground.postgres.folder, "filler")
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
    yield
    filler.unlink()
    if not ground.postgres.answers():  # it gives up when it cannot write its log; its keeper starts it again
        ground.postgres.stop()
        ground.postgres.start()


FAULTS: dict[str, Fault] = {
    "stopped": stopped,
    "connections exhausted": exhausted,
    "password rotated": rotated,
    "packets lost": silenced,
    "table locked": locked,
    "disk full": filled,
}
