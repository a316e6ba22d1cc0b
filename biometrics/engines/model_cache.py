"""The cache of the converted ResNet: made once in the caller's directory, and tested before use."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biometrics.engines.dlib_weights import CHIP_SIDE_PX
from biometrics.engines.onnx_session import OnnxSession
from biometrics.engines.weights import RESNET_FILE, ModelChanged, sha256_of, weights_path

Progress = Callable[[str], None]

_CONVERSION_VERSION = "1"  # Part of the file's name: a new conversion never reads an old file.
_TOLERANCE = 1e-4
_CHIPS = 2


def prepare(cache_dir: Path, progress: Progress | None = None) -> Path:
    """Make the converted model in `cache_dir` if it is not there yet; return its path.

    Meant for set-up, with a line of progress; starting without it works too and takes a fifth of a second longer. A
    file that fails its self-test is made again.

    Raises `ModelMissing` or `ModelChanged` for the weights, OSError when the directory cannot be written.
    """
    say = progress or _silent
    path = cache_dir / f"dlib-resnet-{sha256_of(RESNET_FILE)[:12]}-c{_CONVERSION_VERSION}.onnx"
    if _sound(path):
        say(f"face model ready: {path.name}")
        return path
    say("converting the face model to ONNX …")
    model = _converted()
    say("checking it against dlib's own vectors …")
    self_test(OnnxSession(model))
    _write(path, model)
    say(f"face model ready: {path.name}")
    return path


def open_resnet(cache_dir: Path | None) -> OnnxSession:
    """The converted ResNet, proven by its self-test; kept in memory only when there is no cache directory.

    Raises `ModelMissing` or `ModelChanged`.
    """
    if cache_dir is not None:
        return OnnxSession(prepare(cache_dir))
    session = OnnxSession(_converted())
    self_test(session)
    return session


def self_test(session: OnnxSession) -> None:
    """Raise `ModelChanged` unless the model gives dlib's own vectors for the test chips, to 1e-4 in every number."""
    stored = resources.files("biometrics").joinpath("data/self_test.json").read_text("utf-8")
    expected = np.array(json.loads(stored)["vectors"], dtype=np.float32)
    found = session.run(_as_batch(self_test_chips()))
    if found.shape != expected.shape or not np.allclose(found, expected, rtol=0, atol=_TOLERANCE):
        raise ModelChanged("the converted face model does not reproduce dlib's vectors")


def self_test_chips() -> NDArray[np.uint8]:
    """Two smooth pictures, uint8 (2, 150, 150, 3), made of integers, so that every machine makes the same."""
    rows, columns = np.mgrid[0:CHIP_SIDE_PX, 0:CHIP_SIDE_PX]
    chips = [
        np.stack([(rows * (channel + 2 + chip) + columns * columns // (9 + channel)) % 256 for channel in range(3)], -1)
        for chip in range(_CHIPS)
    ]
    return np.array(chips, dtype=np.uint8)


def _converted() -> bytes:
    """Only now is the onnx package imported: a worker that finds the model ready saves its memory."""
    from biometrics.engines.conversion import convert  # noqa: PLC0415

    return convert(weights_path(RESNET_FILE).read_bytes())


def _as_batch(chips: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.ascontiguousarray(chips.transpose(0, 3, 1, 2), dtype=np.float32)


def _sound(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        self_test(OnnxSession(path))
    except Exception:  # noqa: BLE001 - ONNX Runtime has no common error; a bad cache file is simply made again.
        return False
    return True


def _write(path: Path, model: bytes) -> None:
    """All or nothing: a reader, or a second process preparing at the same time, never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(model)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _silent(_line: str) -> None:
    """Say nothing."""
