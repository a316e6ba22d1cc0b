"""Any face-embedding network in ONNX, given by the operator: path, SHA-256 and how its input is made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biometrics.alignment import aligned
from biometrics.engines.base import AligningEngine, Chip
from biometrics.engines.detection import FaceFinder
from biometrics.engines.onnx_session import OnnxSession
from biometrics.engines.weights import check_sha256
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.refusal import Refusal
from biometrics.thresholds import UNCALIBRATED, Thresholds

# Where networks of the ArcFace shape expect the middles of the eyes and the base of the nose, in 112 pixels.
ARCFACE_TEMPLATE = ((38.3, 51.6), (73.5, 51.6), (56.0, 76.5))


@dataclass(frozen=True)
class OnnxInput:
    """How a network wants its face: side in pixels; where eye (picture's left), eye (right) and nose base go.

    A pixel (0 to 255) becomes (value - mean) / scale, in the order of colours the network was trained with. Raises
    ValueError for other colours than `rgb` and `bgr`, a template without three points, or a scale of 0.
    """

    side_px: int = 112
    template: Sequence[tuple[float, float]] = field(default=ARCFACE_TEMPLATE)
    """Three points (x, y) in pixels of the crop: eye, eye, base of the nose."""

    mean: float = 127.5
    scale: float = 127.5
    colours: str = "rgb"
    """`rgb` or `bgr`."""

    def __post_init__(self) -> None:
        if self.colours not in {"rgb", "bgr"}:
            raise ValueError(f"colours must be rgb or bgr, not {self.colours!r}")
        if len(self.template) != 3 or self.scale == 0:  # noqa: PLR2004
            raise ValueError("the template has three points, and the scale is not zero")

    @classmethod
    def of(cls, given: OnnxInput | Mapping[str, Any] | None) -> OnnxInput:
        """From plain values, as settings hold them; equal settings have equal digests.

        Raises TypeError for an unknown setting, ValueError as the class does.
        """
        if isinstance(given, OnnxInput):
            return given
        plain = dict(given or {})
        if "template" in plain:
            plain["template"] = tuple((float(x), float(y)) for x, y in plain["template"])
        return cls(**plain)

    @property
    def digest(self) -> str:
        """Eight hexadecimal letters that change with any of these settings, since each changes the vectors."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:8]


class OnnxModel(AligningEngine):
    """An operator's own network; without thresholds of its own every comparison is a doubt.

    Raises `ModelMissing` or `ModelChanged` unless the file at `path` has this SHA-256 (hexadecimal).
    """

    name = "onnx"

    def __init__(
        self,
        *,
        path: Path,
        sha256: str,
        network_input: OnnxInput | Mapping[str, Any] | None = None,
        thresholds: Thresholds = UNCALIBRATED,
    ) -> None:
        check_sha256(path, sha256)
        self._input = OnnxInput.of(network_input)
        self._finder = FaceFinder()
        self._session = OnnxSession(path)
        self._thresholds = thresholds
        self.model_hash = sha256.lower()
        self.path_version = f"1-{self._input.digest}"

    @property
    def thresholds(self) -> Thresholds:
        """The operator's own; none are shipped for a network nobody has measured."""
        return self._thresholds

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face of the picture in its pixels, or why there is not exactly one."""
        return self._finder.locate(image)

    def chip(self, image: Image, face: FaceLocation) -> Chip:
        """The face with eyes and nose base at the template's places, uint8 (side_px, side_px, 3) RGB."""
        points = np.array([face.left_eye, face.right_eye, face.nose])
        return aligned(image, points, np.array(self._input.template, dtype=np.float64), self._input.side_px)

    def vectors(self, chips: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Chips (n, side, side, 3) to float32 (n, length of the vector), each of length 1."""
        ordered = chips if self._input.colours == "rgb" else chips[..., ::-1]
        batch = (ordered.transpose(0, 3, 1, 2).astype(np.float32) - self._input.mean) / self._input.scale
        vectors = self._session.run(np.ascontiguousarray(batch, dtype=np.float32)).reshape(len(chips), -1)
        unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit
