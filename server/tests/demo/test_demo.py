"""The demo: made once, by the real engine, as a person would make it."""

import time
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from massa_server.demo.account import DEMO_EMAIL
from massa_server.demo.command import make_demo
from massa_server.settings import Settings
from tests.support.people import Person
from tests.support.processes import set_environment
from tests.support.real_engine import DATA, engine_or_skip
from tests.support.stores import KINDS, Storage

PASSWORD = "the demo password"
SECOND_START_S = 15


@pytest.fixture
def settings(data_dir: Path, storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Settings:
    values = {
        "data_dir": data_dir,
        "engine": engine_or_skip(),
        "builtin_databases_dir": DATA,
        "log_level": "WARNING",
        **storage.settings,
    }
    set_environment(monkeypatch, values)
    return Settings()


@pytest.fixture
async def guest(app: FastAPI, settings: Settings) -> Person:
    """Somebody with the demo account, after the demo was made."""
    await make_demo(settings, SecretStr(PASSWORD))
    person = Person("http://massa.test", httpx.ASGITransport(app, raise_app_exceptions=False))
    assert (await person.sign_in(DEMO_EMAIL, PASSWORD)).status_code == 200
    return person


@pytest.mark.parametrize("storage", KINDS, indirect=True)
async def test_each_of_the_three_proteins_is_confirmed(guest: Person) -> None:
    (project,) = (await guest.get("/api/projects")).json()["items"]
    (sample,) = (await guest.get(f"/api/projects/{project['id']}/samples")).json()["items"]
    (analysis,) = (await guest.get(f"/api/samples/{sample['id']}/analyses")).json()["items"]

    assert analysis["state"] == "succeeded"
    found = {file["name"]: file["verdict"] for file in analysis["files"]}
    assert {name: verdict["outcome"] for name, verdict in found.items()} == {
        "albumin.mzML": "confirmed",
        "lysozyme.mzML": "confirmed",
        "myoglobin.mzML": "confirmed",
    }
    assert found["lysozyme.mzML"]["protein"]["accession"] == "P00698"


async def test_a_second_start_changes_nothing_and_is_quick(guest: Person, settings: Settings) -> None:
    async def listed() -> list[str]:
        (project,) = (await guest.get("/api/projects")).json()["items"]
        (sample,) = (await guest.get(f"/api/projects/{project['id']}/samples")).json()["items"]
        analyses = (await guest.get(f"/api/samples/{sample['id']}/analyses")).json()["items"]
        return [sample["id"], *(analysis["id"] for analysis in analyses)]

    before = await listed()
    start_s = time.monotonic()

    await make_demo(settings, SecretStr(PASSWORD))

    assert time.monotonic() - start_s < SECOND_START_S
    assert await listed() == before


async def test_the_password_is_the_one_of_the_last_start(guest: Person, settings: Settings) -> None:
    await make_demo(settings, SecretStr("another password"))

    assert (await guest.sign_in(DEMO_EMAIL, PASSWORD)).status_code == 401
    assert (await guest.sign_in(DEMO_EMAIL, "another password")).status_code == 200
