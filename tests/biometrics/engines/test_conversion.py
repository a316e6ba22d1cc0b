"""The converted network gives dlib's own vectors, and a file that is not that network is refused."""

from __future__ import annotations

import dlib
import numpy as np
import onnx
import pytest

from biometrics.engines.conversion import convert
from biometrics.engines.dlib_weights import FullyConnected, WeightsUnreadable, read_network
from biometrics.engines.onnx_session import OnnxSession
from biometrics.engines.weights import RESNET_FILE, weights_path
from biometrics.opencv import cv2

WEIGHTS = weights_path(RESNET_FILE).read_bytes()
CHIPS = 30  # The benchmark compares a hundred; dlib takes a tenth of a second for each.


def test_vectors_differ_from_dlib_by_less_than_a_hundred_thousandth() -> None:
    draw = np.random.default_rng(1)
    chips = []
    for _ in range(CHIPS):
        side = int(draw.integers(2, 150))
        chips.append(cv2.resize(draw.integers(0, 256, (side, side, 3), dtype=np.uint8), (150, 150)))
    network = dlib.face_recognition_model_v1(str(weights_path(RESNET_FILE)))
    expected = np.array([network.compute_face_descriptor(chip) for chip in chips])
    session = OnnxSession(convert(WEIGHTS))
    batch = np.array(chips, dtype=np.float32).transpose(0, 3, 1, 2)
    assert np.abs(session.run(np.ascontiguousarray(batch)) - expected).max() < 1e-5


def test_the_file_holds_the_known_architecture() -> None:
    network = read_network(WEIGHTS)
    kinds = [type(layer).__name__ for layer in network.layers]
    assert (kinds.count("Convolution"), kinds.count("Affine"), kinds.count("AddPrevious")) == (29, 29, 14)
    assert isinstance(network.layers[-1], FullyConnected)
    assert network.layers[-1].weights.shape == (256, 128)
    assert network.mean_rgb == pytest.approx((122.782, 117.001, 104.298), abs=1e-3)


def test_the_converted_model_is_valid_onnx() -> None:
    onnx.checker.check_model(onnx.load_from_string(convert(WEIGHTS)), full_check=True)


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.5, 0.999])
def test_half_a_file_is_refused(share: float) -> None:
    with pytest.raises(WeightsUnreadable):
        convert(WEIGHTS[: int(share * len(WEIGHTS))])


def test_another_file_is_refused() -> None:
    with pytest.raises(WeightsUnreadable):
        convert(b"input_rgb_image_sized" + bytes(1_000))
