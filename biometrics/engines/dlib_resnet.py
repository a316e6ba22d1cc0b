"""The default engine: HOG at a small scale, five landmarks, and dlib's ResNet run by ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import dlib
import numpy as np
from numpy.typing import NDArray

from biometrics.engines.base import AligningEngine, Chip
from biometrics.engines.detection import FaceFinder, as_rectangle
from biometrics.engines.dlib_weights import CHIP_SIDE_PX
from biometrics.engines.model_cache import open_resnet
from biometrics.engines.weights import RESNET_FILE, sha256_of
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.refusal import Refusal

_PATH_VERSION = "1"  # Changes whenever detection, alignment or scaling does: each shifts the vectors a little.


class DlibResnet(AligningEngine):
    """128 numbers per face, compared by Euclidean distance; weak on East Asian faces, as its author says.

    A ResNet of 29 layers (K. He and others, CVPR 2016) trained by D. E. King, dlib, file
    `dlib_face_recognition_resnet_model_v1.dat`, public domain. With `mirror` the vector is the mean of the face's and
    its mirror image's: steadier, and a third more work.

    Raises `ModelMissing` or `ModelChanged`. `cache_dir` keeps the converted model between starts.
    """

    name = "dlib-resnet"
    model_hash = sha256_of(RESNET_FILE)

    def __init__(self, *, cache_dir: Path | None = None, mirror: bool = False) -> None:
        self._finder = FaceFinder()
        self._session = open_resnet(cache_dir)
        self._mirror = mirror
        self.path_version = _PATH_VERSION + ("+mirror" if mirror else "")

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face of the picture in its pixels, or why there is not exactly one."""
        return self._finder.locate(image)

    def chip(self, image: Image, face: FaceLocation) -> Chip:
        """The crop that dlib makes around its five landmarks, uint8 (150, 150, 3); the network knows no other."""
        points = [dlib.point(round(x), round(y)) for x, y in face.landmarks]
        shape = dlib.full_object_detection(as_rectangle(face.box), points)
        crop: Chip = dlib.get_face_chip(image.pixels, shape, size=CHIP_SIDE_PX)
        return crop

    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Chips (n, 150, 150, 3) to float32 (n, 128); with `mirror` each is the mean of two passes."""
        batch = chips.transpose(0, 3, 1, 2)
        if self._mirror:
            batch = np.concatenate([batch, batch[..., ::-1]])
        vectors = self._session.run(np.ascontiguousarray(batch, dtype=np.float32))
        averaged: NDArray[np.float32] = vectors.reshape(-1, len(chips), vectors.shape[1]).mean(axis=0)
        return averaged
