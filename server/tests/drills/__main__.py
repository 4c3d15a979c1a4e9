"""`python -m tests.drills [FAULT]…`: do each fault to PostgreSQL under a working product, and print what came of it.

A cluster, a server, two runners and six people are started; the engine is the scripted one of the tests, which takes a
third of a second for a file. Exit code 1: an analysis or another write was lost or doubled, or something did not
recover.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

from massa_server import migrations
from massa_server.settings import Settings
from tests.drills.faults import FAULTS, MAX_CONNECTIONS, SECRET, SECRET_LAG_S, Ground
from tests.drills.people import PATIENCE_S, People, statuses
from tests.support.fleet import Fleet, fleet, signed_up
from tests.support.postgres import OWNER, PASSWORD, postgres_server
from tests.support.proxy import proxy_to
from tests.support.running import finished, ready_sample
from tests.support.scripted_engine import install

FAULT_LASTS_S = 15.0
CALM_S = 3.0
RECOVERY_LIMIT_S = 120.0
DISK_MIB = 400
DURABLE = {"fsync": "on", "synchronous_commit": "on", "max_wal_size": "64MB", "min_wal_size": "32MB"}
AWS = {"AWS_ACCESS_KEY_ID": "drill", "AWS_SECRET_ACCESS_KEY": "drill", "AWS_DEFAULT_REGION": "eu-west-1"}


@dataclass(frozen=True)
class Finding:
    """What one drill has shown."""

    fault: str
    seen_results: str
    other_reads: str
    writes: str
    analyses: str
    ready: str
    alive: str
    longest_wait_s: float
    seconds_to_refuse: float | None
    seconds_to_recover: float | None
    accepted_analyses: int
    lost: int
    doubled: int

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost or doubled, and all works again."""
        return self.seconds_to_recover is not None and not self.lost and not self.doubled


