"""The protein that a file should hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from massa_server.samples.expected import AMINO_ACIDS, ExpectedProtein

expected: TypeAdapter[Any] = TypeAdapter(ExpectedProtein)


def sequence(text: str) -> str:
    """The sequence that is kept of what was typed."""
    return str(expected.validate_python({"kind": "sequence", "name": "Own", "sequence": text}).sequence)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mkwvtf", "MKWVTF"),
        (" MKW\nVTF \r\n", "MKWVTF"),
        (">sp|P02769|ALBU_BOVIN Albumin\nMKWV\nTF", "MKWVTF"),
        ("MKWVTF*", "MKWVTF"),
        ("MUO", "MUO"),
    ],
)
def test_what_people_paste_is_cleaned(typed: str, kept: str) -> None:
    assert sequence(typed) == kept


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "is empty"),
        (">only a header", "is empty"),
        ("MKXV", "'X' at position 3"),
        ("MK1V2", "'1' at position 3, '2' at position 5"),
        ("?" * 9, "and 4 more"),
        (">a\nMK\n>b\nWV", "several FASTA entries"),
        ("M" * 100_001, "has 100001 residues; at most 100000"),
    ],
)
def test_what_is_no_sequence_is_refused_with_its_place(typed: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        sequence(typed)


@given(st.text(alphabet=AMINO_ACIDS, min_size=1, max_size=60), st.integers(1, 10))
def test_line_breaks_never_change_a_sequence(residues: str, width: int) -> None:
    wrapped = "\n".join(residues[at : at + width] for at in range(0, len(residues), width))
    assert sequence(wrapped) == sequence(wrapped.lower()) == residues


@pytest.mark.parametrize("accession", ["", "  ", "P02769 P02768", ">P02769", "--help", "P\x00", "P" * 101])
def test_an_accession_is_one_word(accession: str) -> None:
    with pytest.raises(ValidationError):
        expected.validate_python({"kind": "accession", "accession": accession})


def test_an_accession_is_kept() -> None:
    value = expected.validate_python({"kind": "accession", "accession": " sp|P02769|ALBU_BOVIN "})
    assert value.accession == "sp|P02769|ALBU_BOVIN"
