"""A server, two runners, and Ana."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.fleet import Fleet, fleet, signed_up
from tests.support.people import Person
from tests.support.scripted_engine import install


@pytest.fixture
def ships(data_dir: Path) -> Iterator[Fleet]:
    settings = {
        "engine": str(install(data_dir / "bin")),
        "lease_s": "2",
        "runner_poll_interval_s": "0.1",
        "chunk_size_bytes": "1",
        "worker_processes": "2",
        "builtin_databases_dir": str(data_dir / "builtin"),
        "log_level": "INFO",
    }
    with fleet(data_dir, runners=2, **settings) as started:
        yield started


@pytest.fixture
async def ana(ships: Fleet) -> AsyncIterator[Person]:
    async with signed_up(ships.servers[0].url) as person:
        yield person
