"""`python -m massa_server.migrations MESSAGE`: write the migration from the last revision to the models."""

import asyncio
import sys
import tempfile
from pathlib import Path

from massa_server.migrations import new_revision, upgrade
from massa_server.settings import Settings


async def main(message: str) -> None:
    """Compare a fresh database at the last revision with the models."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url="")
        await upgrade(settings)
        await new_revision(settings, message)


asyncio.run(main(sys.argv[1]))
