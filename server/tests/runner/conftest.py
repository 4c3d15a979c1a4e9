"""Settings for a runner over the application's database, with the scripted engine."""

from pathlib import Path

import pytest

from massa_server.settings import Settings
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
    for name, value in values.items():
        monkeypatch.setenv(f"MASSA_{name.upper()}", str(value))
    return Settings()
