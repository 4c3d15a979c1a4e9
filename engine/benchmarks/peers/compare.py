"""Measures Massa beside other search engines on the same spectra, in one run, and prints the ratios.

usage: compare.py SPECTRA.mzML DATABASE.fasta TRUTH.tsv [--threads 2] [--repeats 3] [--engine NAME]...

TRUTH.tsv is what `massa simulate` writes: the peptide of every spectrum. A true identification is a target hit at
q ≤ 1 % (target–decoy, q = (decoys + 1) / targets, by each engine's own score) with that peptide, I = L.
"""

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from engines import ENGINES, Engine, Hit

FDR = 0.01
COMMON_RESIDUES = frozenset("ARNDCQEGHILKMFPSTWYVU")  # Sage's core ends at any other letter, e.g. O or X


@dataclass(frozen=True)
class Run:
    """What the operating system accounted for one whole command."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def run(command: list[str], log: Path) -> Run:
    """Runs a command to its end; ends this program with the log if it fails."""
    start = time.monotonic()
    with log.open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink)
        _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    return Run(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def accepted(hits: list[Hit]) -> list[Hit]:
    """Target hits at q ≤ FDR."""
    ranked = sorted(hits, key=lambda hit: -hit.score)
    decoys = targets = cut = 0
    for position, hit in enumerate(ranked, start=1):
        decoys += hit.is_decoy
        targets += not hit.is_decoy
        if targets and (decoys + 1) / targets <= FDR:
            cut = position
    return [hit for hit in ranked[:cut] if not hit.is_decoy]


def read_truth(path: Path) -> dict[str, set[str]]:
    """The peptides (I written as L) that each spectrum holds; chimeric spectra hold several."""
    truth: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["sequence"]:
                truth.setdefault(row["spectrum_id"], set()).add(row["sequence"].replace("I", "L"))
    return truth


def common_database(path: Path, target: Path) -> int:
    """Writes the entries that every engine reads to `target`; returns how many it left out."""
    entries = path.read_text(encoding="utf-8").split(">")[1:]
    common = [entry for entry in entries if COMMON_RESIDUES.issuperset("".join(entry.splitlines()[1:]))]
    target.write_text("".join(f">{entry}" for entry in common), encoding="utf-8")
    return len(entries) - len(common)


def measure(engine: Engine, arguments: argparse.Namespace, database: Path, folder: Path) -> tuple[list[Run], list[Hit]]:
    """Runs one engine as often as asked and reads the hits of the last run."""
    runs = []
    output = folder / "output"
    for _ in range(arguments.repeats):
        if output.is_dir():
            shutil.rmtree(output)
        command = engine.command(arguments.spectra, database, output, arguments.threads)
        runs.append(run(command, folder / "log"))
    return runs, list(engine.hits(output))


def compare(arguments: argparse.Namespace, database: Path) -> None:
    """Prints one line an engine, then the ratios to Massa."""
    truth = read_truth(arguments.truth)
    print(f"{len(truth)} spectra with a peptide, {arguments.threads} threads, median of {arguments.repeats} runs\n")
    print(f"{'engine':28}{'wall s':>9}{'CPU s':>9}{'MiB':>8}{'PSMs 1 %':>10}{'true':>8}{'false %':>9}")
    medians: dict[str, Run] = {}
    for engine in ENGINES:
        if arguments.engine and engine.name not in arguments.engine:
            continue
        with tempfile.TemporaryDirectory() as folder:
            runs, hits = measure(engine, arguments, database, Path(folder))
        median = Run(
            statistics.median(each.wall_s for each in runs),
            statistics.median(each.cpu_s for each in runs),
            statistics.median(each.peak_mib for each in runs),
        )
        medians[engine.name] = median
        found = accepted(hits)
        true = sum(hit.sequence.replace("I", "L") in truth.get(hit.spectrum_id, ()) for hit in found)
        false_percent = 100 * (1 - true / len(found)) if found else 0.0
        print(
            f"{engine.name:28}{median.wall_s:9.2f}{median.cpu_s:9.2f}{median.peak_mib:8.0f}"
            f"{len(found):10d}{true:8d}{false_percent:9.2f}",
            flush=True,
        )
    own = medians.pop("Massa", None)
    if own:
        print()
        for name, other in medians.items():
            print(
                f"{name}: {other.wall_s / own.wall_s:.1f}x the wall time, {other.cpu_s / own.cpu_s:.1f}x the CPU time, "
                f"{other.peak_mib / own.peak_mib:.1f}x the memory of Massa"
            )


def main() -> None:
    """Reads the command line and gives every engine the same database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spectra", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3, help="runs of each engine; the median is printed")
    parser.add_argument("--engine", action="append", choices=[engine.name for engine in ENGINES])
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "database.fasta"
        left_out = common_database(arguments.database, database)
        print(f"{left_out} database entries left out that not every engine reads")
        compare(arguments, database)


if __name__ == "__main__":
    main()
