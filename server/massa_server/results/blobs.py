"""Decoding the two binary columns of `result.sqlite`: a spectrum's peaks and a PSM's fragment annotations."""

import struct
import sys
import zlib
from array import array
from dataclasses import dataclass
from itertools import accumulate

_MZ_UNITS_PER_DALTON = 100_000
_KEPT = 0b1
_BYTES_PER_PEAK = 4 + 4 + 1
_ANNOTATION = struct.Struct("<cBBBId")
_LOSSES = (None, "H2O", "NH3")


@dataclass(frozen=True, slots=True)
class Peaks:
    """The centroided peaks of a spectrum, in ascending m/z; the three lists have one length.

    Attributes:
        kept: whether the filter left the peak to the search.
    """

    mz: list[float]
    intensity: list[float]
    kept: list[bool]


@dataclass(frozen=True, slots=True)
class FragmentMatch:
    """A theoretical fragment ion that was matched to a peak of the spectrum.

    Attributes:
        ion: the series: a, b, c, y or z.
        ordinal: residues in the fragment.
        loss: neutral loss, `H2O`, `NH3` or None.
        peak: 0-based index into the spectrum's peaks.
    """

    ion: str
    ordinal: int
    charge: int
    loss: str | None
    peak: int
    theoretical_mz: float


def decode_peaks(count: int, data: bytes) -> Peaks:
    """Decodes the column `peaks.data`: zlib of m/z differences, intensities and flags.

    Raises:
        ValueError: the blob does not hold `count` peaks.
    """
    raw = zlib.decompress(data, bufsize=max(count * _BYTES_PER_PEAK, 1))
    if len(raw) != count * _BYTES_PER_PEAK:
        raise ValueError(f"a spectrum of {count} peaks has {len(raw)} bytes instead of {count * _BYTES_PER_PEAK}")
    differences = _little_endian("I", raw[: 4 * count])
    intensity = _little_endian("f", raw[4 * count : 8 * count])
    return Peaks(
        mz=[units / _MZ_UNITS_PER_DALTON for units in accumulate(differences)],
        intensity=list(intensity),
        kept=[bool(flags & _KEPT) for flags in raw[8 * count :]],
    )


def decode_annotations(data: bytes | None) -> list[FragmentMatch]:
    """Decodes the column `psms.annotations`: records of 16 bytes, little endian."""
    return [
        FragmentMatch(ion.decode("ascii"), ordinal, charge, _LOSSES[loss], peak, theoretical_mz)
        for ion, ordinal, charge, loss, peak, theoretical_mz in _ANNOTATION.iter_unpack(data or b"")
    ]


def _little_endian(typecode: str, data: bytes) -> "array[float]":
    values: array[float] = array(typecode, data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
