"""Quality of one aligned face, and the gate that turns measures into advice for the next photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biometrics.alignment import aligned
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.opencv import cv2
from biometrics.refusal import Refusal, RefusalReason


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured; quality only: none of these numbers tells a living face from a picture of one.

    `brightness` is the mean luminance (0 to 255); `sharpness` the share of fine detail in its spread (0 to 1), free of
    contrast and of skin colour; `turn` the offset of the nose in eye distances; `mouth_detail` and `eye_detail` the
    spread of luminance around the mouth and in the plainer eye, relative to the whole face: a mask or dark glasses
    leave little.
    """

    eye_distance_px: float
    brightness: float
    sharpness: float
    turn: float
    tilt_degrees: float
    mouth_detail: float
    eye_detail: float


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits a photo must keep, in the units of `Quality`; enrolment asks more: a poor reference hurts daily."""

    least_eye_distance_px: float
    least_brightness: float
    most_brightness: float
    least_sharpness: float
    most_turn: float
    least_mouth_detail: float
    least_eye_detail: float

    def refuse(self, quality: Quality) -> Refusal | None:
        """The first limit that is not kept, in the order in which a person would mend them; None when all are.

        A measure equal to its limit is kept.
        """
        below = (
            (RefusalReason.TOO_SMALL, quality.eye_distance_px, self.least_eye_distance_px),
            (RefusalReason.TOO_DARK, quality.brightness, self.least_brightness),
            (RefusalReason.BLURRED, quality.sharpness, self.least_sharpness),
            (RefusalReason.COVERED, quality.mouth_detail, self.least_mouth_detail),
            (RefusalReason.COVERED, quality.eye_detail, self.least_eye_detail),
        )
        above = (
            (RefusalReason.TOO_BRIGHT, quality.brightness, self.most_brightness),
            (RefusalReason.TURNED_AWAY, abs(quality.turn), self.most_turn),
        )
        broken = [Refusal(*limit) for limit in below if limit[1] < limit[2]]
        broken += [Refusal(*limit) for limit in above if limit[1] > limit[2]]
        return broken[0] if broken else None


# The limits come from 154 photos, blurred, darkened and masked step by step: at check-in each lies where the vector has
# moved by about a third of the distance that separates two people; at enrolment where it has hardly moved.
CHECK_IN = Gate(
    least_eye_distance_px=24,
    least_brightness=28,
    most_brightness=238,
    least_sharpness=0.15,
    most_turn=0.35,
    least_mouth_detail=0.30,
    least_eye_detail=0.15,
)
"""For a probe: a photo is refused only where its vector can no longer be trusted."""
ENROLMENT = Gate(
    least_eye_distance_px=40,
    least_brightness=50,
    most_brightness=225,
    least_sharpness=0.21,
    most_turn=0.22,
    least_mouth_detail=0.38,
    least_eye_detail=0.30,
)
"""For a reference: every later comparison rests on it."""


def measure(image: Image, face: FaceLocation) -> Quality:
    """Measure one face on an upright crop of 128 pixels, whatever engine will embed it.

    The crop puts the eyes 45 pixels apart, so that a figure means the same at every distance from the camera.
    """
    crop = _standard_crop(image, face)
    skin = crop[_SKIN]
    spread = float(skin.std()) + 1.0
    return Quality(
        eye_distance_px=face.eye_distance_px,
        brightness=float(skin.mean()),
        sharpness=float((skin - cv2.GaussianBlur(skin, (0, 0), _FINE_PX)).std()) / spread,
        turn=face.turn,
        tilt_degrees=face.tilt_degrees,
        mouth_detail=float(crop[_MOUTH].std()) / spread,
        eye_detail=min(float(crop[eye].std()) for eye in (_LEFT_EYE, _RIGHT_EYE)) / spread,
    )


_SIDE_PX = 128
_FINE_PX = 2.5  # What a blur of this width takes away counts as fine detail; eyes lie 45 pixels apart.
_EYES_PX = np.array([(41.0, 40.0), (86.0, 40.0)])
_SKIN = np.s_[24:112, 28:100]
_MOUTH = np.s_[86:108, 42:86]
_LEFT_EYE = np.s_[35:46, 31:51]
_RIGHT_EYE = np.s_[35:46, 76:96]


def _standard_crop(image: Image, face: FaceLocation) -> NDArray[np.float32]:
    """Luminance of the face, turned and scaled so that the eyes lie at fixed places."""
    crop = aligned(image, np.array([face.left_eye, face.right_eye]), _EYES_PX, _SIDE_PX)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.float32)
