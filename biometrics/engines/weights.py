"""Model files of an installed package: located, and checked against their known SHA-256."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

RESNET_FILE = "dlib_face_recognition_resnet_model_v1.dat"
LANDMARKS_FILE = "shape_predictor_5_face_landmarks.dat"

_SHA256 = {
    RESNET_FILE: "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    LANDMARKS_FILE: "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
}
_PACKAGE = "face_recognition_models"


class ModelMissing(RuntimeError):
    """A model file is not installed where it should be."""


class ModelChanged(RuntimeError):
    """A model file is not the one it should be; nothing is computed with it."""


@cache
def weights_path(name: str) -> Path:
    """The checked path of a file of the models package, which is located but never imported.

    Raises `ModelMissing` when the package or the file is absent, `ModelChanged` when the file has another SHA-256.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"the package {_PACKAGE} is not installed")
    path = Path(spec.submodule_search_locations[0]) / "models" / name
    check_sha256(path, _SHA256[name])
    return path


def sha256_of(name: str) -> str:
    """The known SHA-256 (hexadecimal) of a file of the models package; KeyError for another name."""
    return _SHA256[name]


def check_sha256(path: Path, expected: str) -> None:
    """Raise unless the file is there (`ModelMissing`) and has exactly this SHA-256, hexadecimal (`ModelChanged`)."""
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelMissing(f"no readable model at {path}") from error
    if found != expected.lower():
        raise ModelChanged(f"{path.name} has SHA-256 {found}, expected {expected}")
