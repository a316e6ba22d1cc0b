"""Detection of faces with five landmarks, at the smallest scale that still shows a face held to a phone."""

from __future__ import annotations

from functools import cache
from typing import Any

import dlib
import numpy as np
from numpy.typing import NDArray

from biometrics.engines.base import refuse_unless_one
from biometrics.engines.weights import LANDMARKS_FILE, weights_path
from biometrics.image import Image
from biometrics.location import Box, FaceLocation
from biometrics.opencv import cv2
from biometrics.refusal import Refusal

_FIRST_WIDTH_PX = 200  # Shows every face of a third of the width, at a fortieth of the full cost.
_SECOND_WIDTH_PX = 480  # For faces farther away; only tried when the first look finds none.


class FaceFinder:
    """dlib's HOG detector and five-point landmarks; the landmark file is free for any use.

    Histograms of oriented gradients after N. Dalal and B. Triggs (CVPR 2005); landmarks by regression trees after
    V. Kazemi and J. Sullivan (CVPR 2014). Raises `ModelMissing` or `ModelChanged` for the landmark file.
    """

    def __init__(self) -> None:
        self._detector = _detector()
        self._landmarks = dlib.shape_predictor(str(weights_path(LANDMARKS_FILE)))

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face of the picture in its pixels, or why there is not exactly one."""
        boxes = self.boxes(image)
        return refuse_unless_one([box.width_px for box in boxes]) or self._location(image, boxes[0])

    def boxes(self, image: Image) -> list[Box]:
        """All faces found, the widest first, in pixels of the picture; empty when there is none."""
        gray = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
        found = self._detect(gray, _FIRST_WIDTH_PX)
        if not found and image.width_px > _FIRST_WIDTH_PX:
            found = self._detect(gray, _SECOND_WIDTH_PX)
        return sorted(found, key=lambda box: box.width_px, reverse=True)

    def _detect(self, gray: NDArray[np.uint8], width_px: int) -> list[Box]:
        scale = min(1.0, width_px / gray.shape[1])
        small = gray
        if scale < 1:
            size = (width_px, max(1, round(gray.shape[0] * scale)))
            small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
        found = self._detector(np.ascontiguousarray(small), 0)
        return [_scaled(rectangle, 1 / scale) for rectangle in found]

    def _location(self, image: Image, box: Box) -> FaceLocation:
        """The landmarks are the outer and inner corner of each eye, the picture's right one first, then the nose."""
        shape = self._landmarks(image.pixels, as_rectangle(box))
        points = np.array([(point.x, point.y) for point in shape.parts()], dtype=np.float64)
        left_eye, right_eye = points[2:4].mean(axis=0), points[0:2].mean(axis=0)
        return FaceLocation(box, left_eye, right_eye, nose=points[4], landmarks=points)


def has_a_face(image: Image) -> bool:
    """Whether somebody looks out of a picture of something else, from forty pixels on; no model file is needed.

    Frontal faces only: who turns away or stands far off is not found.
    """
    return how_many_faces(image) > 0


def how_many_faces(image: Image) -> int:
    """How many people look out of a picture, with the limits of `has_a_face`."""
    gray = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
    return len(_detector()(np.ascontiguousarray(gray), 1))


@cache
def _detector() -> Any:
    return dlib.get_frontal_face_detector()


def as_rectangle(box: Box) -> dlib.rectangle:
    """The box as dlib takes it, in whole pixels."""
    return dlib.rectangle(*(round(side) for side in (box.left, box.top, box.right, box.bottom)))


def _scaled(rectangle: dlib.rectangle, factor: float) -> Box:
    sides = (rectangle.left(), rectangle.top(), rectangle.right(), rectangle.bottom())
    return Box(*(side * factor for side in sides))
