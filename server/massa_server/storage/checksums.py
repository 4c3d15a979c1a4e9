"""CRC64NVME, S3's checksum of whole multipart objects, as base64 of 8 big-endian bytes."""

import base64
import binascii

from awscrt import checksums

LENGTH = 12  # characters of base64


class Crc64Nvme:
    """A running checksum."""

    def __init__(self) -> None:
        self.value = 0

    def update(self, data: bytes) -> None:
        """Add bytes."""
        self.value = checksums.crc64nvme(data, self.value)

    def text(self) -> str:
        """The checksum as S3 writes it."""
        return base64.b64encode(self.value.to_bytes(8, "big")).decode()


def crc64nvme(data: bytes) -> str:
    """The checksum of some bytes."""
    running = Crc64Nvme()
    running.update(data)
    return running.text()


def is_crc64nvme(text: str) -> bool:
    """Whether the text is a checksum as S3 writes it."""
    if len(text) != LENGTH:
        return False
    try:
        return len(base64.b64decode(text, validate=True)) == 8
    except binascii.Error:
        return False
