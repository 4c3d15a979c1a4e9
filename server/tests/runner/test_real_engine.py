"""From files to annotated spectra through the API, the runner and the real engine."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import update

from massa_server.analyses.schemas import AnalysisView
from massa_server.clock import now
from massa_server.db import Database
from massa_server.results import schemas
from massa_server.retention.service import run_retention
from massa_server.samples.models import SampleFile
from massa_server.settings import Settings
from tests.support.people import Person, problem
from tests.support.processes import set_environment
from tests.support.real_engine import DATA, DATABASE, engine_or_skip, sequence_of, simulate
from tests.support.running import finished, inspected, running, start_analysis
from tests.support.uploads import upload

HORSE_MYOGLOBIN, HEN_LYSOZYME = "P68082", "P00698"
RESULT_PARTS = ("summary", "proteins", "proteins/1", "peptides", "psms", "filter-report", "chromatogram", "downloads")


@pytest.fixture
def settings(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The real engine and the databases that come with it."""
    values = {
        "data_dir": data_dir,
        "engine": engine_or_skip(),
        "runner_poll_interval_s": 0.05,
        "builtin_databases_dir": DATA,
        "log_level": "WARNING",
    }
    set_environment(monkeypatch, values)
    return Settings()


@pytest.fixture
async def runner(settings: Settings) -> AsyncIterator[None]:
    async with running(settings):
        yield


async def example_database(person: Person, project_id: str) -> str:
    """The built-in database of example proteins, ready."""
    listed = (await person.get(f"/api/projects/{project_id}/databases")).json()["items"]
    (database_id,) = [database["id"] for database in listed if database["name"] == DATABASE.name]
    assert (await inspected(person, f"/api/databases/{database_id}"))["proteins"] > 200
    return str(database_id)


async def expect(person: Person, file_id: str, expected: dict[str, str]) -> None:
    response = await person.patch(f"/api/files/{file_id}", json={"expected": expected})
    assert response.status_code == 200, response.text


async def shown(person: Person, address: str, model: type[BaseModel], **query: Any) -> dict[str, Any]:
    """What the address shows, which must be as its schema says."""
    response = await person.get(address, params=query)
    assert response.status_code == 200, response.text
    model.model_validate(response.json())
    document: dict[str, Any] = response.json()
    return document


@pytest.mark.timeout(180)
async def test_each_file_gets_its_verdict_and_the_evidence_behind_it(
    ana: Person, settings: Settings, runner: None, tmp_path: Path
) -> None:
    project_id = await ana.project()
    sample_id = await ana.sample(project_id)
    assert settings.engine is not None
    myoglobin = simulate(settings.engine, HORSE_MYOGLOBIN, tmp_path / "myoglobin.mzML")
    right = await upload(ana, sample_id, myoglobin, "right.mzML")
    swapped = await upload(ana, sample_id, myoglobin, "swapped.mzML")
    own = await upload(ana, sample_id, myoglobin, "own.mzML")
    await expect(ana, right["id"], {"kind": "accession", "accession": HORSE_MYOGLOBIN})
    await expect(ana, swapped["id"], {"kind": "accession", "accession": HEN_LYSOZYME})
    tagged = f"MGSSHHHHHH{sequence_of(HORSE_MYOGLOBIN)}"
    await expect(ana, own["id"], {"kind": "sequence", "name": "my construct", "sequence": tagged})
    for file in (right, swapped, own):
        assert (await inspected(ana, f"/api/files/{file['id']}"))["status"] == "ready"
    database_id = await example_database(ana, project_id)

    started = await start_analysis(ana, sample_id, database_id, parameters={"missed_cleavages": 1})
    analysis = await finished(ana, started["id"])

    AnalysisView.model_validate(analysis)
    assert analysis["state"] == "succeeded", analysis["files"]
    outcomes = [file["verdict"]["outcome"] for file in analysis["files"]]
    assert outcomes[:2] == ["confirmed", "another_protein"]
    assert analysis["files"][2]["verdict"]["protein"]["accession"] in ("my_construct", HORSE_MYOGLOBIN)
    await check_evidence(ana, f"/api/analyses/{analysis['id']}/files/{right['id']}")


async def check_evidence(person: Person, base: str) -> None:
    """Every page of the result is there and belongs together."""
    summary = await shown(person, f"{base}/summary", schemas.Summary)
    assert summary["parameters"]["missed_cleavages"] == 1
    proteins = await shown(person, f"{base}/proteins", schemas.ProteinPage)
    best = proteins["items"][0]
    assert (best["accession"], best["role"]) == (HORSE_MYOGLOBIN, "expected")
    protein = await shown(person, f"{base}/proteins/{best['id']}", schemas.ProteinDetail)
    for peptide in protein["peptides_found"]:
        assert protein["sequence"][peptide["start"] - 1 : peptide["end"]] == peptide["sequence"]
    await shown(person, f"{base}/peptides", schemas.PeptidePage, protein=best["id"], sort="-psms")
    psms = await shown(person, f"{base}/psms", schemas.PsmPage, protein=best["id"], accepted=True, rank=1)
    assert psms["items"]
    for psm in psms["items"][:5]:
        spectrum = await shown(person, f"{base}/spectra/{psm['spectrum']}", schemas.SpectrumDetail)
        assert len(spectrum["mz"]) == len(spectrum["intensity"]) == len(spectrum["kept"]) == spectrum["peaks_total"]
        assert spectrum["mz"] == sorted(spectrum["mz"])
        annotated = next(match for match in spectrum["psms"] if match["id"] == psm["id"])
        assert annotated["annotations"]
        assert all(abs(annotation["error_ppm"]) < 25 for annotation in annotated["annotations"])
    report = await shown(person, f"{base}/filter-report", schemas.FilterReport)
    assert report["steps"]
    spectra = await shown(person, f"{base}/spectra", schemas.SpectrumPage, status="searched", limit=1000)
    assert len(spectra["items"]) == summary["counts"]["searched_spectra"]
    chromatogram = await shown(person, f"{base}/chromatogram", schemas.Chromatogram)
    assert chromatogram["spectra"] == summary["counts"]["ms1_spectra"]
    downloads = await shown(person, f"{base}/downloads", schemas.DownloadList)
    assert {"proteins.tsv", "peptides.tsv", "psms.tsv"} <= {download["name"] for download in downloads["items"]}


