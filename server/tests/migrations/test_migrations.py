"""Migrations."""

import asyncio
import subprocess
from pathlib import Path
from sys import executable

from massa_server import migrations
from massa_server.settings import Settings
from tests.support.processes import environment


async def test_the_migrations_lead_to_the_models(data_dir: Path) -> None:
    await migrations.check(Settings(data_dir=data_dir))


async def test_processes_that_migrate_at_once_wait_for_each_other(tmp_path: Path) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            executable, "-m", "massa_server", "migrate", env=environment(tmp_path), stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    errors = [(await process.communicate())[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], errors
    await migrations.check(Settings(data_dir=tmp_path))
