"""The face_recognition library itself with its defaults: the slow reference for tests and benchmarks.

It imports pkg_resources and therefore needs setuptools below 81, which only development installs have.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from biometrics.embedding import Embedding, Version
from biometrics.engines.detection import FaceFinder
from biometrics.engines.weights import RESNET_FILE, sha256_of
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.quality import CHECK_IN, Gate, measure
from biometrics.refusal import Refusal, RefusalReason
from biometrics.thresholds import Thresholds, thresholds_for


class FaceRecognition:
    """The library's own detection, alignment and vector, behind our gate; for tests and benchmarks."""

    name = "face-recognition"
    model_hash = sha256_of(RESNET_FILE)
    path_version = "1"

    def __init__(self) -> None:
        self._library = face_recognition_library()
        self._finder = FaceFinder()

    @property
    def thresholds(self) -> Thresholds:
        """The shipped thresholds of this engine: the same as for `dlib-resnet`, whose network it is."""
        return thresholds_for(Version(self.name, self.model_hash, self.path_version))

    def embed(self, image: Image, gate: Gate = CHECK_IN) -> Embedding | Refusal:
        """The library's vector of the one face, or the first reason why it cannot be compared under this gate."""
        face = self.locate(image)
        if isinstance(face, Refusal):
            return face
        if refusal := gate.refuse(measure(image, face)):
            return refusal
        vectors = self._library.face_encodings(image.pixels)
        if len(vectors) != 1:
            reason = RefusalReason.SEVERAL_FACES if vectors else RefusalReason.NO_FACE
            return Refusal(reason, measured=float(len(vectors)), limit=1.0)
        return Embedding(vectors[0].astype(np.float32), self.name, self.model_hash, self.path_version)

    def embed_many(self, images: Sequence[Image], gate: Gate = CHECK_IN) -> list[Embedding | Refusal]:
        """`embed` for each picture, one after another; the library has no batch."""
        return [self.embed(image, gate) for image in images]

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face as our own finder sees it, so that both engines are held to the same gate."""
        return self._finder.locate(image)


def face_recognition_library() -> Any:
    """The imported library; its own warning about pkg_resources says nothing to our caller."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("face_recognition")
