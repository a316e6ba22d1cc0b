"""Location of a face in a picture: box, eyes and nose, and the way it looks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """A face's rectangle in pixels of the image, from its upper left corner; it may reach beyond the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width_px(self) -> float:
        """Width in pixels of the image."""
        return self.right - self.left


@dataclass(frozen=True, slots=True, eq=False)
class FaceLocation:
    """One face: its box, the middles of both eyes and a point of the nose, float64 (2,) each, (x, y) in pixels.

    Left and right are the picture's, so `left_eye` is the person's right one. `landmarks`, float64 (n, 2), are the
    detector's own points, for the alignment that belongs to it.
    """

    box: Box
    left_eye: Point
    right_eye: Point
    nose: Point
    landmarks: Point = field(repr=False)

    @property
    def eye_distance_px(self) -> float:
        """Pixels between the middles of the eyes; ISO/IEC 19794-5 asks for 90 in a portrait, the gate for less."""
        return float(np.linalg.norm(self.right_eye - self.left_eye))

    @property
    def turn(self) -> float:
        """Offset of the nose along the eye axis, in eye distances: 0 frontal, above 0 towards the picture's right."""
        axis = self.right_eye - self.left_eye
        return float((self.nose - (self.left_eye + self.right_eye) / 2) @ axis / (axis @ axis))

    @property
    def eye_span(self) -> float:
        """Eye distance over the height of the nose below the eyes.

        A flat picture turned sideways loses it with the cosine of its turn; a head, whose nose stands out, shows the
        same offset of the nose at a far smaller angle and keeps it.
        """
        across = (self.right_eye - self.left_eye) / self.eye_distance_px
        down = np.array([-across[1], across[0]])
        height = float((self.nose - (self.left_eye + self.right_eye) / 2) @ down)
        return self.eye_distance_px / max(height, 1.0)

    @property
    def tilt_degrees(self) -> float:
        """How far the line of the eyes leans; above 0 the eye on the picture's right is lower."""
        across, down = self.right_eye - self.left_eye
        return float(np.degrees(np.arctan2(down, across)))
