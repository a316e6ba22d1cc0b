"""The YuNet and SFace adapter, with stand-ins for the two networks that the operator supplies."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import biometrics
from biometrics import Embedding, FaceLocation, Metric, Refusal, RefusalReason
from biometrics.engines.weights import ModelChanged, ModelMissing
from biometrics.opencv import cv2
from tests.building import faces_material

FACE = [153, 153, 200, 240, 207, 230, 305, 235, 258, 290, 220, 340, 295, 340, 0.99]


class StandIn:
    """Answers like FaceDetectorYN and FaceRecognizerSF, from a list of faces."""

    def __init__(self, faces: list[list[float]] | None) -> None:
        self.faces = None if faces is None else np.array(faces, dtype=np.float32)

    def setInputSize(self, size: tuple[int, int]) -> None:  # noqa: N802 - OpenCV's name.
        self.size = size

    def detect(self, pixels: np.ndarray) -> tuple[int, Any]:
        assert (pixels.shape[1], pixels.shape[0]) == self.size
        return 1, self.faces

    def alignCrop(self, pixels: np.ndarray, face: np.ndarray) -> np.ndarray:  # noqa: N802 - OpenCV's name.
        assert face.shape == (15,)
        return pixels[:112, :112]

    def feature(self, chip: np.ndarray) -> np.ndarray:
        return chip.reshape(-1)[:128].astype(np.float32)[None]


def load(monkeypatch: pytest.MonkeyPatch, folder: Path, faces: list[list[float]] | None) -> biometrics.Engine:
    stand_in = SimpleNamespace(create=lambda *_arguments: StandIn(faces))
    monkeypatch.setattr(cv2, "FaceDetectorYN", stand_in)
    monkeypatch.setattr(cv2, "FaceRecognizerSF", stand_in)
    return biometrics.load_engine("opencv-sface", **options(folder))


def options(folder: Path) -> dict[str, Any]:
    for name in ("detector", "recogniser"):
        (folder / name).write_bytes(name.encode())
    return {
        "detector_path": folder / "detector",
        "detector_sha256": hashlib.sha256(b"detector").hexdigest(),
        "recogniser_path": folder / "recogniser",
        "recogniser_sha256": hashlib.sha256(b"recogniser").hexdigest(),
    }


def test_one_face_becomes_a_vector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    engine = load(monkeypatch, tmp_path, [FACE])
    image = biometrics.decode(faces_material.collins())
    face = engine.locate(image)
    assert isinstance(face, FaceLocation)
    assert face.left_eye.tolist() == [207, 230]
    vector = engine.embed(image)
    assert isinstance(vector, Embedding)
    assert vector.vector.shape == (128,)
    assert vector.model_hash == options(tmp_path)["recogniser_sha256"]


@pytest.mark.parametrize(
    ("faces", "reason"),
    [(None, RefusalReason.NO_FACE), ([], RefusalReason.NO_FACE), ([FACE, FACE], RefusalReason.SEVERAL_FACES)],
)
def test_no_face_and_two_faces_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, faces: list[list[float]] | None, reason: RefusalReason
) -> None:
    answer = load(monkeypatch, tmp_path, faces).embed(biometrics.decode(faces_material.collins()))
    assert isinstance(answer, Refusal)
    assert answer.reason is reason


def test_a_small_face_behind_does_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    behind = [*FACE[:2], 60, 70, *FACE[4:]]
    engine = load(monkeypatch, tmp_path, [behind, FACE])
    face = engine.locate(biometrics.decode(faces_material.collins()))
    assert isinstance(face, FaceLocation)
    assert face.box.width_px == 200


def test_its_thresholds_are_cosines_and_unproven(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits = load(monkeypatch, tmp_path, [FACE]).thresholds
    assert limits.metric is Metric.COSINE
    assert limits.assurance is biometrics.Assurance.UNPROVEN


def test_both_files_are_pinned(tmp_path: Path) -> None:
    right = options(tmp_path)
    with pytest.raises(ModelChanged):
        biometrics.load_engine("opencv-sface", **right | {"recogniser_sha256": "0" * 64})
    with pytest.raises(ModelMissing):
        biometrics.load_engine("opencv-sface", **right | {"detector_path": tmp_path / "none"})
