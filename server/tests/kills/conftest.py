"""A server, two runners with the real engine, Ana, and what she measured."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from tests.support.databases import MigratedDatabase
from tests.support.fleet import Fleet, fleet, signed_up
from tests.support.people import Person
from tests.support.real_engine import DATABASE, engine_or_skip, simulate


@dataclass(frozen=True)
class Measured:
    """Simulated runs: a long one, whose inspection and analysis can be caught in the act, and short ones."""

    long: bytes
    short: list[bytes]
    fasta: bytes


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    engine = engine_or_skip()
    folder = tmp_path_factory.mktemp("measured")
    return Measured(
        long=simulate(engine, "P68082", folder / "long.mzML", gradient_s=1800),
        short=[simulate(engine, "P00698", folder / f"{seed}.mzML", gradient_s=30, seed=seed) for seed in range(8)],
        fasta=DATABASE.read_bytes(),
    )


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, migrated_database: MigratedDatabase) -> Iterator[Fleet]:
    """The fleet of all tests here: starting processes takes longer than killing them."""
    data_dir = tmp_path_factory.mktemp("fleet")
    settings = {
        "engine": str(engine_or_skip()),
        "lease_s": "2",
        "deletion_delay_s": "2",
        "runner_poll_interval_s": "0.1",
        "chunk_size_bytes": "1",
        "worker_processes": "2",
        "builtin_databases_dir": str(data_dir / "none"),
        "log_level": "INFO",
    }
    with migrated_database.copied_to(data_dir), fleet(data_dir, **settings) as started:
        yield started


@pytest.fixture
def ships(harbour: Fleet) -> Fleet:
    """A server and two runners."""
    harbour.complete(runners=2)
    return harbour


@pytest.fixture
async def ana(ships: Fleet) -> AsyncIterator[Person]:
    async with signed_up(ships.server.url) as person:
        yield person