async def test_the_engines_words_reach_the_reader(ana: Person, runner: None) -> None:
    sample_id = await ana.sample()
    broken = await upload(ana, sample_id, b"<?xml version='1.0'?><mzML><run>", "broken.mzML")
    binary = await upload(ana, sample_id, bytes(range(256)) * 8, "binary.mzML")

    for file in (broken, binary):
        rejected = await inspected(ana, f"/api/files/{file['id']}")
        assert rejected["status"] == "rejected"
        assert file["name"] in rejected["problem"]
        assert "/" not in rejected["problem"].replace("</", "").replace("/>", ""), "a folder of this machine is named"


async def test_wrong_parameters_are_refused_before_anything_runs(
    ana: Person, settings: Settings, runner: None, tmp_path: Path
) -> None:
    project_id = await ana.project()
    sample_id = await ana.sample(project_id)
    assert settings.engine is not None
    content = simulate(settings.engine, HEN_LYSOZYME, tmp_path / "lysozyme.mzML", gradient_s=30)
    file = await upload(ana, sample_id, content)
    await inspected(ana, f"/api/files/{file['id']}")
    database_id = await example_database(ana, project_id)

    wrong: list[dict[str, Any]] = [
        {"preset": "best"},
        {"parameters": {"missed_cleavage": 1}},
        {"parameters": {"missed_cleavages": -1}},
        {"parameters": {"enzyme": "Tripsin"}},
        {"parameters": {"fixed_modifications": ["Nothing@C"]}},
    ]
    for body in wrong:
        response = await ana.post(f"/api/samples/{sample_id}/analyses", json={"database_id": database_id, **body})
        problem(response, 422, "invalid-request")


async def test_the_parameters_are_the_engines_own(ana: Person, settings: Settings, runner: None) -> None:
    schema = (await ana.get("/api/parameters/schema")).json()
    presets = (await ana.get("/api/parameters/presets")).json()["items"]

    assert schema["properties"]["missed_cleavages"]["description"]
    assert [preset["name"] for preset in presets] == ["auto", "high-resolution", "hybrid", "low-resolution"]


@pytest.mark.timeout(180)
async def test_a_result_is_whole_when_its_raw_file_is_gone(
    ana: Person, app: FastAPI, database: Database, settings: Settings, tmp_path: Path
) -> None:
    assert settings.engine is not None
    async with running(settings):
        project_id = await ana.project()
        sample_id = await ana.sample(project_id)
        content = simulate(settings.engine, HEN_LYSOZYME, tmp_path / "run.mzML", gradient_s=30)
        file = await upload(ana, sample_id, content)
        database_id = await example_database(ana, project_id)
        await inspected(ana, f"/api/files/{file['id']}")
        analysis = await finished(ana, (await start_analysis(ana, sample_id, database_id))["id"])
    result = f"/api/analyses/{analysis['id']}/files/{file['id']}"
    assert analysis["files"][0]["raw_expires_at"] is not None
    before = {part: (await ana.get(f"{result}/{part}")).text for part in RESULT_PARTS}

    async with database.write() as session:
        await session.execute(update(SampleFile).values(expires_at=now()))
    report = await run_retention(database, app.state.store, settings.model_copy(update={"deletion_delay_s": 0}))
    await app.state.result_cache.forget("analyses")

    assert (report.expired_files, report.agrees) == (1, True)
    assert (await ana.get(f"/api/files/{file['id']}")).status_code == 404
    gone = (await ana.get(f"/api/analyses/{analysis['id']}")).json()
    assert (gone["files"][0]["raw_expires_at"], gone["files"][0]["verdict"]["outcome"]) == (None, "identified")
    assert {part: (await ana.get(f"{result}/{part}")).text for part in RESULT_PARTS} == before
    searched, cursor = 0, None
    while True:
        query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = await shown(ana, f"{result}/spectra", schemas.SpectrumPage, **query)
        for spectrum in page["items"]:
            opened = await shown(ana, f"{result}/spectra/{spectrum['id']}", schemas.SpectrumDetail)
            if spectrum["status"] == "searched":
                searched += 1
                assert len(opened["mz"]) == spectrum["peaks_total"] > 0
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert searched == analysis["files"][0]["counts"]["searched_spectra"] > 0
    for download in (await ana.get(f"{result}/downloads")).json()["items"]:
        fetched = await ana.get(f"{result}/downloads/{download['name']}", follow_redirects=True)
        assert len(fetched.content) == download["size_bytes"]
