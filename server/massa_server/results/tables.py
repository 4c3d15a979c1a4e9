"""Queries on the proteins, peptides and PSMs of a `result.sqlite`."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from massa_server.results.paging import Conditions, PageRequest, Rows, read_page

_PROTEIN_COLUMNS = [
    "id",
    "accession",
    "description",
    "group_id",
    "group_class",
    "membership",
    "role",
    "psms",
    "peptides",
    "unique_peptides",
    "coverage_percent",
    "coverage_from",
    "coverage_to",
    "score",
    "e_value",
    "q_value",
    "mass_da",
    "length",
    "n_terminus_seen",
    "c_terminus_seen",
]
_LATER_COLUMNS = {"coverage_from", "coverage_to"}
_PEPTIDE_COLUMNS = [
    "id",
    "proforma",
    "sequence",
    "proteins",
    "is_unique",
    "start",
    "end",
    "missed_cleavages",
    "mass_da",
    "charges",
    "psms",
    "best_hyperscore",
    "e_value",
    "q_value",
    "accepted",
]
_PSM_COLUMNS = [
    "id",
    "spectrum",
    "rank",
    "peptide",
    "proforma",
    "sequence",
    "proteins",
    "is_decoy",
    "precursor_mz",
    "precursor_charge",
    "precursor_error_ppm",
    "isotope_error",
    "hyperscore",
    "delta_hyperscore",
    "matched_ions",
    "matched_intensity_fraction",
    "e_value",
    "q_value",
    "accepted",
]
_PSM_SPECTRUM_COLUMNS = ("spectrum_id", "scan", "retention_time_s")
_PSM_SOURCE = "psms JOIN spectra ON spectra.id = psms.spectrum"


def _qualified(table: str, columns: Iterable[str]) -> list[str]:
    return [f'{table}."{column}" AS "{column}"' for column in columns]


def _protein_columns(connection: sqlite3.Connection) -> list[str]:
    """The columns of a protein; null where an older engine wrote the result without them. Results stay for years."""
    held = {name for (_, name, *_) in connection.execute("PRAGMA table_info(proteins)")}
    return _qualified("proteins", [column for column in _PROTEIN_COLUMNS if column in held]) + [
        f'NULL AS "{column}"' for column in _PROTEIN_COLUMNS if column not in held and column in _LATER_COLUMNS
    ]


def _sortable(table: str, names: str) -> dict[str, str]:
    return {name: f'{table}."{name}"' for name in names.split()}


PROTEIN_SORTS = _sortable(
    "proteins",
    "id accession score e_value q_value coverage_percent psms peptides unique_peptides mass_da length group_id",
)
PEPTIDE_SORTS = _sortable("peptides", "id sequence start mass_da psms best_hyperscore e_value q_value")
PSM_SORTS = _sortable(
    "psms", "id spectrum sequence precursor_mz precursor_error_ppm hyperscore matched_ions e_value q_value"
) | _sortable("spectra", "retention_time_s")


def proteins(connection: sqlite3.Connection, page: PageRequest, *, role: str | None, text: str | None) -> Rows:
    """Proteins of a role; `text` is looked for in accession and description."""
    conditions = Conditions()
    if role is not None:
        conditions.add("proteins.role = ?", role)
    if text is not None:
        _contains(conditions, text, "proteins.accession", "proteins.description")
    return read_page(connection, _protein_columns(connection), "proteins", "proteins.id", conditions, page)


def protein(connection: sqlite3.Connection, protein_id: int) -> dict[str, Any] | None:
    """A protein with its sequence and its peptides placed on it; None when there is none of that id."""
    columns = ", ".join([*_protein_columns(connection), "proteins.sequence"])
    row = connection.execute(f"SELECT {columns} FROM proteins WHERE id = ?", (protein_id,)).fetchone()
    if row is None:
        return None
    on_peptide = [column for column in _PEPTIDE_COLUMNS if column not in ("start", "end")]
    peptides = connection.execute(
        f"SELECT {', '.join(_qualified('peptides', on_peptide))}, "
        'peptide_proteins.start AS start, peptide_proteins."end" AS "end" '
        "FROM peptide_proteins JOIN peptides ON peptides.id = peptide_proteins.peptide "
        'WHERE peptide_proteins.protein = ? ORDER BY peptide_proteins.start, peptide_proteins."end", peptides.id',
        (protein_id,),
    )
    return dict(row) | {"peptides_found": [dict(peptide) for peptide in peptides]}


def peptides(
    connection: sqlite3.Connection,
    page: PageRequest,
    *,
    protein: int | None,
    accepted: bool | None,
    text: str | None,
) -> Rows:
    """Peptides of a protein; `text` is looked for in sequence and ProForma."""
    conditions = Conditions()
    if protein is not None:
        conditions.add("peptides.id IN (SELECT peptide FROM peptide_proteins WHERE protein = ?)", protein)
    if accepted is not None:
        conditions.add("peptides.accepted = ?", accepted)
    if text is not None:
        _contains(conditions, text, "peptides.sequence", "peptides.proforma")
    return read_page(connection, _qualified("peptides", _PEPTIDE_COLUMNS), "peptides", "peptides.id", conditions, page)


def psms(
    connection: sqlite3.Connection,
    page: PageRequest,
    *,
    protein: int | None,
    peptide: int | None,
    spectrum: int | None,
    accepted: bool | None,
    decoy: bool | None,
    rank: int | None,
) -> Rows:
    """PSMs of a protein, of a peptide, of a spectrum, or of all."""
    conditions = Conditions()
    if protein is not None:
        conditions.add("psms.peptide IN (SELECT peptide FROM peptide_proteins WHERE protein = ?)", protein)
    for column, value in (
        ("peptide", peptide),
        ("spectrum", spectrum),
        ("accepted", accepted),
        ("is_decoy", decoy),
        ("rank", rank),
    ):
        if value is not None:
            conditions.add(f"psms.{column} = ?", value)
    columns = _qualified("psms", _PSM_COLUMNS) + _qualified("spectra", _PSM_SPECTRUM_COLUMNS)
    return read_page(connection, columns, _PSM_SOURCE, "psms.id", conditions, page)


def psms_of_spectrum(connection: sqlite3.Connection, spectrum: int) -> list[dict[str, Any]]:
    """The PSMs of a spectrum with their annotations (still encoded), best first."""
    columns = _qualified("psms", [*_PSM_COLUMNS, "annotations"]) + _qualified("spectra", _PSM_SPECTRUM_COLUMNS)
    statement = f"SELECT {', '.join(columns)} FROM {_PSM_SOURCE} WHERE psms.spectrum = ? ORDER BY psms.rank, psms.id"
    return [dict(row) for row in connection.execute(statement, (spectrum,))]


def _contains(conditions: Conditions, text: str, *columns: str) -> None:
    """Case-insensitive: any of the columns contains the text as it stands."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    clause = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
    conditions.add(clause, *[f"%{escaped}%"] * len(columns))
