"""YuNet finds the face, SFace embeds it, both through OpenCV; the operator supplies the two model files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biometrics.engines.base import AligningEngine, Chip, refuse_unless_one
from biometrics.engines.weights import check_sha256
from biometrics.image import Image
from biometrics.location import Box, FaceLocation
from biometrics.opencv import cv2
from biometrics.refusal import Refusal

_LEAST_SCORE = 0.8


class OpencvSface(AligningEngine):
    """128 numbers per face, compared by cosine; measured by OpenCV on LFW, unproven on Chinese faces.

    YuNet (W. Wu, H. Peng, S. Yu, Machine Intelligence Research 20, 2023) finds the face, SFace (Y. Zhong and others,
    IEEE Trans. Image Processing 30, 2021) embeds it. Raises `ModelMissing` or `ModelChanged` unless both files have
    the SHA-256 given (hexadecimal).
    """

    name = "opencv-sface"
    path_version = "1"

    def __init__(
        self, *, detector_path: Path, detector_sha256: str, recogniser_path: Path, recogniser_sha256: str
    ) -> None:
        check_sha256(detector_path, detector_sha256)
        check_sha256(recogniser_path, recogniser_sha256)
        self._detector = cv2.FaceDetectorYN.create(str(detector_path), "", (320, 320), _LEAST_SCORE)
        self._recogniser = cv2.FaceRecognizerSF.create(str(recogniser_path), "")
        self.model_hash = recogniser_sha256.lower()

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face that YuNet is sure of (score 0.8 or more), or why there is not exactly one."""
        self._detector.setInputSize((image.width_px, image.height_px))
        _, found = self._detector.detect(_bgr(image.pixels))
        faces = sorted([] if found is None else found, key=lambda face: face[2], reverse=True)
        return refuse_unless_one([float(face[2]) for face in faces]) or _location(faces[0])

    def chip(self, image: Image, face: FaceLocation) -> Chip:
        """OpenCV's own crop for SFace, uint8 (112, 112, 3) RGB."""
        box = [face.box.left, face.box.top, face.box.width_px, face.box.bottom - face.box.top]
        row = np.array([*box, *face.landmarks.ravel(), 1.0], dtype=np.float32)
        return _bgr(self._recogniser.alignCrop(_bgr(image.pixels), row))

    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Chips (n, 112, 112, 3) to float32 (n, 128), one by one: OpenCV's wrapper takes no batch."""
        return np.array([self._recogniser.feature(_bgr(chip)).ravel() for chip in chips], dtype=np.float32)


def _location(face: Any) -> FaceLocation:
    """YuNet gives box, then eye (picture's left), eye (right), tip of the nose and both corners of the mouth."""
    left, top, width, height = (float(side) for side in face[:4])
    points = np.asarray(face[4:14], dtype=np.float64).reshape(5, 2)
    return FaceLocation(
        Box(left, top, left + width, top + height), points[0], points[1], nose=points[2], landmarks=points
    )


def _bgr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGB to BGR and back."""
    return np.ascontiguousarray(pixels[..., ::-1])
