"""Alignment of a face: turned, scaled and moved so that its landmarks lie where a network expects them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biometrics.image import Image
from biometrics.opencv import cv2

Points = NDArray[np.float64]


def similarity(points: Points, template: Points) -> Points:
    """The matrix of turn, scale and shift that brings `points` closest to `template`, in least squares.

    Both are (n, 2) with n of at least 2, x then y, in pixels; the answer is (2, 3), for column vectors (x, y, 1). A
    mirror image is never fitted (a Helmert transformation of four parameters).

    >>> similarity(np.array([[0.0, 0], [1, 0]]), np.array([[10.0, 5], [12, 5]])).round(6).ravel().tolist()
    [2.0, -0.0, 10.0, 0.0, 2.0, 5.0]
    """
    (x, y), one, zero = points.T, np.ones(len(points)), np.zeros(len(points))
    rows = np.concatenate([np.stack([x, -y, one, zero], axis=1), np.stack([y, x, zero, one], axis=1)])
    (a, b, right, down), *_ = np.linalg.lstsq(rows, template.T.ravel())
    return np.array([[a, -b, right], [b, a, down]])


def aligned(image: Image, points: Points, template: Points, side_px: int) -> NDArray[np.uint8]:
    """An RGB crop (side_px, side_px, 3) of the image in which `points` (n, 2) lie at `template` (n, 2), in pixels.

    What lies beyond the image repeats its border, so that no black corner shifts a vector.
    """
    matrix = similarity(points, template)
    crop: NDArray[np.uint8] = cv2.warpAffine(
        image.pixels, matrix, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return crop
