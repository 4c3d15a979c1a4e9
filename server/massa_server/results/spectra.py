"""Queries on the spectra, peaks and filter steps of a `result.sqlite`."""

import json
import sqlite3
from typing import Any

from massa_server.results.blobs import Peaks, decode_annotations, decode_peaks
from massa_server.results.paging import Conditions, PageRequest, Rows, read_page
from massa_server.results.tables import psms_of_spectrum

_COLUMNS = [
    "id",
    "spectrum_id",
    "title",
    "scan",
    "ms_level",
    "retention_time_s",
    "precursor_mz",
    "precursor_charge",
    "precursor_intensity",
    "total_ion_current",
    "base_peak_mz",
    "base_peak_intensity",
    "activation",
    "peaks_total",
    "peaks_kept",
    "status",
    "removed_by",
    "removed_reason",
]
SPECTRUM_SORTS = {
    name: f"spectra.{name}"
    for name in [
        "id",
        "scan",
        "retention_time_s",
        "precursor_mz",
        "precursor_charge",
        "precursor_intensity",
        "total_ion_current",
        "base_peak_intensity",
        "peaks_total",
        "peaks_kept",
    ]
}


def spectra(
    connection: sqlite3.Connection,
    page: PageRequest,
    *,
    ms_level: int | None,
    status: str | None,
    removed_by: str | None,
    text: str | None,
) -> Rows:
    """Spectra by level and fate; `text` is looked for in native id and title."""
    conditions = Conditions()
    for column, value in (("ms_level", ms_level), ("status", status), ("removed_by", removed_by)):
        if value is not None:
            conditions.add(f"spectra.{column} = ?", value)
    if text is not None:
        conditions.add("instr(lower(spectra.spectrum_id || ' ' || coalesce(spectra.title, '')), lower(?)) > 0", text)
    columns = [f"spectra.{column} AS {column}" for column in _COLUMNS]
    return read_page(connection, columns, "spectra", "spectra.id", conditions, page)


def spectrum(connection: sqlite3.Connection, spectrum: int) -> dict[str, Any] | None:
    """A spectrum with its peaks and annotated PSMs; None when there is none of that id."""
    row = connection.execute(
        f"SELECT {', '.join(_COLUMNS)}, filter_counts FROM spectra WHERE id = ?", (spectrum,)
    ).fetchone()
    if row is None:
        return None
    stored = connection.execute("SELECT count, data FROM peaks WHERE spectrum = ?", (spectrum,)).fetchone()
    peaks = decode_peaks(stored["count"], stored["data"]) if stored is not None else Peaks([], [], [])
    return dict(row) | {
        "filter_counts": json.loads(row["filter_counts"] or "[]"),
        "mz": peaks.mz,
        "intensity": peaks.intensity,
        "kept": peaks.kept,
        "psms": [_annotated(psm, peaks) for psm in psms_of_spectrum(connection, spectrum)],
    }


def _annotated(psm: dict[str, Any], peaks: Peaks) -> dict[str, Any]:
    annotations = [
        {
            "ion": match.ion,
            "ordinal": match.ordinal,
            "charge": match.charge,
            "loss": match.loss,
            "peak": match.peak,
            "theoretical_mz": match.theoretical_mz,
            "error_ppm": (peaks.mz[match.peak] - match.theoretical_mz) / match.theoretical_mz * 1e6,
        }
        for match in decode_annotations(psm["annotations"])
    ]
    return psm | {"annotations": annotations}


def filter_report(connection: sqlite3.Connection) -> dict[str, Any]:
    """The filter's steps in order, and the removed spectra counted by step, reason and MS level."""
    steps = [
        dict(row) | {"parameters": json.loads(row["parameters"] or "{}")}
        for row in connection.execute(
            "SELECT ordinal, name, accession, applied, parameters, reason, "
            "spectra_in, spectra_out, peaks_in, peaks_out FROM filter_steps ORDER BY ordinal"
        )
    ]
    removed = connection.execute(
        "SELECT removed_by, coalesce(removed_reason, '') AS removed_reason, ms_level, count(*) AS spectra "
        "FROM spectra WHERE status = 'removed' GROUP BY removed_by, removed_reason, ms_level "
        "ORDER BY spectra DESC, removed_by"
    )
    return {"steps": steps, "removed": [dict(row) for row in removed]}


def chromatogram(connection: sqlite3.Connection, ms_level: int | None, points: int) -> dict[str, Any]:
    """The total-ion and base-peak chromatogram of an MS level.

    Args:
        ms_level: None for the lowest level that the run has.
        points: most points to return; of each stretch of a longer run the spectrum with the highest current is kept.
    """
    if ms_level is None:
        (lowest,) = connection.execute(
            "SELECT min(ms_level) FROM spectra WHERE retention_time_s IS NOT NULL"
        ).fetchone()
        ms_level = lowest if lowest is not None else 1
    (count,) = connection.execute(
        "SELECT count(*) FROM spectra WHERE ms_level = ? AND retention_time_s IS NOT NULL", (ms_level,)
    ).fetchone()
    rows = connection.execute(
        "SELECT id, retention_time_s, max(coalesce(total_ion_current, 0)) AS total_ion_current, "
        "coalesce(base_peak_intensity, 0) AS base_peak_intensity FROM ("
        " SELECT *, (row_number() OVER (ORDER BY retention_time_s, id) - 1) * min(?, ?) / max(?, 1) AS stretch"
        " FROM spectra WHERE ms_level = ? AND retention_time_s IS NOT NULL"
        ") GROUP BY stretch ORDER BY retention_time_s, id",
        (points, count, count, ms_level),
    ).fetchall()
    return {
        "ms_level": ms_level,
        "spectra": count,
        "spectrum": [row["id"] for row in rows],
        "retention_time_s": [row["retention_time_s"] for row in rows],
        "total_ion_current": [row["total_ion_current"] for row in rows],
        "base_peak_intensity": [row["base_peak_intensity"] for row in rows],
    }
