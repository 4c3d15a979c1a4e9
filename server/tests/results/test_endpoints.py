import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from massa_server.analyses.models import AnalysisFile, AnalysisFileState
from massa_server.db import Database
from massa_server.results.schemas import Summary
from massa_server.storage.protocol import Bucket
from tests.support.analyses import finished_analysis
from tests.support.people import Person, problem
from tests.support.result_directory import INTENSITY, MZ, SEQUENCE, summary, write_result


@pytest.fixture
async def base(app: FastAPI, ana: Person, database: Database, tmp_path: Path) -> str:
    """The address of a finished result of Ana's."""
    analysis_id, file_id = await finished_analysis(database, app.state.store, await ana.sample(), tmp_path)
    return f"/api/analyses/{analysis_id}/files/{file_id}"


async def items(person: Person, address: str, **query: Any) -> list[dict[str, Any]]:
    response = await person.get(address, params=query)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


async def test_the_summary_is_the_engines_own(ana: Person, base: str) -> None:
    response = await ana.get(f"{base}/summary")

    assert response.json() == summary()
    Summary.model_validate(response.json())


async def test_proteins_come_surest_first_and_by_role(ana: Person, base: str) -> None:
    assert [row["accession"] for row in await items(ana, f"{base}/proteins")] == ["P02769", "Q1"]
    assert [row["accession"] for row in await items(ana, f"{base}/proteins", sort="-coverage_percent")] == [
        "Q1",
        "P02769",
    ]
    assert [row["accession"] for row in await items(ana, f"{base}/proteins", role="background")] == ["Q1"]


async def test_a_search_takes_wildcards_as_they_stand(ana: Person, base: str) -> None:
    assert [row["accession"] for row in await items(ana, f"{base}/proteins", search="100%_o")] == ["Q1"]
    assert await items(ana, f"{base}/proteins", search="%") == await items(ana, f"{base}/proteins", search="100%_other")


async def test_a_protein_has_its_sequence_and_the_places_of_its_peptides(ana: Person, base: str) -> None:
    protein = (await ana.get(f"{base}/proteins/1")).json()

    assert protein["sequence"] == SEQUENCE
    places = [(row["sequence"], row["start"], row["end"]) for row in protein["peptides_found"]]
    assert places == [("GVFR", 20, 23), ("DAHK", 25, 28)]
    assert all(SEQUENCE[start - 1 : end] == sequence for sequence, start, end in places)
    other = (await ana.get(f"{base}/proteins/2")).json()
    assert [(row["start"], row["end"]) for row in other["peptides_found"]] == [(4, 7)]


def _write_older_result(directory: Path) -> None:
    """As engines wrote it before they told which residues count for the coverage."""
    write_result(directory)
    document = json.loads((directory / "summary.json").read_text())
    for name in ("coverage_from", "coverage_to"):
        del document["verdict"]["protein"][name]
        with closing(sqlite3.connect(directory / "result.sqlite")) as connection:
            connection.execute(f"ALTER TABLE proteins DROP COLUMN {name}")
    (directory / "summary.json").write_text(json.dumps(document))


async def test_results_of_an_older_engine_stay_readable(
    app: FastAPI, ana: Person, database: Database, tmp_path: Path
) -> None:
    sample = await ana.sample()
    ids = await finished_analysis(database, app.state.store, sample, tmp_path, _write_older_result)
    base = "/api/analyses/{}/files/{}".format(*ids)

    assert (await ana.get(f"{base}/summary")).json()["verdict"]["protein"]["coverage_percent"] == 40
    (first, *_) = await items(ana, f"{base}/proteins")
    assert (first["coverage_from"], first["coverage_to"], first["accession"]) == (None, None, "P02769")
    assert (await ana.get(f"{base}/proteins/1")).json()["coverage_to"] is None


async def test_peptides_of_a_protein(ana: Person, base: str) -> None:
    assert [row["sequence"] for row in await items(ana, f"{base}/peptides", protein=2)] == ["GVFR"]
    assert [row["sequence"] for row in await items(ana, f"{base}/peptides", search="dah")] == ["DAHK"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"protein": 2}, [1]),
        ({"peptide": 2}, [2]),
        ({"spectrum": 3}, [2, 3]),
        ({"spectrum": 3, "rank": 1}, [2]),
        ({"accepted": True}, [1, 2]),
        ({"decoy": True}, [3]),
        ({"sort": "-retention_time_s"}, [2, 3, 1]),
    ],
)
async def test_psms_by_what_they_belong_to(ana: Person, base: str, query: dict[str, Any], expected: list[int]) -> None:
    assert [row["id"] for row in await items(ana, f"{base}/psms", **query)] == expected


