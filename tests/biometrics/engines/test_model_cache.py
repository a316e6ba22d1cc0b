"""The model is converted once, written whole, checked before use and made again when damaged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import biometrics
from biometrics.engines import weights
from biometrics.engines.model_cache import open_resnet, self_test
from biometrics.engines.weights import ModelChanged, ModelMissing


class WrongSession:
    """A network that answers with zeros."""

    def run(self, batch: object) -> object:
        import numpy as np  # noqa: PLC0415

        return np.zeros((len(batch), 128), dtype=np.float32)  # type: ignore[arg-type]


def test_preparing_twice_converts_once(tmp_path: Path) -> None:
    lines: list[str] = []
    path = biometrics.prepare(tmp_path / "models", lines.append)
    written = path.stat().st_mtime_ns
    assert len(lines) == 3
    assert biometrics.prepare(tmp_path / "models", lines.append) == path
    assert path.stat().st_mtime_ns == written
    assert len(lines) == 4
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_model_is_made_again(tmp_path: Path) -> None:
    path = biometrics.prepare(tmp_path)
    whole = hashlib.sha256(path.read_bytes()).digest()
    for damage in (b"", b"nonsense", path.read_bytes()[:1_000_000]):
        path.write_bytes(damage)
        biometrics.prepare(tmp_path)
        assert hashlib.sha256(path.read_bytes()).digest() == whole


def test_a_model_that_computes_something_else_fails_its_self_test() -> None:
    with pytest.raises(ModelChanged, match="reproduce"):
        self_test(WrongSession())  # type: ignore[arg-type]


def test_no_cache_directory_is_needed() -> None:
    self_test(open_resnet(None))


def test_a_changed_weights_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.dat"
    file.write_bytes(b"other")
    with pytest.raises(ModelChanged):
        weights.check_sha256(file, "0" * 64)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda _name: None)
    with pytest.raises(ModelMissing, match="face_recognition_models"):
        weights.weights_path.__wrapped__(weights.RESNET_FILE)
