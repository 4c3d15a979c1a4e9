"""The protein that a file should hold: an accession of the database, or the person's own sequence."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from massa_server.schemas import Input, Name

AMINO_ACIDS = "ACDEFGHIKLMNOPQRSTUVWY"
LONGEST_SEQUENCE = 100_000
MOST_REPORTED = 5


def _accession(value: str) -> str:
    if not value.isprintable() or any(character.isspace() for character in value):
        raise ValueError("is one word, such as P02769: what stands first in the header of the database")
    if value.startswith((">", "-")):
        raise ValueError(f"begins with {value[0]!r}; give the accession alone, such as P02769")
    return value


def _sequence(value: str) -> str:
    """The residues alone, in upper case. Line breaks, spaces and one FASTA header are taken off."""
    text = value.strip()
    if text.startswith(">"):
        _, _, text = text.partition("\n")
    if ">" in text:
        raise ValueError("holds several FASTA entries; a file has one expected protein, so give one")
    residues = re.sub(r"\s+", "", text).upper().removesuffix("*")
    if not residues:
        raise ValueError("is empty; give the residues in one-letter code")
    if len(residues) > LONGEST_SEQUENCE:
        raise ValueError(f"has {len(residues)} residues; at most {LONGEST_SEQUENCE} are allowed")
    wrong = [(at, residue) for at, residue in enumerate(residues, 1) if residue not in AMINO_ACIDS]
    if wrong:
        named = ", ".join(f"{residue!r} at position {at}" for at, residue in wrong[:MOST_REPORTED])
        more = f" and {len(wrong) - MOST_REPORTED} more" if len(wrong) > MOST_REPORTED else ""
        raise ValueError(
            f"holds what is not an amino acid: {named}{more}; "
            f"allowed are the one-letter codes {AMINO_ACIDS} (ambiguous B, J, X and Z have no mass)"
        )
    return residues


class ExpectedAccession(Input):
    """A protein of the database that is searched."""

    kind: Literal["accession"]
    accession: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_accession)
    ]


class ExpectedSequence(Input):
    """The person's own sequence: with tags, mutations, or as the mature chain."""

    kind: Literal["sequence"]
    name: Name
    sequence: Annotated[str, Field(max_length=2 * LONGEST_SEQUENCE), AfterValidator(_sequence)]


ExpectedProtein = Annotated[ExpectedAccession | ExpectedSequence, Field(discriminator="kind")]
