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

    With `mirror` the vector is the mean of the face's and its mirror image's: steadier, and a third more work.
    """

    name = "dlib-resnet"
    model_hash = sha256_of(RESNET_FILE)

    def __init__(self, *, cache_dir: Path | None = None, mirror: bool = False) -> None:
        self._finder = FaceFinder()
        self._session = open_resnet(cache_dir)
        self._mirror = mirror
        self.path_version = _PATH_VERSION + ("+mirror" if mirror else "")

    def locate(self, image: Image) -> FaceLocation | Refusal:
        return self._finder.locate(image)

    def chip(self, image: Image, face: FaceLocation) -> Chip:
        points = [dlib.point(round(x), round(y)) for x, y in face.landmarks]
        shape = dlib.full_object_detection(as_rectangle(face.box), points)
        crop: Chip = dlib.get_face_chip(image.pixels, shape, size=CHIP_SIDE_PX)
        return crop

    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        batch = chips.transpose(0, 3, 1, 2)
        if self._mirror:
            batch = np.concatenate([batch, batch[..., ::-1]])
        vectors = self._session.run(np.ascontiguousarray(batch, dtype=np.float32))
        averaged: NDArray[np.float32] = vectors.reshape(-1, len(chips), vectors.shape[1]).mean(axis=0)
        return averaged
