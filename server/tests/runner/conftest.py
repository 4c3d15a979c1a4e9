"""Settings for a runner over the application's database, with the scripted engine."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from massa_server.analyses.models import Analysis
from massa_server.clock import now
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.people import Person
from tests.support.processes import set_environment
from tests.support.scripted_engine import install


@pytest.fixture
def settings(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A quick runner and a chunk for each file; worker processes see the same settings."""
    values = {
        "data_dir": data_dir,
        "engine": install(data_dir / "bin"),
        "lease_s": 2.0,
        "deletion_delay_s": 2.0,
        "runner_poll_interval_s": 0.05,
        "chunk_size_bytes": 1,
        "worker_processes": 2,
        "builtin_databases_dir": data_dir / "builtin",
        "event_poll_interval_s": 0.05,
        "log_level": "WARNING",
    }
    set_environment(monkeypatch, values)
    return Settings()


@pytest.fixture
async def queued_analysis(app: FastAPI, ana: Person, database: Database) -> uuid.UUID:
    """The row of an analysis without chunks."""
    analysis_id, sample_id = uuid.uuid4(), uuid.UUID(await ana.sample())
    async with database.write() as session:
        session.add(
            Analysis(
                id=analysis_id,
                sample_id=sample_id,
                database_name="db",
                database_sha256="0",
                preset="auto",
                parameters={},
                engine_version="0.1.0",
                expires_at=now() + timedelta(days=1),
            )
        )
    return analysis_id
