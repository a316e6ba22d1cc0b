"""The orientation in an EXIF block; no other metadata is ever read."""

from __future__ import annotations

from biometrics.formats.header import unpack

UPRIGHT = 1

_ORIENTATION_TAG = 0x0112
_MOST_ENTRIES = 512
_ENTRY_BYTES = 12
_LAST_ORIENTATION = 8


def orientation(tiff: bytes) -> int:
    r"""The EXIF orientation 1 to 8 of a TIFF block (JEITA CP-3451, tag 0x0112); nonsense counts as 1, upright.

    Only the first directory is searched and at most 512 entries, so that a loop of offsets ends.

    >>> orientation(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0")
    6
    >>> orientation(b"nonsense")
    1
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return UPRIGHT
    try:
        return _search(tiff, order)
    except IndexError:
        return UPRIGHT


def _search(tiff: bytes, order: str) -> int:
    (at,) = unpack(order + "I", tiff, 4)
    (entries,) = unpack(order + "H", tiff, at)
    for entry in range(min(entries, _MOST_ENTRIES)):
        tag, _, _, value = unpack(order + "HHIH", tiff, at + 2 + entry * _ENTRY_BYTES)
        if tag == _ORIENTATION_TAG:
            return value if UPRIGHT <= value <= _LAST_ORIENTATION else UPRIGHT
    return UPRIGHT
