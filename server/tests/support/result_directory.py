"""A small result directory as the engine's contract has it, for tests of what reads one."""

import json
import sqlite3
import struct
import zlib
from array import array
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE filter_steps(ordinal INTEGER PRIMARY KEY, name TEXT, accession TEXT, applied INTEGER, parameters TEXT,
  reason TEXT, spectra_in INTEGER, spectra_out INTEGER, peaks_in INTEGER, peaks_out INTEGER);
CREATE TABLE spectra(id INTEGER PRIMARY KEY, spectrum_id TEXT, title TEXT, scan INTEGER, ms_level INTEGER,
  retention_time_s REAL, precursor_mz REAL, precursor_charge INTEGER, precursor_intensity REAL, total_ion_current REAL,
  base_peak_mz REAL, base_peak_intensity REAL, activation TEXT, peaks_total INTEGER, peaks_kept INTEGER, status TEXT,
  removed_by TEXT, removed_reason TEXT, filter_counts TEXT);
CREATE TABLE peaks(spectrum INTEGER PRIMARY KEY REFERENCES spectra, count INTEGER, data BLOB);
CREATE TABLE psms(id INTEGER PRIMARY KEY, spectrum INTEGER, rank INTEGER, peptide INTEGER, proforma TEXT, sequence TEXT,
  proteins TEXT, is_decoy INTEGER, precursor_mz REAL, precursor_charge INTEGER, precursor_error_ppm REAL,
  isotope_error INTEGER, hyperscore REAL, delta_hyperscore REAL, matched_ions INTEGER, matched_intensity_fraction REAL,
  e_value REAL, q_value REAL, accepted INTEGER, annotations BLOB);
CREATE TABLE peptides(id INTEGER PRIMARY KEY, proforma TEXT, sequence TEXT, proteins TEXT, is_unique INTEGER,
  start INTEGER, "end" INTEGER, missed_cleavages INTEGER, mass_da REAL, charges TEXT, psms INTEGER,
  best_hyperscore REAL, e_value REAL, q_value REAL, accepted INTEGER);
CREATE TABLE peptide_proteins(peptide INTEGER, protein INTEGER, start INTEGER, "end" INTEGER);
CREATE TABLE proteins(id INTEGER PRIMARY KEY, accession TEXT, description TEXT, group_id INTEGER, group_class TEXT,
  membership TEXT, role TEXT, psms INTEGER, peptides INTEGER, unique_peptides INTEGER, coverage_percent REAL,
  coverage_from INTEGER, coverage_to INTEGER, score REAL, e_value REAL, q_value REAL, mass_da REAL, length INTEGER,
  sequence TEXT, n_terminus_seen INTEGER, c_terminus_seen INTEGER);
