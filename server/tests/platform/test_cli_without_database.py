"""Commands whose database is locked or cannot be reached: one line that says what, where, and what to do."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from massa_server import db
from massa_server.cli import main
from massa_server.db import Database
from massa_server.settings import Settings
from tests.support.databases import URL_VARIABLE
from tests.support.people import PASSWORD
from tests.support.postgres import free_port

COMMANDS = [["retention"], ["migrate"], ["create-user", "ana@lab.test", "--name", "Ana"]]
SECRET = "not-for-terminals"  # pragma: allowlist secret: nobody's


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(db, "SQLITE_BUSY_TIMEOUT_MS", 100)
    for name, value in {
        "DATA_DIR": str(tmp_path),
        "LOG_LEVEL": "ERROR",
        "PASSWORD": PASSWORD,
        "DATABASE_LOCK_TIMEOUT_S": "0.1",
        "DATABASE_CONNECT_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(f"MASSA_{name}", value)


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    database = Database(Settings(data_dir=data_dir))
    stack = AsyncExitStack()

    async def lock() -> None:
        session = await stack.enter_async_context(database.write())
        tables = "users, sample_files, alembic_version"
        await session.execute(text("SELECT 1" if database.is_sqlite else f"LOCK TABLE {tables}"))

    with asyncio.Runner() as runner:
        runner.run(lock())
        yield
        runner.run(stack.aclose())
        runner.run(database.close())


@contextmanager
def out_of_reach(kind: str, data_dir: Path) -> Iterator[str]:
    """A database that nobody can open, and its address as it may be shown."""
    with pytest.MonkeyPatch.context() as patch:
        if kind == "sqlite":
            patch.delenv(URL_VARIABLE, raising=False)
            (data_dir / "massa.db").mkdir()
            yield f"sqlite+aiosqlite:///{data_dir}/massa.db"
        else:
            port = free_port()
            patch.setenv(URL_VARIABLE, f"postgresql+asyncpg://massa:{SECRET}@127.0.0.1:{port}/massa")
            yield f"postgresql+asyncpg://massa:***@127.0.0.1:{port}/massa"


def complaint(command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that a command which cannot do its work ends with."""
    monkeypatch.setattr(sys, "argv", ["massa-server", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    printed = capsys.readouterr()
    *logged, line = printed.err.splitlines()
    assert "Traceback" not in "".join(logged)
    assert SECRET not in printed.err + printed.out
    return line


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_that_it_is_locked(
    data_dir: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(data_dir):
        line = complaint(command, monkeypatch, capsys)
    database = Database(Settings(data_dir=data_dir))
    address = database.url.render_as_string(hide_password=True)
    assert line.startswith(f"massa-server: the database {address} is busy, and others went on for too long: ")
    assert line.endswith(("database is locked. Run this again.", "due to lock timeout. Run this again."))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_that_it_is_away(
    kind: str,
    tmp_path: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with out_of_reach(kind, tmp_path) as address:
        line = complaint(command, monkeypatch, capsys)
    assert line.startswith(f"massa-server: the database {address} does not answer: ")
    assert line.endswith(". Run: massa-server doctor")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_doctor_says_so_too(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["massa-server", "doctor"])
    with out_of_reach(kind, tmp_path), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    (failed,) = [number for number, line in enumerate(lines) if line.startswith("failed   database ")]
    assert "start it, or correct MASSA_DATABASE_URL" in lines[failed + 1]