@contextmanager
def disk(folder: Path) -> Iterator[bool]:
    """A small disk of its own at that folder, if we may mount one; yields whether it is there."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=0700", "massa-drill", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


async def drill(name: str, ground: Ground, ships: Fleet, people: People) -> Finding:
    """One fault, from a calm beginning to a calm end."""
    people.answers.clear()
    people.analyses.clear()
    people.samples.clear()
    count = f"SELECT count(*) FROM analyses WHERE sample_id = '{people.sample_id}'"
    before = int(await asyncio.to_thread(ground.postgres.sql, count, ground.database))
    stop = asyncio.Event()
    working = asyncio.ensure_future(people.work(stop))
    await asyncio.sleep(CALM_S)

    fault = FAULTS[name](ground)
    began = time.monotonic()
    await asyncio.to_thread(fault.__enter__)
    await asyncio.sleep(max(0.0, FAULT_LASTS_S - (time.monotonic() - began)))
    await asyncio.to_thread(fault.__exit__, None, None, None)
    # A rotation is over as soon as the secret is right.
    ended = began + SECRET_LAG_S if name == "password rotated" else time.monotonic()

    recovered = await _recovery(people, ended)
    stop.set()
    await working
    ships.complete(runners=2)
    lost, doubled = await _account(ground, ships, people, before)
    bad = [a.at for kind in ("writes", "other reads") for a in people.between(kind, began) if not a.is_good]
    waits = [a.took_s for kind in people.answers for a in people.between(kind, began)]
    until = recovered or time.monotonic()

    def seen(kind: str) -> str:
        return statuses(people.between(kind, began, until))

    return Finding(
        fault=name,
        seen_results=seen("results seen before"),
        other_reads=seen("other reads"),
        writes=seen("writes"),
        analyses=seen("analyses"),
        ready=seen("/readyz"),
        alive=seen("/healthz"),
        longest_wait_s=round(max(waits), 1),
        seconds_to_refuse=round(min(bad) - began, 1) if bad else None,
        seconds_to_recover=round(max(0.0, recovered - ended), 1) if recovered is not None else None,
        accepted_analyses=len(people.analyses),
        lost=lost,
        doubled=doubled,
    )


async def _recovery(people: People, since: float) -> float | None:
    """When the last bad answer came; None: bad ones still come."""
    kinds = ("writes", "analyses", "other reads", "results seen before", "/readyz")
    while time.monotonic() < since + RECOVERY_LIMIT_S:
        await asyncio.sleep(0.5)
        calm_since = time.monotonic() - CALM_S
        if calm_since < since:
            continue
        if all(
            people.between(kind, calm_since) and all(a.is_good for a in people.between(kind, calm_since))
            for kind in kinds
        ):
            return max([since, *(a.at for kind in kinds for a in people.between(kind, since) if not a.is_good)])
    return None


async def _account(ground: Ground, ships: Fleet, people: People, before: int) -> tuple[int, int]:
    """How many of the analyses and samples that were accepted are missing or failed, and how many are there twice.

    Twice: an outcome published twice, or an analysis that is there although its start was answered with a refusal.
    """
    lost = doubled = 0
    for analysis_id in people.analyses:
        try:
            document = await finished(people.person, analysis_id)
        except BaseException:
            lost += 1
            continue
        lost += document["state"] != "succeeded"
        doubled += len(ships.outcomes(analysis_id)) != 1
    rows = "SELECT count(*) FROM analyses WHERE sample_id = '{}'".format(people.sample_id)  # noqa: UP032
    made = int(await asyncio.to_thread(ground.postgres.sql, rows, ground.database)) - before
    doubled += max(0, made - len(people.analyses))
    kept = set((await asyncio.to_thread(ground.postgres.sql, "SELECT id FROM samples", ground.database)).split())
    return lost + sum(sample_id not in kept for sample_id in people.samples), doubled


async def drills(names: list[str], folder: Path, home: Path, *, has_disk: bool) -> list[Finding]:
    """Start everything, and do the drills one after the other."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    endpoint = "http://{}:{}".format(*moto.get_host_and_port())
    secrets = boto3.client("secretsmanager", endpoint_url=endpoint)
    secrets.create_secret(Name=SECRET, SecretString=json.dumps({"username": OWNER, "password": PASSWORD}))
    configuration = {**DURABLE, "max_connections": str(MAX_CONNECTIONS)}
    findings = []
    with postgres_server(home, **configuration) as postgres, proxy_to(postgres.port) as proxy:
        postgres.sql(f"CREATE DATABASE massa OWNER {OWNER}")
        postgres.sql("CREATE ROLE hog LOGIN")
        await migrations.upgrade(Settings(database_url=postgres.url("massa")))
        settings = {
            "database_url": f"postgresql+asyncpg://127.0.0.1:{proxy.port}/massa",
            "database_auth": "secret",
            "database_secret_id": SECRET,
            "aws_endpoint_url": endpoint,
            "engine": str(install(folder / "bin")),
            "builtin_databases_dir": str(folder / "none"),
            "deletion_delay_s": "2",
            "worker_processes": "2",
        }
        ground = Ground(postgres, proxy, secrets, "massa", has_disk)
        with fleet(folder, **settings) as ships:
            ships.complete(runners=2)
            async with signed_up(ships.server.url) as person:
                person.timeout = PATIENCE_S
                sample_id, database_id = await ready_sample(person, "sleep 0.3")
                started = await person.created(f"/api/samples/{sample_id}/analyses", {"database_id": database_id})
                document = await finished(person, started["id"])
                result = f"/api/analyses/{started['id']}/files/{document['files'][0]['file_id']}"
                project_id = await person.project()
                people = People(person, sample_id, database_id, project_id, result)
                for name in names:
                    if name == "disk full" and not has_disk:
                        sys.stderr.write("disk full: not done, since a small disk can only be mounted by root\n")
                        continue
                    findings.append(await drill(name, ground, ships, people))
                    show(findings[-1])
    moto.stop()
    return findings


def show(finding: Finding) -> None:
    """Print one finding, a line for each fact."""
    sys.stdout.write(f"\n{finding.fault}\n")
    for name, value in asdict(finding).items():
        if name != "fault":
            sys.stdout.write(f"  {name.replace('_', ' '):<20} {value}\n")
    sys.stdout.flush()


def main(names: list[str]) -> int:
    """Do the drills of these names, or all of them."""
    os.environ.update(AWS)
    unknown = set(names) - set(FAULTS)
    if unknown:
        sys.stderr.write(f"no such fault: {', '.join(unknown)}; there are: {', '.join(FAULTS)}\n")
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="massa-drills-") as work,
        tempfile.TemporaryDirectory(prefix="massa-drills-db-", ignore_cleanup_errors=True) as home,
        disk(Path(home)) as has_disk,
    ):
        findings = asyncio.run(drills(names or list(FAULTS), Path(work), Path(home), has_disk=has_disk))
    return 0 if all(finding.is_good for finding in findings) else 1


sys.exit(main(sys.argv[1:]))
