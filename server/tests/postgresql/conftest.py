"""A cluster of its own, for what would disturb the others: stopping it, changing passwords."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import Postgres, postgres_server


@pytest.fixture(scope="package")
def own_postgres() -> Iterator[Postgres]:
    """A cluster without our tables."""
    with postgres_server() as server:
        server.sql("CREATE DATABASE empty")
        yield server
