"""The header of a picture file: size as stored, orientation, and the file without metadata."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself: `format` is `jpeg`, `png` or `webp`.

    Width and height are as stored, before turning; `orientation` is EXIF's, 1 to 8; `bare` is the file without any
    metadata, which decodes to the same pixels.
    """

    format: str
    width_px: int
    height_px: int
    orientation: int
    bare: bytes = field(repr=False)


def unpack(layout: str, data: bytes, at: int) -> tuple[Any, ...]:
    """The fields at byte `at`, by a `struct` layout; raises IndexError where the file ends too early."""
    try:
        return struct.unpack_from(layout, data, at)
    except struct.error as error:
        raise IndexError(str(error)) from error
