"""PNG (W3C, third edition): size, orientation and last chunk; only the chunks that hold pixels are kept."""

from __future__ import annotations

from biometrics.formats import exif
from biometrics.formats.header import Header, unpack
from biometrics.refusal import ImageReason, ImageRefused

_MAGIC = b"\x89PNG\r\n\x1a\n"
_PIXEL_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_MOST_CHUNKS = 10_000
_OVERHEAD_BYTES = 12  # Length, type and checksum around each chunk.


def claims(data: bytes) -> bool:
    """Whether the file begins with PNG's signature."""
    return data.startswith(_MAGIC)


def read(data: bytes) -> Header:
    """The header of a still PNG; raises `ImageRefused`, or IndexError where the file ends inside a field.

    Checksums are left to the decoder. More than 10 000 chunks are BROKEN.
    """
    length, kind, width, height = unpack(">I4sII", data, len(_MAGIC))
    if kind != b"IHDR" or length != 13:  # noqa: PLR2004
        raise ImageRefused(ImageReason.BROKEN)
    turn, kept = _walk(data)
    return Header("png", width, height, turn, b"".join(kept))


def _walk(data: bytes) -> tuple[int, list[bytes]]:
    turn, kept, at = exif.UPRIGHT, [_MAGIC], len(_MAGIC)
    for _ in range(_MOST_CHUNKS):
        length, kind = unpack(">I4s", data, at)
        chunk = data[at : at + length + _OVERHEAD_BYTES]
        if len(chunk) != length + _OVERHEAD_BYTES:
            raise ImageRefused(ImageReason.TRUNCATED)
        if kind == b"acTL":
            raise ImageRefused(ImageReason.ANIMATED)
        if kind == b"eXIf":
            turn = exif.orientation(chunk[8:-4])
        if kind in _PIXEL_CHUNKS:
            kept.append(chunk)
        if kind == b"IEND":
            return turn, kept
        at += len(chunk)
    raise ImageRefused(ImageReason.BROKEN)
