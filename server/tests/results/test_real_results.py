"""Every kind of result that the real engine writes can be read, also those with nothing in them."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from massa_server.results import schemas, spectra, tables
from massa_server.results.paging import PageRequest, Sort
from tests.support.real_engine import DATABASE, engine_or_skip

KINDS = {
    "high resolution": ["--kind", "lc-msms", "--gradient-s", "30"],
    "ion trap": ["--kind", "lc-msms", "--gradient-s", "30", "--instrument", "low-resolution"],
    "fragments only": ["--kind", "ms2-only", "--spectra", "50"],
    "peptide mass fingerprint": ["--kind", "pmf"],
    "intact protein": ["--kind", "intact"],
}


@pytest.fixture(scope="module", params=KINDS)
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result directory of a simulated run of this kind."""
    engine, folder = str(engine_or_skip()), tmp_path_factory.mktemp("real")
    run, database, output = str(folder / "run.mzML"), str(DATABASE), folder / "result"
    simulate = [engine, "simulate", database, "--mzml", run, "--seed", "7", *KINDS[request.param]]
    subprocess.run(simulate, check=True, capture_output=True)
    subprocess.run([engine, "analyze", run, "-d", database, "-o", str(output)], check=True, capture_output=True)
    return output


@pytest.fixture
def connection(result: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{result / 'result.sqlite'}?mode=ro&immutable=1", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_summary_is_as_the_schema_says(result: Path) -> None:
    summary = schemas.Summary.model_validate_json((result / "summary.json").read_bytes())
    assert summary.verdict.sentence


def test_the_version_of_the_tables_is_the_one_that_we_read(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    assert version == 1


@pytest.mark.parametrize("column", sorted(tables.PROTEIN_SORTS))
def test_proteins_by_every_column(connection: sqlite3.Connection, column: str) -> None:
    page = PageRequest(Sort.parse(f"-{column}", tables.PROTEIN_SORTS), 20)
    rows = tables.proteins(connection, page, role=None, text=None)
    for protein in schemas.ProteinPage.model_validate(rows, from_attributes=True).items[:3]:
        schemas.ProteinDetail.model_validate(tables.protein(connection, protein.id))


@pytest.mark.parametrize("column", sorted(tables.PEPTIDE_SORTS))
def test_peptides_by_every_column(connection: sqlite3.Connection, column: str) -> None:
    page = PageRequest(Sort.parse(column, tables.PEPTIDE_SORTS), 20)
    rows = tables.peptides(connection, page, protein=None, accepted=None, text=None)
    schemas.PeptidePage.model_validate(rows, from_attributes=True)


@pytest.mark.parametrize("column", sorted(tables.PSM_SORTS))
def test_psms_by_every_column(connection: sqlite3.Connection, column: str) -> None:
    page = PageRequest(Sort.parse(column, tables.PSM_SORTS), 20)
    rows = tables.psms(
        connection, page, protein=None, peptide=None, spectrum=None, accepted=None, decoy=None, rank=None
    )
    schemas.PsmPage.model_validate(rows, from_attributes=True)


@pytest.mark.parametrize("column", sorted(spectra.SPECTRUM_SORTS))
def test_spectra_by_every_column(connection: sqlite3.Connection, column: str) -> None:
    page = PageRequest(Sort.parse(column, spectra.SPECTRUM_SORTS), 20)
    rows = spectra.spectra(connection, page, ms_level=None, status=None, removed_by=None, text=None)
    listed = schemas.SpectrumPage.model_validate(rows, from_attributes=True).items
    assert listed
    for spectrum in listed[:3]:
        schemas.SpectrumDetail.model_validate(spectra.spectrum(connection, spectrum.id))


def test_every_searched_spectrum_has_its_peaks(connection: sqlite3.Connection) -> None:
    searched = connection.execute("SELECT id, peaks_total FROM spectra WHERE status = 'searched'").fetchall()
    for row in searched:
        found = schemas.SpectrumDetail.model_validate(spectra.spectrum(connection, row["id"]))
        assert len(found.mz) == row["peaks_total"]
        for psm in found.psms:
            assert all(annotation.peak < len(found.mz) for annotation in psm.annotations)
            assert psm.annotations or not psm.accepted


def test_the_filter_report_adds_up(connection: sqlite3.Connection) -> None:
    report = schemas.FilterReport.model_validate(spectra.filter_report(connection))
    # Spectra of levels that are not searched are no loss: their status is `not_searched`.
    steps = [step for step in report.steps if step.name != "ms_level"]
    assert all(before.spectra_out == after.spectra_in for before, after in pairwise(report.steps))
    assert sum(step.spectra_in - step.spectra_out for step in steps) == sum(row.spectra for row in report.removed)


def test_the_chromatogram_has_a_point_for_each_spectrum(connection: sqlite3.Connection) -> None:
    found = schemas.Chromatogram.model_validate(spectra.chromatogram(connection, None, 100_000))
    assert len(found.spectrum) == found.spectra
    assert found.retention_time_s == sorted(found.retention_time_s)
