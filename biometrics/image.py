"""Decoding of a stranger's bytes into upright pixels, with limits that refuse a harmful file first."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from biometrics.formats import Header, read_header
from biometrics.opencv import MOST_PIXELS, cv2
from biometrics.refusal import ImageReason, ImageRefused

_DENSEST_PIXELS_PER_BYTE = 200  # A photograph of many pixels weighs something; a bomb does not.
_SMALL_PIXELS = 1_000_000  # Below this nothing is a bomb, however well it was compressed.


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """The bounds within which a file is decoded at all; sizes are as stored, before reduction and turning.

    PNG and WebP decode at full size, so they may hold fewer pixels than JPEG, which decodes reduced.
    """

    most_bytes: int = 6_000_000
    """Longest file in bytes; a phone's photo at full resolution has 2 to 5 million."""

    most_pixels: int = MOST_PIXELS
    """Most pixels of a JPEG."""

    most_pixels_without_reduction: int = 4_200_000
    """Most pixels of a PNG or WebP."""

    shortest_side_px: int = 16
    """Least length of the shorter side."""

    widest_aspect: float = 5.0
    """Greatest ratio of the longer side to the shorter."""

    enough_side_px: int = 480
    """The shorter side that detection and alignment need; finer pixels only cost time."""


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """Upright RGB pixels, uint8 (rows, columns, 3), perhaps reduced, with the size the camera stored."""

    pixels: NDArray[np.uint8] = field(repr=False)
    stored_width_px: int
    stored_height_px: int

    @property
    def width_px(self) -> int:
        """Columns of the upright, perhaps reduced picture."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Rows of the upright, perhaps reduced picture."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A JPEG that we have drawn ourselves, with its size."""

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int


def decode(data: bytes, limits: ImageLimits | None = None) -> Image:
    """The upright picture, its metadata gone; raises `ImageRefused` with the reason for anything else.

    JPEG, PNG and WebP only, known by their first bytes. Size and completeness are read from the headers, so that a bomb
    is refused without a pixel decoded. A photo larger than the face path needs is decoded at a half, a quarter or an
    eighth of its size, its shorter side staying at 480 pixels or more.

    >>> decode(b"<svg/>")
    Traceback (most recent call last):
    ...
    biometrics.refusal.ImageRefused: unknown_format
    """
    bounds = limits or ImageLimits()
    if len(data) > bounds.most_bytes:
        raise ImageRefused(ImageReason.TOO_MANY_BYTES)
    header = read_header(data)
    _check(header, bounds)
    pixels = _decode(header, bounds.enough_side_px)
    return Image(_upright(pixels, header.orientation), header.width_px, header.height_px)


def redrawn(data: bytes, *, longest_px: int, limits: ImageLimits) -> Redrawn:
    """The picture drawn anew as a JPEG of at most this length: nothing of the file but what is seen in it remains.

    Raises `ImageRefused` as `decode` does.
    """
    pixels = decode(data, limits).pixels
    height, width = pixels.shape[:2]
    if (longer := max(width, height)) > longest_px:
        size = (max(1, width * longest_px // longer), max(1, height * longest_px // longer))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    pixels = _on_white(pixels, data)  # Last, because blending takes eight times the memory of what it blends.
    done, content = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    if not done:
        raise ImageRefused(ImageReason.BROKEN)
    return Redrawn(content.tobytes(), int(pixels.shape[1]), int(pixels.shape[0]))


def without_metadata(data: bytes) -> bytes:
    """The same picture file without what the camera wrote beside it (EXIF, position, thumbnails, comments).

    Raises `ImageRefused` for a file whose headers cannot be walked. The turn goes with the EXIF: keep `decode`'s pixels
    where upright matters.
    """
    return read_header(data).bare


def from_pixels(pixels: NDArray[np.uint8]) -> Image:
    """An image from RGB pixels that are already trusted, uint8 (rows, columns, 3); nothing is checked."""
    height, width = pixels.shape[:2]
    return Image(np.ascontiguousarray(pixels), width, height)


def _on_white(pixels: NDArray[np.uint8], data: bytes) -> NDArray[np.uint8]:
    """What is transparent is paper: a plan drawn on nothing would be black on black."""
    header = read_header(data)
    if header.format == "jpeg":
        return pixels
    with_alpha = cv2.imdecode(np.frombuffer(header.bare, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    if with_alpha is None or with_alpha.ndim != 3 or with_alpha.shape[2] != 4 or with_alpha.dtype != np.uint8:  # noqa: PLR2004
        return pixels
    size = (pixels.shape[1], pixels.shape[0])
    upright = _upright(with_alpha[:, :, 3:], header.orientation)
    opaque = cv2.resize(upright, size, interpolation=cv2.INTER_AREA)[:, :, np.newaxis] / 255.0
    blended: NDArray[np.uint8] = (pixels * opaque + 255.0 * (1.0 - opaque)).astype(np.uint8)
    return blended


def _check(header: Header, limits: ImageLimits) -> None:
    shorter, longer = sorted((header.width_px, header.height_px))
    pixels = shorter * longer
    most = limits.most_pixels if header.format == "jpeg" else limits.most_pixels_without_reduction
    if pixels > most:
        raise ImageRefused(ImageReason.TOO_MANY_PIXELS)
    if shorter < limits.shortest_side_px or longer > limits.widest_aspect * shorter:
        raise ImageRefused(ImageReason.WRONG_SHAPE)
    if pixels > max(_SMALL_PIXELS, _DENSEST_PIXELS_PER_BYTE * len(header.bare)):
        raise ImageRefused(ImageReason.TOO_MANY_PIXELS)


def _decode(header: Header, enough_side_px: int) -> NDArray[np.uint8]:
    reduction = _reduction(header, enough_side_px) if header.format == "jpeg" else 1
    flags = _REDUCED[reduction] | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels = cv2.imdecode(np.frombuffer(header.bare, dtype=np.uint8), flags)
    except (cv2.error, MemoryError) as error:
        raise ImageRefused(ImageReason.BROKEN) from error
    if pixels is None or pixels.ndim != 3 or pixels.dtype != np.uint8:  # noqa: PLR2004
        raise ImageRefused(ImageReason.BROKEN)
    if header.format != "jpeg" and (factor := _reduction(header, enough_side_px)) > 1:
        size = (pixels.shape[1] // factor, pixels.shape[0] // factor)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    rgb: NDArray[np.uint8] = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return rgb


def _reduction(header: Header, enough_side_px: int) -> int:
    shorter = min(header.width_px, header.height_px)
    return next((factor for factor in (8, 4, 2) if shorter >= factor * enough_side_px), 1)


_REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}


def _upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Undo the camera's turn: EXIF orientations 2, 4, 5 and 7 are mirrored, 5 to 8 lie on their side."""
    if orientation in {5, 6, 7, 8}:
        pixels = pixels.transpose(1, 0, 2)
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
