"""The face engines by name: what each must offer, and how one is loaded."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from biometrics.embedding import Embedding
from biometrics.image import Image
from biometrics.location import FaceLocation
from biometrics.quality import CHECK_IN, Gate
from biometrics.refusal import Refusal
from biometrics.thresholds import Thresholds

DEFAULT_ENGINE = "dlib-resnet"


class Engine(Protocol):
    """What turns photos into vectors. Its three identifiers are stored with every reference.

    An engine keeps its model in memory, and no photo.
    """

    name: str
    model_hash: str
    path_version: str

    @property
    def thresholds(self) -> Thresholds:
        """The limits for this engine's distances; `UNCALIBRATED` when none are known."""
        ...

    def embed(self, image: Image, gate: Gate = CHECK_IN) -> Embedding | Refusal:
        """The vector of the one face in the picture, or the first reason why it cannot be compared under this gate."""
        ...

    def embed_many(self, images: Sequence[Image], gate: Gate = CHECK_IN) -> list[Embedding | Refusal]:
        """`embed` for several pictures, one answer each in order; cheaper where a network takes batches."""
        ...

    def locate(self, image: Image) -> FaceLocation | Refusal:
        """The one face of the picture in its pixels, or NO_FACE or SEVERAL_FACES; no gate is applied."""
        ...


class UnknownEngine(ValueError):
    """No engine has this name; the message lists those there are."""


def load_engine(name: str = DEFAULT_ENGINE, **options: Any) -> Engine:
    """Load an engine by name; each takes its own options, and loads its own libraries only now.

    Paths may be text and `network_input` a mapping, as settings hold them. `dlib-resnet`: cache_dir, mirror.
    `opencv-sface`: detector_path, detector_sha256, recogniser_path, recogniser_sha256. `onnx`: path, sha256,
    network_input, thresholds. `face-recognition`: none; the slow reference.

    Raises `UnknownEngine`, `ModelMissing` or `ModelChanged`; TypeError for an option the engine does not know.
    """
    if name not in _ENGINES:
        raise UnknownEngine(f"{name!r} is not one of {', '.join(_ENGINES)}")
    module, kind = _ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), kind)(**_with_paths(options))
    return engine


def shows_a_face(image: Image) -> bool:
    """Whether somebody looks out of a picture of something else; see `engines.detection.has_a_face`."""
    found: bool = importlib.import_module("biometrics.engines.detection").has_a_face(image)
    return found


def how_many_faces(image: Image) -> int:
    """How many people look out of a picture; see `engines.detection.how_many_faces`."""
    found: int = importlib.import_module("biometrics.engines.detection").how_many_faces(image)
    return found


def prepare(cache_dir: Path, progress: Callable[[str], None] | None = None) -> Path:
    """Convert the default engine's model into `cache_dir` at set-up, telling `progress` each step; return its path.

    Raises `ModelMissing` when the package of weights is absent, `ModelChanged` when weights or result are not as known.
    """
    path: Path = importlib.import_module("biometrics.engines.model_cache").prepare(cache_dir, progress)
    return path


def _with_paths(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Path(value) if isinstance(value, str) and name.endswith(("path", "dir")) else value
        for name, value in options.items()
    }


_ENGINES = {  # Imported when asked for: each brings its own libraries.
    DEFAULT_ENGINE: ("biometrics.engines.dlib_resnet", "DlibResnet"),
    "opencv-sface": ("biometrics.engines.opencv_sface", "OpencvSface"),
    "onnx": ("biometrics.engines.onnx_model", "OnnxModel"),
    "face-recognition": ("biometrics.engines.reference", "FaceRecognition"),
}
