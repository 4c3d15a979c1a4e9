"""Closed search with Sage's core (the PyPI package sagepy): MZML FASTA OUT THREADS.

Writes OUT as tab-separated spectrum_id, sequence, score, is_decoy: the best hit of each spectrum.
"""

import sys
import warnings
from pathlib import Path

from sagepy.core import (
    EnzymeBuilder,
    SageSearchConfiguration,
    Scorer,
    Tolerance,
)
from sagepy.core.spectrum import read_processed_spectra

warnings.filterwarnings("ignore")


def main() -> None:
    spectra_path, fasta_path, out_path, threads = sys.argv[1:5]
    fixed = {"C": "[UNIMOD:4]"}
    variable = {"M": ["[UNIMOD:35]"]}
    with Path(fasta_path).open(encoding="utf-8") as fasta:
        database = SageSearchConfiguration(
            fasta=fasta.read(),
            enzyme_builder=EnzymeBuilder(2, 7, 50, "KR", "P", True, None),
            static_mods=fixed,
            variable_mods=variable,
            max_variable_mods=2,
            generate_decoys=True,
            bucket_size=2**14,
        ).generate_indexed_database()
    spectra = read_processed_spectra(spectra_path, take_top_n=150, deisotope=True, num_threads=int(threads))
    scorer = Scorer(
        precursor_tolerance=Tolerance(ppm=(-10.0, 10.0)),
        fragment_tolerance=Tolerance(ppm=(-20.0, 20.0)),
        min_isotope_err=0,
        max_isotope_err=1,
        min_matched_peaks=4,
        report_psms=1,
        annotate_matches=False,
        variable_mods=variable,
        static_mods=fixed,
    )
    found = scorer.score_collection_psm(database, spectra, num_threads=int(threads))
    with Path(out_path).open("w", encoding="utf-8") as out:
        out.write("spectrum_id\tsequence\tscore\tis_decoy\n")
        for spectrum_id, psms in found.items():
            for psm in psms[:1]:
                sequence = psm.sequence_decoy if psm.decoy else psm.sequence
                out.write(f"{spectrum_id}\t{sequence}\t{psm.hyperscore}\t{int(psm.decoy)}\n")


if __name__ == "__main__":
    main()
