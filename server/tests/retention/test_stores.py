"""Retention does the same over both stores: a folder, and a real S3 server."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from massa_server.analyses.models import Analysis
from massa_server.clock import now
from massa_server.db import Database
from massa_server.retention.service import run_retention
from massa_server.samples.models import FileStatus, SampleFile
from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import Bucket, ObjectKey, ObjectStore
from massa_server.uploads.models import Upload, UploadState
from massa_server.worker.manifest import database_object
from tests.support.analyses import finished_analysis
from tests.support.cloud.process import CREDENTIALS
from tests.support.people import Person
from tests.support.s3 import S3Server

CONTENT = b"spectra"
FILES = 3


@pytest.fixture(params=["local", "s3"])
def retained(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> tuple[Settings, ObjectStore]:
    """Settings with one of the stores, and the store."""
    values: dict[str, object] = {"deletion_delay_s": 0, "orphan_grace_s": 0}
    if request.param == "s3":
        for name, value in CREDENTIALS.items():
            monkeypatch.setenv(name, value)
        server: S3Server = request.getfixturevalue("s3")
        values |= server.make_buckets()
    chosen = settings.model_copy(update=values)
    return chosen, make_store(chosen)


async def test_what_expires_goes_and_storage_and_database_are_compared(
    app: FastAPI, ana: Person, database: Database, retained: tuple[Settings, ObjectStore], tmp_path: Path
) -> None:
    settings, store = retained
    sample_id = uuid.UUID(await ana.sample())
    path = tmp_path / "content"
    path.write_bytes(CONTENT)
    keys = []
    for _ in range(FILES):
        file_id = uuid.uuid4()
        keys.append(f"samples/{sample_id}/{file_id}/run.mzML")
        upload_id = await store.create_multipart(ObjectKey(Bucket.UPLOADS, keys[-1]))
        await store.put(ObjectKey(Bucket.UPLOADS, keys[-1]), path)
        async with database.write() as session:
            upload = Upload(
                bucket=Bucket.UPLOADS,
                key=keys[-1],
                store_upload_id=upload_id,
                size_bytes=len(CONTENT),
                part_size_bytes=len(CONTENT),
                state=UploadState.COMPLETED,
            )
            session.add(
                SampleFile(
                    id=file_id,
                    sample_id=sample_id,
                    upload=upload,
                    name="run.mzML",
                    size_bytes=len(CONTENT),
                    status=FileStatus.READY,
                    expires_at=now() + timedelta(days=1),
                )
            )
    await store.put(database_object("1" * 64), path)
    await finished_analysis(database, store, str(sample_id), tmp_path)
    assert (await run_retention(database, store, settings)).agrees

    await store.put(ObjectKey(Bucket.RESULTS, "stray"), path)
    await store.delete_prefix(Bucket.UPLOADS, keys[0])
    path.write_bytes(b"")
    await store.put(ObjectKey(Bucket.UPLOADS, keys[1]), path)
    comparison = (await run_retention(database, store, settings, remove_orphans=True)).comparison
    assert {(loss.key, loss.kind) for loss in comparison.losses} == {(keys[0], "missing"), (keys[1], "wrong_size")}
    assert await store.head(ObjectKey(Bucket.RESULTS, "stray")) is None

    async with database.write() as session:
        await session.execute(update(SampleFile).values(expires_at=now()))
        await session.execute(update(Analysis).values(expires_at=now()))
    report = await run_retention(database, store, settings)
    assert (report.expired_files, report.expired_analyses, report.agrees) == (FILES, 1, True)
    for bucket in Bucket:
        assert [item.key async for item in store.list_objects(bucket)] == []
