"""`python -m massa_server.migrations MESSAGE`: write the migration from the last revision to the models."""

import asyncio
import sys
import tempfile

from massa_server.migrations import new_revision, upgrade


async def main(message: str) -> None:
    """Compare a fresh database at the last revision with the models."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/scratch.db"
        await upgrade(url)
        await new_revision(url, message)


asyncio.run(main(sys.argv[1]))
