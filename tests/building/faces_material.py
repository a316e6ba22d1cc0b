"""Photos for tests: two people in the public domain, varied and seeded, and pictures without any face."""

from __future__ import annotations

import numpy as np

from checkin_service.demo.portraits import Pixels, photo, portrait, to_jpeg

__all__ = ["collins", "hopper", "landscape", "photo", "portrait", "several_people", "to_jpeg"]


def collins(seed: int = 0) -> bytes:
    """A JPEG of Eileen Collins."""
    return photo("collins", seed)


def hopper(seed: int = 0) -> bytes:
    """A JPEG of Grace Hopper."""
    return photo("hopper", seed)


def several_people() -> bytes:
    """A JPEG of both side by side."""
    height = 300
    heads = [portrait(name)[:height, :260] for name in ("collins", "hopper")]
    return to_jpeg(np.hstack(heads))


def a_row_of(people: int) -> bytes:
    """A JPEG of so many times the same person, side by side."""
    return to_jpeg(np.hstack([portrait("collins")] * people))


def landscape() -> bytes:
    """A JPEG with smooth hills and no face."""
    rows, columns = np.mgrid[0:480, 0:640]
    hills: Pixels = np.stack([(rows + 40 * np.sin(columns / (60 + 20 * k))) % 256 for k in range(3)], -1).astype(
        np.uint8
    )
    return to_jpeg(hills)
