"""What has expired goes, what has not stays readable, and storage and database are proved to agree."""

import asyncio
import json
import subprocess
import sys
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from massa_server.analyses.models import Analysis, AnalysisFile, AnalysisState
from massa_server.audit.models import AuditEvent
from massa_server.clock import now
from massa_server.databases.models import ProteinDatabase
from massa_server.db import Database
from massa_server.retention.chores import do_if_due
from massa_server.retention.schemas import RetentionReport
from massa_server.retention.service import keep_retention, run_retention
from massa_server.samples.models import FileStatus, SampleFile
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.worker.manifest import database_object
from tests.support import uploads
from tests.support.analyses import finished_analysis
from tests.support.people import Person, problem
from tests.support.processes import environment

CONTENT = b"spectra"
NOBODY = uuid.UUID(int=1)  # the id of nothing that these tests make
Run = Callable[..., Awaitable[RetentionReport]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nothing is waited for."""
    return settings.model_copy(update={"deletion_delay_s": 0, "orphan_grace_s": 0})


@pytest.fixture
def store(app: FastAPI) -> ObjectStore:
    result: ObjectStore = app.state.store
    return result


@pytest.fixture
def run(database: Database, store: ObjectStore, settings: Settings) -> Run:
    """One run of retention."""

    async def run_once(**options: bool) -> RetentionReport:
        return await run_retention(database, store, settings, **options)

    return run_once


class Laboratory:
    """A sample with a raw file, and an analysis with results."""

    def __init__(self, sample_id: str, file: dict[str, Any], analysis_id: uuid.UUID, result_id: uuid.UUID) -> None:
        self.sample_id = sample_id
        self.file = file
        self.analysis_id = analysis_id
        self.result = f"/api/analyses/{analysis_id}/files/{result_id}"


@pytest.fixture
async def lab(ana: Person, database: Database, store: ObjectStore, tmp_path: Path) -> Laboratory:
    sample_id = await ana.sample()
    file = await uploads.upload(ana, sample_id, CONTENT)
    analysis_id, file_id = await finished_analysis(database, store, sample_id, tmp_path)
    (tmp_path / "db").write_bytes(b">P1\nMK\n")
    await store.put(database_object("1" * 64), tmp_path / "db")
    return Laboratory(sample_id, file, analysis_id, file_id)


async def change(database: Database, model: type[Any], **values: Any) -> None:
    async with database.write() as session:
        await session.execute(update(model).values(**values))


async def audited(database: Database, action: str) -> AuditEvent:
    async with database.read() as session:
        return (await session.scalars(select(AuditEvent).where(AuditEvent.action == action))).one()


async def objects(store: ObjectStore, bucket: Bucket) -> list[str]:
    return [item.key async for item in store.list_objects(bucket)]


async def test_a_raw_file_is_kept_for_365_days_after_its_completion(ana: Person, database: Database) -> None:
    sample_id = await ana.sample()
    file = await uploads.begin(ana, sample_id, CONTENT)
    await change(database, SampleFile, created_at=now() - timedelta(days=3), expires_at=now() + timedelta(days=362))
    parts = await uploads.send_parts(ana, file, CONTENT)
    before = now()

    completed = (await uploads.complete(ana, file["id"], CONTENT, parts)).json()

    assert completed["expires_at"] >= (before + timedelta(days=365)).isoformat().replace("+00:00", "Z")


def test_results_are_kept_for_five_years_with_two_leap_days(settings: Settings) -> None:
    assert settings.result_retention_days == 1827
    assert settings.upload_retention_days == 365


async def test_what_has_not_expired_stays(lab: Laboratory, run: Run) -> None:
    report = await run()

    assert (report.expired_files, report.expired_analyses, report.agrees) == (0, 0, True)


async def test_a_raw_file_goes_when_its_time_is_over_and_its_results_stay(
    lab: Laboratory, run: Run, ana: Person, database: Database, store: ObjectStore
) -> None:
    await change(database, SampleFile, expires_at=now() - timedelta(seconds=1))

    report = await run()

    assert (report.expired_files, report.agrees) == (1, True)
    assert await objects(store, Bucket.UPLOADS) == []
    problem(await ana.get(f"/api/files/{lab.file['id']}"), 404, "not-found")
    assert (await ana.get(f"{lab.result}/summary")).status_code == 200
    spectra = (await ana.get(f"{lab.result}/spectra")).json()["items"]
    assert spectra
    for spectrum in spectra:
        assert (await ana.get(f"{lab.result}/spectra/{spectrum['id']}")).status_code == 200
    event = await audited(database, "file.expire")
    assert (event.user_id, event.resource_id, event.details["name"]) == (None, lab.file["id"], "run.mzML")


async def test_a_raw_file_that_an_analysis_has_to_read_stays_until_that_has_ended(
    lab: Laboratory, run: Run, database: Database
) -> None:
    async with database.write() as session:
        analysis = await session.get_one(Analysis, lab.analysis_id)
        analysis.state = AnalysisState.RUNNING
        await session.execute(update(AnalysisFile).values(file_id=uuid.UUID(lab.file["id"])))
    await change(database, SampleFile, expires_at=now() - timedelta(days=1))
    assert (await run()).expired_files == 0

    await change(database, Analysis, state=AnalysisState.SUCCEEDED)
    assert (await run()).expired_files == 1


async def test_results_go_when_their_time_is_over(
    lab: Laboratory, run: Run, ana: Person, database: Database, store: ObjectStore
) -> None:
    await change(database, Analysis, expires_at=now() - timedelta(seconds=1))

    report = await run()

    assert (report.expired_analyses, report.agrees) == (1, True)
    assert await objects(store, Bucket.RESULTS) == []
    assert await objects(store, Bucket.DATABASES) == [], "nothing refers to the database's content any more"
    problem(await ana.get(f"{lab.result}/summary"), 404, "not-found")
    assert (await ana.get(f"/api/files/{lab.file['id']}")).status_code == 200
    assert (await audited(database, "analysis.expire")).resource_id == str(lab.analysis_id)


async def test_many_files_expire_in_one_run(ana: Person, database: Database, run: Run) -> None:
    sample_id = await ana.sample()
    for number in range(3):
        await uploads.upload(ana, sample_id, CONTENT, f"{number}.mzML")
    await uploads.begin(ana, sample_id, CONTENT, "open.mzML")
    await change(database, SampleFile, expires_at=now() - timedelta(days=1))

    assert (await run()).expired_files == 3
    async with database.read() as session:
        assert (await session.scalars(select(SampleFile.status))).all() == [FileStatus.UPLOADING]


@pytest.mark.parametrize(
    "target",
    [
        ObjectKey(Bucket.UPLOADS, f"samples/{NOBODY}/{NOBODY}/run.mzML"),
        ObjectKey(Bucket.UPLOADS, "zzz"),
        ObjectKey(Bucket.DATABASES, f"{'2' * 64}.fasta"),
        ObjectKey(Bucket.RESULTS, f"analyses/{NOBODY}/runs/1/manifest.json"),
        ObjectKey(Bucket.RESULTS, "analyses/no-id/x"),
        ObjectKey(Bucket.RESULTS, "other"),
    ],
    ids=lambda target: f"{target.bucket}-{target.key[:12]}",
)
async def test_an_object_without_a_row_is_an_orphan(
    lab: Laboratory, run: Run, store: ObjectStore, tmp_path: Path, target: ObjectKey
) -> None:
    (tmp_path / "orphan").write_bytes(b"x")
    await store.put(target, tmp_path / "orphan")

    report = await run()

    assert [(orphan.bucket, orphan.key) for orphan in report.comparison.orphans] == [(target.bucket, target.key)]
    assert report.comparison.losses == []

    assert (await run(remove_orphans=True)).removed_orphans == 1
    assert await store.head(target) is None
    assert (await run()).agrees


async def test_outputs_of_an_execution_that_does_not_count_are_orphans_once_the_analysis_has_ended(
    lab: Laboratory, run: Run, store: ObjectStore, database: Database, tmp_path: Path
) -> None:
    result_id = lab.result.rpartition("/")[2]
    leftover = ObjectKey(Bucket.RESULTS, f"analyses/{lab.analysis_id}/files/{result_id}/1/other/summary.json")
    outcome = ObjectKey(Bucket.RESULTS, f"analyses/{lab.analysis_id}/files/{result_id}/1/outcome.json")
    for target in (leftover, outcome):
        (tmp_path / "x").write_bytes(b"x")
        await store.put(target, tmp_path / "x")
    assert [orphan.key for orphan in (await run()).comparison.orphans] == [leftover.key]

    await change(database, Analysis, state=AnalysisState.RUNNING)
    assert (await run()).comparison.orphans == []


async def test_a_young_object_is_no_orphan(
    lab: Laboratory, database: Database, store: ObjectStore, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "orphan").write_bytes(b"x")
    await store.put(ObjectKey(Bucket.RESULTS, f"analyses/{uuid.uuid4()}/runs/1/manifest.json"), tmp_path / "orphan")

    patient = settings.model_copy(update={"orphan_grace_s": 60})
    assert (await run_retention(database, store, patient)).agrees


async def test_a_row_without_its_object_is_a_loss(lab: Laboratory, run: Run, store: ObjectStore) -> None:
    async for item in store.list_objects(Bucket.RESULTS):
        if item.key.endswith("psms.tsv"):
            await store.delete_prefix(Bucket.RESULTS, item.key)
    await store.delete_prefix(Bucket.UPLOADS, f"samples/{lab.sample_id}")
    await store.delete_prefix(Bucket.DATABASES, database_object("1" * 64).key)

    losses = (await run()).comparison.losses

    assert [(loss.resource, loss.kind) for loss in losses] == [
        ("file", "missing"),
        ("analysis", "missing"),
        ("result", "missing"),
    ]
    assert losses[0].resource_id == uuid.UUID(lab.file["id"])
    assert losses[0].size_bytes == len(CONTENT)


async def test_an_object_of_another_size_is_a_loss(
    lab: Laboratory, run: Run, store: ObjectStore, tmp_path: Path
) -> None:
    (tmp_path / "short").write_bytes(b"")
    (key,) = await objects(store, Bucket.UPLOADS)
    await store.put(ObjectKey(Bucket.UPLOADS, key), tmp_path / "short")

    (loss,) = (await run()).comparison.losses
    assert (loss.kind, loss.key) == ("wrong_size", key)


async def test_a_database_is_kept_while_an_analysis_refers_to_it(
    lab: Laboratory, run: Run, ana: Person, database: Database, store: ObjectStore
) -> None:
    async with database.write() as session:
        session.add(
            ProteinDatabase(
                id=(database_id := uuid.uuid4()),
                project_id=uuid.UUID((await ana.get(f"/api/samples/{lab.sample_id}")).json()["project_id"]),
                name="db",
                size_bytes=7,
                status="ready",
                sha256="1" * 64,
            )
        )
    assert (await ana.delete(f"/api/databases/{database_id}")).status_code == 204
    assert (await run()).agrees
    assert await objects(store, Bucket.DATABASES) == [database_object("1" * 64).key]

    assert (await ana.delete(f"/api/analyses/{lab.analysis_id}")).status_code == 204
    assert (await run()).agrees
    assert await objects(store, Bucket.DATABASES) == []


async def test_pages_of_rows_and_objects_are_merged(
    ana: Person, database: Database, store: ObjectStore, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("massa_server.retention.areas.PAGE", 2)
    monkeypatch.setattr("massa_server.retention.comparison.BATCH", 2)
    for number in range(3):
        sample_id = await ana.sample(name=str(number))
        for name in ("a.mzML", "b.mzML"):
            await uploads.upload(ana, sample_id, CONTENT, name)
        await finished_analysis(database, store, sample_id, tmp_path)
    (tmp_path / "db").write_bytes(b">P1\nMK\n")
    await store.put(database_object("1" * 64), tmp_path / "db")
    assert (await run()).agrees

    keys = await objects(store, Bucket.UPLOADS)
    for key in keys[::2]:
        await store.delete_prefix(Bucket.UPLOADS, key)
        await store.put(ObjectKey(Bucket.UPLOADS, f"{key}.orphan"), tmp_path / "db")
    comparison = (await run()).comparison
    assert [loss.key for loss in comparison.losses] == keys[::2]
    assert [orphan.key for orphan in comparison.orphans] == [f"{key}.orphan" for key in keys[::2]]


async def test_of_many_runners_one_keeps_retention_once_in_its_interval(
    lab: Laboratory, database: Database, store: ObjectStore, settings: Settings
) -> None:
    assert await keep_retention(database, store, settings)
    assert not await keep_retention(database, store, settings)

    at_once = settings.model_copy(update={"retention_interval_s": 1e-6})
    assert await keep_retention(database, store, at_once)
    never = settings.model_copy(update={"retention_interval_s": 0})
    assert not await keep_retention(database, store, never)


async def test_a_chore_that_fails_can_be_done_by_another_at_once(app: FastAPI, database: Database) -> None:
    async def fail() -> dict[str, Any]:
        assert not await do_if_due(database, "sweep", "second", timedelta(hours=1), fail), "somebody is at it"
        raise OSError("the store is away")

    async def succeed() -> dict[str, Any]:
        return {}

    with pytest.raises(OSError, match="away"):
        await do_if_due(database, "sweep", "first", timedelta(hours=1), fail)
    assert await do_if_due(database, "sweep", "second", timedelta(hours=1), succeed)
    assert not await do_if_due(database, "sweep", "first", timedelta(hours=1), succeed)


async def test_the_command_says_what_it_found_and_exits_accordingly(
    lab: Laboratory, store: ObjectStore, settings: Settings, tmp_path: Path
) -> None:
    async def command(*options: str) -> subprocess.CompletedProcess[str]:
        values = {"deletion_delay_s": "0", "orphan_grace_s": "0", "log_level": "ERROR"}
        return await asyncio.to_thread(  # the server beside it goes on, and ends the writes that the command waits for
            subprocess.run,
            [sys.executable, "-m", "massa_server", "retention", *options],
            env=environment(settings.data_dir, database_url=settings.database_url, **values),
            capture_output=True,
            text=True,
            check=False,
        )

    agreeing = await command()
    assert agreeing.returncode == 0, agreeing.stderr
    assert "Storage and database agree." in agreeing.stdout

    (tmp_path / "orphan").write_bytes(b"x")
    await store.put(ObjectKey(Bucket.UPLOADS, "stray"), tmp_path / "orphan")
    assert (await command()).returncode == 3
    (key,) = [key for key in await objects(store, Bucket.UPLOADS) if key != "stray"]
    await store.delete_prefix(Bucket.UPLOADS, key)
    losing = await command("--json")
    assert losing.returncode == 4
    report = json.loads(losing.stdout)
    assert report["agrees"] is False
    assert [orphan["key"] for orphan in report["comparison"]["orphans"]] == ["stray"]
    assert [loss["key"] for loss in report["comparison"]["losses"]] == [key]
    assert (
        json.loads(losing.stderr.splitlines()[0]) if losing.stderr.startswith("{") else "object_lost" in losing.stderr
    )


async def test_an_empty_installation_agrees(app: FastAPI, run: Run, database: Database) -> None:
    assert (await run()).comparison.objects == 0
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SampleFile)) == 0