PRAGMA user_version = 1;
"""

SEQUENCE = "MKWVTFISLLFLFSSAYSRGVFRRDAHK"
MZ = [147.11280, 175.11895, 500.25]
INTENSITY = [10.0, 250.5, 3.25]


def encode_peaks(mz: Sequence[float], intensity: Sequence[float], kept: Sequence[bool]) -> bytes:
    """The blob of `peaks.data`."""
    units = [round(value * 100_000) for value in mz]
    differences = array("I", [unit - before for unit, before in zip(units, [0, *units], strict=False)])
    return zlib.compress(differences.tobytes() + array("f", intensity).tobytes() + bytes(kept))


def encode_annotation(ion: str, ordinal: int, charge: int, loss: int, peak: int, theoretical_mz: float) -> bytes:
    """One record of `psms.annotations`."""
    return struct.pack("<cBBBId", ion.encode(), ordinal, charge, loss, peak, theoretical_mz)


def summary(sha256: str = "0" * 64, name: str = "run.mzML") -> dict[str, Any]:
    """A `summary.json` with a confirmed protein."""
    estimate = {"estimable": False, "threshold": 0.01, "targets": 3, "decoys": 0, "accepted": 3, "message": "n = 3"}
    return {
        "format": "massa-result",
        "format_version": 1,
        "engine_version": "0.1.0",
        "file": {"name": name, "format": "mzml", "size_bytes": 10, "sha256": sha256},
        "database": {"name": "db.fasta", "sha256": "1" * 64, "proteins": 2},
        "expected": {"accession": "P02769", "description": "albumin", "length": len(SEQUENCE), "source": "database"},
        "acquisition": {"type": "dda", "reason_code": "dda", "reason": "because", "overridden": False},
        "resolution": {"ms1": "high", "ms2": "high", "reason_code": "analyser", "reason": "Orbitrap"},
        "preset": {"name": "high-resolution", "chosen_by": "engine", "reason": "Orbitrap"},
        "tolerances": {"precursor": {"value": 10, "unit": "ppm"}, "fragment": {"value": 20, "unit": "ppm"}},
        "parameters": {"enzyme": "Trypsin"},
        "verdict": {
            "outcome": "confirmed",
            "sentence": "The file holds P02769.",
            "reasons": [{"code": "coverage", "params": {"percent": 40}, "text": "40 % covered"}],
            "protein": {
                "accession": "P02769",
                "description": "albumin",
                "e_value": 1e-9,
                "coverage_percent": 40.0,
                "coverage_from": 1,
                "coverage_to": len(SEQUENCE),
                "psms": 3,
                "peptides": 2,
                "unique_peptides": 2,
                "n_terminus_seen": False,
                "c_terminus_seen": True,
                "mass_da": 3300.0,
            },
            "best_competitor": None,
        },
        "counts": {
            "spectra": 5,
            "ms1_spectra": 2,
            "ms2_spectra": 3,
            "searched_spectra": 2,
            "psms": 3,
            "accepted_psms": 2,
            "peptides": 2,
            "proteins": 2,
            "protein_groups": 2,
        },
        "fdr": {"psm": estimate, "peptide": estimate, "protein": estimate},
        "warnings": [],
    }


def write_result(directory: Path, sha256: str = "0" * 64) -> None:
    """Writes the directory: two proteins, two peptides, three PSMs (one of them a decoy), five spectra."""
    directory.mkdir(parents=True)
    (directory / "summary.json").write_text(json.dumps(summary(sha256)))
    (directory / "run.json").write_text('{"threads": 1}')
    for name, header in (("proteins", "accession"), ("peptides", "proforma"), ("psms", "file")):
        (directory / f"{name}.tsv").write_text(f"{header}\n")
    with closing(sqlite3.connect(directory / "result.sqlite")) as connection:
        connection.executescript(SCHEMA)
        _fill(connection)
        connection.commit()


def _fill(connection: sqlite3.Connection) -> None:
    def insert(table: str, *rows: tuple[Any, ...]) -> None:
        for row in rows:
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608

    insert(
        "filter_steps",
        (1, "ms_level", "", 1, '{"minimum": 2}', "MS2 is searched", 5, 3, 300, 9),
        (2, "minimum_peaks", "", 1, '{"minimum_peaks": 2}', "too few peaks say nothing", 3, 2, 9, 6),
    )
    counts = json.dumps([3, 2])
    insert(
        "spectra",
        (
            1,
            "scan=1",
            "",
            1,
            1,
            0.5,
            None,
            None,
            None,
            900.0,
            500.25,
            300.0,
            "",
            100,
            0,
            "not_searched",
            None,
            None,
            "[]",
        ),
        (2, "scan=2", "", 2, 2, 1.0, 500.5, 2, 10.0, 263.75, 175.1, 250.5, "HCD", 3, 2, "searched", None, None, counts),
        (3, "scan=3", "", 3, 2, 1.5, 600.5, 2, 10.0, 20.0, 175.1, 250.5, "HCD", 3, 2, "searched", None, None, counts),
        (
            4,
            "scan=4",
            "",
            4,
            1,
            2.5,
            None,
            None,
            None,
            950.0,
            500.25,
            300.0,
            "",
            100,
            0,
            "not_searched",
            None,
            None,
            "[]",
        ),
        (
            5,
            "scan=5",
            "",
            5,
            2,
            3.0,
            700.5,
            2,
            1.0,
            3.0,
            175.1,
            2.0,
            "HCD",
            1,
            0,
            "removed",
            "minimum_peaks",
            "1 peak",
            "[1]",
        ),
    )
    for spectrum in (2, 3):
        insert("peaks", (spectrum, len(MZ), encode_peaks(MZ, INTENSITY, [True, True, False])))
    y1 = encode_annotation("y", 1, 1, 0, 1, 175.11895)
    loss = encode_annotation("b", 2, 1, 1, 2, 500.2)
    psm = (500.5, 2, 0.5, 0)
    insert(
        "psms",
        (1, 2, 1, 1, "GVFR", "GVFR", "P02769;Q1", 0, *psm, 30.0, 5.0, 6, 0.7, 1e-6, None, 1, y1 + loss),
        (2, 3, 1, 2, "DAHK", "DAHK", "P02769", 0, *psm, 20.0, 5.0, 4, 0.5, 1e-3, None, 1, y1),
        (3, 3, 2, None, "KHAD", "KHAD", "DECOY_P02769", 1, *psm, 9.0, None, 2, 0.1, None, None, 0, b""),
    )
    insert(
        "peptides",
        (1, "GVFR", "GVFR", "P02769;Q1", 0, 20, 23, 0, 477.27, "2", 1, 30.0, 1e-6, None, 1),
        (2, "DAHK", "DAHK", "P02769", 1, 25, 28, 0, 469.23, "2", 1, 20.0, 1e-3, None, 1),
    )
    insert("peptide_proteins", (1, 1, 20, 23), (2, 1, 25, 28), (1, 2, 4, 7))
    protein = (1, "conclusive", "leading")
    insert(
        "proteins",
        (
            1,
            "P02769",
            "albumin",
            *protein,
            "expected",
            2,
            2,
            2,
            28.6,
            1,
            28,
            50.0,
            1e-9,
            None,
            3300.0,
            28,
            SEQUENCE,
            0,
            1,
        ),
        (
            2,
            "Q1",
            "100%_other",
            *protein,
            "background",
            1,
            1,
            0,
            57.1,
            1,
            7,
            30.0,
            1e-6,
            None,
            800.0,
            7,
            "MAAGVFR",
            0,
            0,
        ),
    )
