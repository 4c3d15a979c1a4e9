"""Packing files into chunks, so that starting a worker pays off."""

from collections.abc import Sequence

# A list of all chunks' numbers must fit into the 8,192 characters with which a container can be told what to do.
MAX_CHUNKS = 1000


def pack(sizes_bytes: Sequence[int], chunk_size_bytes: int) -> list[list[int]]:
    """Splits files into runs of neighbours of at most `chunk_size_bytes`; a larger file gets a chunk of its own.

    Where that makes more than MAX_CHUNKS, chunks become larger.

    Returns:
        The indices of the files of each chunk, in order.
    """
    chunks = _pack(sizes_bytes, chunk_size_bytes)
    while len(chunks) > MAX_CHUNKS:
        chunk_size_bytes *= 2
        chunks = _pack(sizes_bytes, chunk_size_bytes)
    return chunks


def _pack(sizes_bytes: Sequence[int], chunk_size_bytes: int) -> list[list[int]]:
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
