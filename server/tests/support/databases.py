"""The database of a test: SQLite or PostgreSQL, which settings and processes find in the environment."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.postgres import Postgres

URL_VARIABLE = "MASSA_DATABASE_URL"


@dataclass(frozen=True)
class MigratedDatabase:
    """A database at the newest revision, to copy: a SQLite file, or the template of a PostgreSQL cluster."""

    path: Path | None
    postgres: Postgres | None

    @contextmanager
    def copied_to(self, data_dir: Path) -> Iterator[None]:
        """A copy for a data folder, which is what `Settings` and other processes use while the block lasts."""
        with pytest.MonkeyPatch.context() as patch:
            if self.postgres is None:
                assert self.path is not None
                patch.delenv(URL_VARIABLE, raising=False)
                shutil.copy(self.path, data_dir / "massa.db")
                yield
                return
            name = self.postgres.create()
            patch.setenv(URL_VARIABLE, self.postgres.url(name))
            try:
                yield
            finally:
                self.postgres.drop(name)
