"""How each search engine is called on the same spectra and database, and how its hits are read.

Every engine searches with trypsin, two missed cleavages, carbamidomethyl C, at most two oxidised M, ± 10 ppm precursors
(isotope error 0 or 1 where it can), ± 20 ppm fragments and its own reversed decoys.
"""

import csv
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Hit:
    """The best hit of one spectrum."""

    spectrum_id: str
    sequence: str  # residues only, I and L as the engine gave them
    score: float  # larger is better
    is_decoy: bool


@dataclass(frozen=True)
class Engine:
    """One search engine: its command line and the reader of what it writes."""

    name: str
    command: Callable[[Path, Path, Path, int], list[str]]  # spectra (mzML), database, output, threads
    hits: Callable[[Path], Iterator[Hit]]


def residues(sequence: str) -> str:
    """The bare residues of a peptide written with modifications in brackets of any kind."""
    return re.sub(r"[^A-Z]", "", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", sequence))


def massa_command(spectra: Path, database: Path, output: Path, threads: int) -> list[str]:
    """The whole command with its output directory; MASSA names the binary to measure."""
    binary = os.environ.get("MASSA", str(HERE.parents[1] / "build/release/massa"))
    return [
        binary, "analyze", str(spectra), "--database", str(database), "--preset", "high-resolution",
        "--set", 'variable_modifications=["Oxidation@M"]', "--set", "max_variable_modifications=2",
        "--threads", str(threads), "-o", str(output),
    ]  # fmt: skip


def massa_hits(output: Path) -> Iterator[Hit]:
    """Rank 1 of psms.tsv, ordered by E-value as its q-values are."""
    with (output / "psms.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["rank"] == "1":
                yield Hit(row["spectrum_id"], row["sequence"], -float(row["e_value"]), row["is_decoy"] == "1")


def openms_command(spectra: Path, database: Path, output: Path, threads: int) -> list[str]:
    """SimpleSearchEngine of OpenMS 2.6 (Debian's package topp)."""
    return [
        "SimpleSearchEngine", "-in", str(spectra), "-database", str(database), "-out", str(output),
        "-threads", str(threads), "-no_progress", "-Search:decoys", "-Search:precursor:mass_tolerance", "10",
        "-Search:fragment:mass_tolerance", "20", "-Search:peptide:missed_cleavages", "2",
        "-Search:peptide:max_size", "50", "-Search:modifications:variable", "Oxidation (M)",
        "-Search:modifications:variable_max_per_peptide", "2",
    ]  # fmt: skip


def openms_hits(output: Path) -> Iterator[Hit]:
    """The first hit of each identification of an idXML file."""
    for _, element in ElementTree.iterparse(output):
        if element.tag == "PeptideIdentification":
            hit = element.find("PeptideHit")
            if hit is not None:
                kind = hit.find("UserParam[@name='target_decoy']")
                is_decoy = kind is not None and kind.get("value") == "decoy"
                sequence = residues(hit.get("sequence", ""))
                yield Hit(element.get("spectrum_reference", ""), sequence, float(hit.get("score", "0")), is_decoy)
            element.clear()


def sage_command(spectra: Path, database: Path, output: Path, threads: int) -> list[str]:
    """Sage's core through the PyPI package sagepy."""
    return [sys.executable, str(HERE / "sage_search.py"), str(spectra), str(database), str(output), str(threads)]


def sage_hits(output: Path) -> Iterator[Hit]:
    """What sage_search.py wrote."""
    with output.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            yield Hit(row["spectrum_id"], residues(row["sequence"]), float(row["score"]), row["is_decoy"] == "1")


ENGINES = (
    Engine("Massa", massa_command, massa_hits),
    Engine("OpenMS SimpleSearchEngine", openms_command, openms_hits),
    Engine("Sage core", sage_command, sage_hits),
)
