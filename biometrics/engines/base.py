"""The steps all aligning engines share: find the face, hold it to the gate, align it, embed in batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from biometrics.embedding import Embedding, Version
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.quality import CHECK_IN, Gate, measure
from biometrics.refusal import Refusal, RefusalReason
from biometrics.thresholds import Thresholds, thresholds_for

Chip = NDArray[np.uint8]

_RIVAL_SHARE = 0.5


def refuse_unless_one(widths_px: Sequence[float]) -> Refusal | None:
    """None when the widest of the faces stands alone; one less than half as wide is a passer-by far behind.

    Widths are in pixels, in any order. Otherwise NO_FACE, or SEVERAL_FACES with their number.

    >>> refuse_unless_one([200.0, 60.0]) is None
    True
    >>> refuse_unless_one([200.0, 100.0]).reason.value
    'several_faces'
    """
    if not widths_px:
        return Refusal(RefusalReason.NO_FACE)
    widest, *others = sorted(widths_px, reverse=True)
    if others and others[0] >= _RIVAL_SHARE * widest:
        return Refusal(RefusalReason.SEVERAL_FACES, measured=float(len(widths_px)), limit=1.0)
    return None


class AligningEngine(ABC):
    """An engine whose network takes an aligned RGB crop of fixed size: find, gate, align, embed."""

    name: str
    model_hash: str
    path_version: str

    @property
    def thresholds(self) -> Thresholds:
        """The shipped thresholds of this engine and path; without any, every comparison is a doubt."""
        return thresholds_for(Version(self.name, self.model_hash, self.path_version))

    def embed(self, image: Image, gate: Gate = CHECK_IN) -> Embedding | Refusal:
        """The vector of the one face in the picture, or the first reason why it cannot be compared under this gate."""
        return self.embed_many([image], gate)[0]

    def embed_many(self, images: Sequence[Image], gate: Gate = CHECK_IN) -> list[Embedding | Refusal]:
        """`embed` for several pictures, one answer each in order, their faces sent through the network together."""
        chips = [self._chip_or_refusal(image, gate) for image in images]
        good = [chip for chip in chips if not isinstance(chip, Refusal)]
        vectors = iter(self.vectors(np.array(good)) if good else ())
        return [chip if isinstance(chip, Refusal) else self._embedding(next(vectors)) for chip in chips]

    @abstractmethod
    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face of the picture in its pixels, or why there is not exactly one."""

    @abstractmethod
    def chip(self, image: Image, face: FaceLocation) -> Chip:
        """The aligned RGB crop that the network takes, uint8 (side, side, 3)."""

    @abstractmethod
    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """One row of float32 per chip: chips are (n, side, side, 3), vectors (n, length of the vector)."""

    def _chip_or_refusal(self, image: Image, gate: Gate) -> Chip | Refusal:
        face = self.locate(image)
        if isinstance(face, Refusal):
            return face
        return gate.refuse(measure(image, face)) or self.chip(image, face)

    def _embedding(self, vector: NDArray[np.float32]) -> Embedding:
        return Embedding(vector, self.name, self.model_hash, self.path_version)
