"""What a picture file says of itself."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Header:
    """Size as stored (before turning), the EXIF orientation 1 to 8, and the file without any metadata."""

    format: str
    width_px: int
    height_px: int
    orientation: int
    bare: bytes = field(repr=False)


def unpack(layout: str, data: bytes, at: int) -> tuple[Any, ...]:
    """The fields at byte `at`; IndexError where the file ends too early."""
    try:
        return struct.unpack_from(layout, data, at)
    except struct.error as error:
        raise IndexError(str(error)) from error
