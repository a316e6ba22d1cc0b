"""Photos of two people whose portraits are in the public domain, varied the way phones vary them.

Eileen Collins (NASA) travels with scikit-image, Grace Hopper (United States Navy) with matplotlib; both are read from
the installed packages and nothing is downloaded. They need the `demo` extra.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biometrics.opencv import cv2

Pixels = NDArray[np.uint8]

NAMES = ("collins", "hopper")

_FILES = {
    "collins": ("skimage", "data/astronaut.png"),
    "hopper": ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
}
_CROPS = {  # Rows and columns around the head: one picture shows a second, smaller face in the background.
    "collins": (slice(0, 300), slice(90, 350)),
    "hopper": (slice(0, 480), slice(50, 470)),
}
_PHOTO_SIZE_PX = (480, 640)  # Width and height of what a phone's browser uploads.


class PortraitsMissing(RuntimeError):
    """The packages that carry the portraits are not installed: install the `demo` extra."""


@cache
def portrait(name: str) -> Pixels:
    """The head of `collins` or `hopper` as RGB pixels (rows, columns, 3)."""
    package, inside = _FILES[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise PortraitsMissing(f"{package} is not installed: install checkin-service[demo]")
    data = (Path(spec.submodule_search_locations[0]) / inside).read_bytes()
    picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    rows, columns = _CROPS[name]
    pixels: Pixels = np.ascontiguousarray(picture[rows, columns, ::-1])
    pixels.setflags(write=False)
    return pixels


def photo(name: str, seed: int = 0, size_px: tuple[int, int] = _PHOTO_SIZE_PX) -> bytes:
    """A JPEG as a phone might take it: framing, tilt, light, noise and compression drawn from `seed`."""
    draw = np.random.default_rng([seed, *name.encode()])
    framed = _framed(portrait(name), size_px, draw)
    lit = _lit(framed, draw)
    return to_jpeg(lit, quality=int(draw.integers(75, 96)))


def to_jpeg(pixels: Pixels, quality: int = 90) -> bytes:
    """RGB pixels as a JPEG file."""
    done, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the pixels cannot be written as JPEG")
    return bytes(data)


def _framed(pixels: Pixels, size_px: tuple[int, int], draw: np.random.Generator) -> Pixels:
    width, height = size_px
    rows, columns = pixels.shape[:2]
    closer = draw.uniform(1.05, 1.3)
    scale = closer * max(width / columns, height / rows)
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), draw.uniform(-7, 7), scale)
    turn[:, 2] += [width / 2 - columns / 2, height / 2 - rows / 2]
    turn[:, 2] += draw.uniform(-0.5, 0.5, 2) * (closer - 1) * [width, height]
    framed: Pixels = cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return framed


def _lit(pixels: Pixels, draw: np.random.Generator) -> Pixels:
    gain = draw.uniform(0.8, 1.2) * (1 + draw.uniform(-0.06, 0.06, 3))
    side = np.linspace(-1, 1, pixels.shape[1])[None, :, None] * draw.uniform(-0.15, 0.15)
    noise = draw.normal(0, draw.uniform(1, 4), pixels.shape)
    lit = pixels * gain * (1 + side) + draw.uniform(-8, 8) + noise
    return np.clip(lit, 0, 255).astype(np.uint8)
