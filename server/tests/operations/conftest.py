"""Settings of a quick runner with the scripted engine."""

from pathlib import Path

import pytest

from massa_server.settings import Settings
from tests.support.processes import set_environment
from tests.support.scripted_engine import install


@pytest.fixture
def engine_settings(settings: Settings, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The application's settings, with an engine, and for its worker processes in the environment too."""
    values = {
        "data_dir": data_dir,
        "engine": install(data_dir / "bin"),
        "runner_poll_interval_s": 0.05,
        "chunk_size_bytes": 1,
        "worker_processes": 2,
        "builtin_databases_dir": data_dir / "builtin",
        "log_level": "WARNING",
    }
    set_environment(monkeypatch, values)
    return settings.model_copy(update=values)
