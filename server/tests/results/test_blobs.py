import pytest
from hypothesis import given
from hypothesis import strategies as st

from massa_server.results.blobs import FragmentMatch, decode_annotations, decode_peaks
from tests.support.result_directory import encode_annotation, encode_peaks

peak = st.tuples(st.integers(1, 400_000_000), st.floats(0, 1e9, width=32), st.booleans())


@given(st.lists(peak, max_size=200))
def test_peaks_come_back_as_they_were_stored(peaks: list[tuple[int, float, bool]]) -> None:
    units = sorted(unit for unit, _, _ in peaks)
    mz = [unit / 100_000 for unit in units]
    intensity = [value for _, value, _ in peaks]
    kept = [flag for _, _, flag in peaks]

    decoded = decode_peaks(len(peaks), encode_peaks(mz, intensity, kept))

    assert decoded.mz == mz
    assert decoded.intensity == intensity
    assert decoded.kept == kept


def test_a_blob_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a spectrum of 2 peaks has 9 bytes instead of 18"):
        decode_peaks(2, encode_peaks([100.0], [1.0], [True]))


def test_annotations_name_ion_charge_loss_and_peak() -> None:
    data = encode_annotation("y", 12, 2, 0, 70_000, 654.321) + encode_annotation("b", 3, 1, 2, 0, 300.1)

    assert decode_annotations(data) == [
        FragmentMatch("y", 12, 2, None, 70_000, 654.321),
        FragmentMatch("b", 3, 1, "NH3", 0, 300.1),
    ]
    assert decode_annotations(None) == []
