"""A runner in the test's own process, and following what it does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from massa_server.runner.commands import run_until
from massa_server.settings import Settings
from tests.support.database_uploads import FASTA, upload_database
from tests.support.people import Person
from tests.support.uploads import upload

FINAL = {"succeeded", "partially_succeeded", "failed", "cancelled"}


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    """A runner that works while the block lasts."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:  # a runner that fails ends the block
        group.create_task(run_until(stop, settings))
        try:
            yield
        finally:
            stop.set()


async def followed(
    person: Person, address: str, done: Callable[[dict[str, Any]], bool], timeout_s: float = 60
) -> dict[str, Any]:
    """What is at the address once it is as wished."""
    document: dict[str, Any] = {}
    try:
        async with asyncio.timeout(timeout_s):
            while not done(document):
                document = (await person.get(address)).json()
                await asyncio.sleep(0.05)
    except TimeoutError:
        pytest.fail(f"{address} stayed {document}")
    return document


async def inspected(person: Person, address: str) -> dict[str, Any]:
    """A file or a database after its inspection."""
    return await followed(person, address, lambda shown: shown.get("status") in ("ready", "rejected"))


async def finished(person: Person, analysis_id: str) -> dict[str, Any]:
    """An analysis after its end."""
    return await followed(person, f"/api/analyses/{analysis_id}", lambda shown: shown.get("state") in FINAL)


async def ready_sample(person: Person, *contents: str | bytes, fasta: bytes = FASTA) -> tuple[str, str]:
    """A sample with a ready file for each content, and a ready database; needs a runner. Returns both ids."""
    project_id = await person.project()
    sample_id = await person.sample(project_id)
    database = await upload_database(person, project_id, fasta)
    files = [
        await upload(person, sample_id, content.encode() if isinstance(content, str) else content, f"run{number}.mzML")
        for number, content in enumerate(contents, 1)
    ]
    await inspected(person, f"/api/databases/{database['id']}")
    for file in files:
        assert (await inspected(person, f"/api/files/{file['id']}"))["status"] == "ready"
    return sample_id, database["id"]


async def start_analysis(person: Person, sample_id: str, database_id: str, **body: Any) -> dict[str, Any]:
    """Starts an analysis, and returns it."""
    return await person.created(f"/api/samples/{sample_id}/analyses", {"database_id": database_id, **body})
