"""The enzymes that the engine can cut with."""

import csv

from generate.page import LANGUAGES, ROOT, Page, code, page, table

COLUMNS = (
    ("Name", "Accession", "Cuts where this matches"),
    ("Nome", "Identificador", "Corta onde esta expressão casa"),
)


def pages() -> list[Page]:
    with (ROOT / "engine" / "data" / "enzymes.tsv").open() as file:
        enzymes = list(csv.DictReader(file, delimiter="\t"))
    rows = [[row["name"], code(row["accession"]), code(row["regex"])] for row in enzymes]
    return [page("enzymes", language, table(COLUMNS[LANGUAGES.index(language)], rows)) for language in LANGUAGES]
