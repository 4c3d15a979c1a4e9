"""Packing files into chunks, so that starting a worker pays off."""

from collections.abc import Sequence


def pack(sizes_bytes: Sequence[int], chunk_size_bytes: int) -> list[list[int]]:
    """Splits files into runs of neighbours of at most `chunk_size_bytes`; a larger file gets a chunk of its own.

    Returns:
        The indices of the files of each chunk, in order.
    """
    chunks: list[list[int]] = []
    filled = 0
    for index, size in enumerate(sizes_bytes):
        if chunks and filled + size <= chunk_size_bytes:
            chunks[-1].append(index)
            filled += size
        else:
            chunks.append([index])
            filled = size
    return chunks
