"""The three simulated files of the demo sample."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from massa_server.worker.engine import Engine

_GRADIENT_S = 300


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file that holds one protein; the seed makes it the same on every machine."""

    accession: str
    file_name: str
    seed: int


SPECIMENS = (
    Specimen("P02769", "albumin.mzML", 1),
    Specimen("P00698", "lysozyme.mzML", 2),
    Specimen("P68082", "myoglobin.mzML", 3),
)


async def simulate(engine: Engine, specimen: Specimen, proteins: Path, folder: Path) -> Path:
    """Simulates the file of a specimen below `folder`.

    Args:
        proteins: FASTA file that has the specimen's protein.
    """
    fasta = folder / f"{specimen.accession}.fasta"
    entry = await asyncio.to_thread(_entry, proteins, specimen.accession)
    await asyncio.to_thread(fasta.write_text, entry)
    path = folder / specimen.file_name
    await engine.simulate(fasta, path, seed=specimen.seed, gradient_s=_GRADIENT_S)
    return path


def _entry(proteins: Path, accession: str) -> str:
    """The FASTA entry of an accession. Raises LookupError."""
    for entry in proteins.read_text().split(">")[1:]:
        if accession in entry.partition(" ")[0].split("|"):
            return f">{entry}"
    raise LookupError(f"{proteins} has no protein {accession}")
