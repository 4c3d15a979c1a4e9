"""The real engine, where it is built, and runs that it simulates."""

import os
import subprocess
from pathlib import Path

import pytest

from massa_server.worker.engine import EngineFault, find_engine

DATA = Path(__file__).parents[3] / "engine" / "data"
DATABASE = DATA / "example_proteins.fasta"


def engine_or_skip() -> Path:
    """The engine's path; skips the test, with the reason, where there is none."""
    configured = os.environ.get("MASSA_ENGINE")
    try:
        return find_engine(Path(configured) if configured else None)
    except EngineFault as fault:
        pytest.skip(str(fault))


def simulate(engine: Path, accession: str, path: Path, *, gradient_s: int = 120, seed: int = 1) -> bytes:
    """An LC-MS/MS run of one of the example proteins, as the bytes of its file."""
    fasta = path.with_suffix(".fasta")
    fasta.write_text(f">{_entry(accession)}")
    options = ["--seed", str(seed), "--gradient-s", str(gradient_s)]
    subprocess.run(
        [str(engine), "simulate", str(fasta), "--mzml", str(path), *options], check=True, capture_output=True
    )
    return path.read_bytes()


def sequence_of(accession: str) -> str:
    """The sequence of one of the example proteins."""
    return "".join(_entry(accession).splitlines()[1:])


def _entry(accession: str) -> str:
    entries = DATABASE.read_text().split(">")
    return next(entry for entry in entries if accession in entry.partition(" ")[0].split("|"))
