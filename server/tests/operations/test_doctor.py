"""`massa-server doctor` finds what is wrong, and says what to do."""

import json
import os
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.clock import now
from massa_server.db import Database
from massa_server.doctor import checks
from massa_server.doctor.command import examine_with
from massa_server.doctor.findings import Finding, Status, exit_code
from massa_server.retention.chores import write_down
from massa_server.settings import Settings
from massa_server.storage.models import ObjectDeletion
from massa_server.storage.protocol import Bucket
from massa_server.uploads.models import Upload
from tests.support import uploads
from tests.support.people import Person
from tests.support.processes import environment


@pytest.fixture
def healthy(engine_settings: Settings) -> Settings:
    """An installation where nothing is wrong."""
    return engine_settings


async def examined(settings: Settings, check: str) -> Finding:
    """What one of the checks has found."""
    return next(finding for finding in await examine_with(settings) if finding.check == check)


async def test_nothing_is_wrong_with_a_healthy_installation(healthy: Settings, app: FastAPI) -> None:
    findings = await examine_with(healthy)

    assert [finding for finding in findings if finding.status is not Status.OK] == []
    assert [finding.check for finding in findings] == list(checks.CHECKS)
    assert exit_code(findings) == 0
    assert [item async for item in app.state.store.list_objects(Bucket.RESULTS)] == [], "the probe is gone"


@pytest.mark.parametrize(
    ("check", "changes", "status", "detail", "remedy"),
    [
        ("settings", {"host": "0.0.0.0"}, "warning", "plain HTTP", "MASSA_COOKIE_SECURE"),  # noqa: S104
        ("settings", {"metrics_port": 8000}, "failed", "same port", "MASSA_METRICS_PORT"),
        ("engine", {"engine": Path("/nowhere/massa")}, "failed", "/nowhere/massa", "MASSA_ENGINE"),
        (
            "database",
            {"database_url": "postgresql+asyncpg://massa:secret@127.0.0.1:1/massa"},
            "failed",
            "Connect call failed",
            "MASSA_DATABASE_URL",
        ),
    ],
)
async def test_what_is_wrong_is_said_with_what_to_do(
    healthy: Settings, check: str, changes: dict[str, Any], status: str, detail: str, remedy: str
) -> None:
    finding = await examined(healthy.model_copy(update=changes), check)

    assert finding.status == status
    assert detail in finding.detail
    assert remedy in finding.remedy
    assert "secret" not in finding.detail


async def test_a_database_without_tables_needs_a_migration(healthy: Settings, tmp_path: Path) -> None:
    empty = healthy.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"})
    findings = {finding.check: finding for finding in await examine_with(empty)}

    assert findings["migrations"].status is Status.FAILED
    assert findings["migrations"].remedy == "run: massa-server migrate"
    assert findings["queue"].status is Status.SKIPPED
    assert exit_code(list(findings.values())) == 1


async def test_a_store_that_cannot_be_written_is_found(healthy: Settings) -> None:
    (healthy.objects_dir).mkdir(exist_ok=True)
    (healthy.objects_dir / "results").write_text("a file where a folder should be")

    finding = await examined(healthy, "store")

    assert finding.status is Status.FAILED
    assert "MASSA_DATA_DIR" in finding.remedy


async def test_little_room_is_found(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 2**63)
    assert (await examined(healthy, "disk")).status is Status.WARNING


async def test_clocks_that_differ_are_found(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = now() + timedelta(hours=1)
    monkeypatch.setattr(checks, "now", lambda: ahead)

    finding = await examined(healthy, "store")

    assert finding.status is Status.FAILED
    assert "time server" in finding.remedy


async def test_work_that_nobody_takes_is_found(healthy: Settings, ana: Person, database: Database) -> None:
    await uploads.upload(ana, await ana.sample(), b"spectra")
    assert (await examined(healthy, "queue")).status is Status.OK

    async with database.write() as session:
        await session.execute(update(Upload).values(completed_at=now() - timedelta(minutes=11)))
    finding = await examined(healthy, "queue")

    assert finding.status is Status.FAILED
    assert finding.detail == "1 pieces of work wait, the oldest for 11 minutes, and 0 are held"
    assert "massa-server runner" in finding.remedy


@pytest.mark.parametrize(("found", "status"), [((0, 0), "ok"), ((1, 0), "warning"), ((1, 1), "failed")])
async def test_what_retention_found_is_said(
    healthy: Settings, database: Database, found: tuple[int, int], status: str
) -> None:
    await write_down(database, "retention", {"orphans": found[0], "losses": found[1]})
    assert (await examined(healthy, "retention")).status == status


async def test_deletions_that_the_store_does_not_carry_out_are_found(healthy: Settings, database: Database) -> None:
    async with database.write() as session:
        old = now() - timedelta(hours=2)
        session.add(ObjectDeletion(id=uuid.uuid4(), bucket=Bucket.RESULTS, prefix="x", created_at=old))
    assert (await examined(healthy, "retention")).status is Status.FAILED


def run(data_dir: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "massa_server", "doctor", *options]
    return subprocess.run(command, env=environment(data_dir, **settings), capture_output=True, text=True, check=False)


def test_the_command_prints_a_table_or_json_and_its_exit_code_tells(healthy: Settings, data_dir: Path) -> None:
    engine = str(healthy.engine)
    good = run(data_dir, engine=engine)
    assert good.returncode == 0, good.stdout
    assert "ok       engine" in good.stdout

    bad = run(data_dir, "--json", engine=f"{engine}-not")
    assert bad.returncode == 1
    assert {"check": "engine", "status": "failed"}.items() <= json.loads(bad.stdout)[6].items()

    wrong = run(data_dir, port="x")
    assert wrong.returncode == 1
    assert "MASSA_PORT: Input should be a valid integer" in wrong.stdout
    assert os.linesep.join(wrong.stderr.splitlines()) == ""
