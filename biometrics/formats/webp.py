"""WebP (RFC 9649): size and orientation; only the still picture's own chunk is kept."""

from __future__ import annotations

import struct

from biometrics.formats import exif
from biometrics.formats.header import Header, unpack
from biometrics.refusal import ImageReason, ImageRefused

_RIFF_HEADER_BYTES = 12
_CHUNK_HEADER_BYTES = 8
_MOST_CHUNKS = 64
_SIDE_MASK = 0x3FFF  # Fourteen bits.


def claims(data: bytes) -> bool:
    """Whether the file begins like a RIFF container of WebP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read(data: bytes) -> Header:
    """The header of a still WebP, lossy or lossless; raises `ImageRefused`, or IndexError inside a short field.

    The copy holds one chunk: an alpha plane goes with the metadata, faces have none. More than 64 chunks are BROKEN.
    """
    turn = exif.UPRIGHT
    picture: tuple[bytes, bytes] | None = None
    for kind, payload in _chunks(data):
        if kind in {b"ANIM", b"ANMF"}:
            raise ImageRefused(ImageReason.ANIMATED)
        if kind == b"EXIF":
            turn = exif.orientation(payload.removeprefix(b"Exif\0\0"))
        if kind in {b"VP8 ", b"VP8L"} and picture is None:
            picture = kind, payload
    if picture is None:
        raise ImageRefused(ImageReason.BROKEN)
    width, height = _lossy_size(picture[1]) if picture[0] == b"VP8 " else _lossless_size(picture[1])
    return Header("webp", width, height, turn, _still(*picture))


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    (size,) = unpack("<I", data, 4)
    end = size + _CHUNK_HEADER_BYTES
    if end > len(data):
        raise ImageRefused(ImageReason.TRUNCATED)
    found: list[tuple[bytes, bytes]] = []
    at = _RIFF_HEADER_BYTES
    while at + _CHUNK_HEADER_BYTES <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        at += _CHUNK_HEADER_BYTES
        if at + length > end or len(found) == _MOST_CHUNKS:
            raise ImageRefused(ImageReason.BROKEN)
        found.append((kind, data[at : at + length]))
        at += length + length % 2
    return found


def _lossy_size(payload: bytes) -> tuple[int, int]:
    if payload[3:6] != b"\x9d\x01\x2a":
        raise ImageRefused(ImageReason.BROKEN)
    width, height = unpack("<HH", payload, 6)
    return width & _SIDE_MASK, height & _SIDE_MASK


def _lossless_size(payload: bytes) -> tuple[int, int]:
    signature, bits = unpack("<BI", payload, 0)
    if signature != 0x2F:  # noqa: PLR2004
        raise ImageRefused(ImageReason.BROKEN)
    return (bits & _SIDE_MASK) + 1, (bits >> 14 & _SIDE_MASK) + 1


def _still(kind: bytes, payload: bytes) -> bytes:
    padding = b"\0" * (len(payload) % 2)
    body = b"WEBP" + kind + struct.pack("<I", len(payload)) + payload + padding
    return b"RIFF" + struct.pack("<I", len(body)) + body