async def test_a_list_is_read_page_by_page(ana: Person, base: str) -> None:
    first = (await ana.get(f"{base}/psms", params={"limit": 2})).json()
    second = (await ana.get(f"{base}/psms", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [row["id"] for row in first["items"] + second["items"]] == [1, 2, 3]
    assert second["next_cursor"] is None


async def test_spectra_by_what_the_filter_did(ana: Person, base: str) -> None:
    removed = await items(ana, f"{base}/spectra", status="removed")

    assert [(row["id"], row["removed_by"], row["removed_reason"]) for row in removed] == [
        (5, "minimum_peaks", "1 peak")
    ]
    assert [row["id"] for row in await items(ana, f"{base}/spectra", ms_level=1)] == [1, 4]
    assert [row["id"] for row in await items(ana, f"{base}/spectra", search="SCAN=3")] == [3]


async def test_a_spectrum_has_its_peaks_and_annotated_matches(ana: Person, base: str) -> None:
    spectrum = (await ana.get(f"{base}/spectra/2")).json()

    assert spectrum["mz"] == MZ
    assert spectrum["intensity"] == INTENSITY
    assert spectrum["kept"] == [True, True, False]
    assert spectrum["filter_counts"] == [3, 2]
    (psm,) = spectrum["psms"]
    exact, with_loss = psm["annotations"]
    assert (exact["ion"], exact["ordinal"], exact["loss"], exact["peak"]) == ("y", 1, None, 1)
    assert exact["error_ppm"] == 0
    assert with_loss["loss"] == "H2O"
    assert with_loss["error_ppm"] == pytest.approx((500.25 - 500.2) / 500.2 * 1e6)


async def test_a_spectrum_that_was_not_searched_has_no_peaks(ana: Person, base: str) -> None:
    spectrum = (await ana.get(f"{base}/spectra/5")).json()

    assert spectrum["status"] == "removed"
    assert spectrum["mz"] == spectrum["psms"] == []


async def test_the_filter_report_counts_what_was_removed(ana: Person, base: str) -> None:
    report = (await ana.get(f"{base}/filter-report")).json()

    assert [(step["name"], step["spectra_in"], step["spectra_out"]) for step in report["steps"]] == [
        ("ms_level", 5, 3),
        ("minimum_peaks", 3, 2),
    ]
    assert report["steps"][0]["parameters"] == {"minimum": 2}
    assert report["removed"] == [
        {"removed_by": "minimum_peaks", "removed_reason": "1 peak", "ms_level": 2, "spectra": 1}
    ]


async def test_the_chromatogram_is_of_the_lowest_level_and_keeps_the_highest_when_thinned(
    ana: Person, base: str
) -> None:
    survey = (await ana.get(f"{base}/chromatogram")).json()
    thinned = (await ana.get(f"{base}/chromatogram", params={"ms_level": 2, "points": 2})).json()

    assert (survey["ms_level"], survey["spectrum"], survey["total_ion_current"]) == (1, [1, 4], [900.0, 950.0])
    assert thinned["spectra"] == 3
    assert thinned["spectrum"] == [2, 5]


async def test_downloads_lead_to_the_files(ana: Person, base: str) -> None:
    listed = await items(ana, f"{base}/downloads")
    assert {row["name"] for row in listed} == {
        "summary.json",
        "result.sqlite",
        "proteins.tsv",
        "peptides.tsv",
        "psms.tsv",
        "run.json",
    }

    response = await ana.get(f"{base}/downloads/proteins.tsv")
    assert response.status_code == 302
    content = await ana.get(response.headers["location"])
    assert content.text == "accession\n"
    assert "run%201.proteins.tsv" in content.headers["content-disposition"]


@pytest.mark.parametrize("name", ["outcome.json", "..%2f..%2fmassa.db", "PROTEINS.TSV"])
async def test_only_the_results_own_files_can_be_downloaded(ana: Person, base: str, name: str) -> None:
    assert (await ana.get(f"{base}/downloads/{name}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("proteins", {"sort": "sequence; DROP TABLE proteins"}),
        ("psms", {"cursor": "bnVsbA"}),
        ("spectra", {"limit": 0}),
        ("spectra", {"status": "lost"}),
        ("psms", {"peptide": -1}),
    ],
)
async def test_what_a_list_cannot_do_is_said(ana: Person, base: str, path: str, query: dict[str, Any]) -> None:
    problem(await ana.get(f"{base}/{path}", params=query), 422, "invalid-request")


@pytest.mark.parametrize("path", ["proteins/99", "spectra/99"])
async def test_what_is_not_there_is_not_found(ana: Person, base: str, path: str) -> None:
    problem(await ana.get(f"{base}/{path}"), 404, "not-found")


async def test_a_file_without_result_says_why(ana: Person, base: str, database: Database) -> None:
    async with database.write() as session:
        (file,) = (await session.scalars(AnalysisFile.__table__.select().with_only_columns(AnalysisFile.id))).all()
        row = await session.get_one(AnalysisFile, file)
        row.state, row.error = AnalysisFileState.FAILED, {"kind": "input", "message": "no peaks in it"}

    document = problem(await ana.get(f"{base}/summary"), 409, "no-result")

    assert "no peaks in it" in document["detail"]


async def test_strangers_do_not_learn_that_it_exists(ben: Person, base: str) -> None:
    problem(await ben.get(f"{base}/psms"), 404, "not-found")


async def test_a_result_that_is_no_longer_stored_is_not_found(app: FastAPI, ana: Person, base: str) -> None:
    await app.state.store.delete_prefix(Bucket.RESULTS, "analyses")

    response: httpx.Response = await ana.get(f"{base}/proteins")
    assert "five years" in problem(response, 404, "not-found")["detail"]
