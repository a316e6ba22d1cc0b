"""Headers of JPEG, PNG and WebP files, read before any decoder sees the bytes."""

from __future__ import annotations

from collections.abc import Callable

from biometrics.formats import jpeg, png, webp
from biometrics.formats.header import Header
from biometrics.refusal import ImageReason, ImageRefused

__all__ = ["Header", "read_header"]


def read_header(data: bytes) -> Header:
    """The header of a JPEG, PNG or WebP file, known by its first bytes and never by its name.

    The whole file is walked, no pixel is decoded: sizes, turn and completeness are known, and the header carries a copy
    without metadata. Raises `ImageRefused`: UNKNOWN_FORMAT, TRUNCATED, BROKEN or ANIMATED.
    """
    for claims, read in _KINDS:
        if claims(data):
            try:
                return read(data)
            except IndexError as error:
                raise ImageRefused(ImageReason.TRUNCATED) from error
    raise ImageRefused(ImageReason.UNKNOWN_FORMAT)


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Header]], ...] = (
    (jpeg.claims, jpeg.read),
    (png.claims, png.read),
    (webp.claims, webp.read),
)
