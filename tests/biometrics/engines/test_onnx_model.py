"""An operator's own network: pinned by hash, fed as it was trained, in doubt until it is calibrated."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import biometrics
from biometrics import Assurance, Decision, Embedding, Metric, Thresholds
from biometrics.engines.onnx_model import OnnxInput
from biometrics.engines.weights import ModelChanged, ModelMissing
from tests.building import faces_material


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that averages 8 x 8 patches: the smallest thing with the shape of a face model."""
    nodes = [
        helper.make_node("AveragePool", ["x"], ["pooled"], kernel_shape=[14, 14], strides=[14, 14]),
        helper.make_node("Reshape", ["pooled", "shape"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "patches",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 112, 112])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 192])],
        [numpy_helper.from_array(np.array([-1, 192], dtype=np.int64), "shape")],
    )
    path = tmp_path_factory.mktemp("own") / "patches.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def options(model: Path, **more: Any) -> dict[str, Any]:
    return {"path": model, "sha256": hashlib.sha256(model.read_bytes()).hexdigest(), **more}


def test_an_own_model_embeds_with_its_hash(model: Path) -> None:
    engine = biometrics.load_engine("onnx", **options(model))
    vector = engine.embed(biometrics.decode(faces_material.collins()))
    assert isinstance(vector, Embedding)
    assert vector.vector.shape == (192,)
    assert np.linalg.norm(vector.vector) == pytest.approx(1, abs=1e-5)
    assert vector.model_hash == options(model)["sha256"]


def test_it_never_matches_before_it_has_thresholds(model: Path) -> None:
    engine = biometrics.load_engine("onnx", **options(model))
    vector = engine.embed(biometrics.decode(faces_material.collins()))
    assert isinstance(vector, Embedding)
    assert engine.thresholds.assurance is Assurance.UNCALIBRATED
    assert biometrics.compare(vector, vector, engine.thresholds).decision is Decision.DOUBT


def test_own_thresholds_are_used(model: Path) -> None:
    limits = Thresholds(match=0.2, doubt=0.4, metric=Metric.COSINE)
    engine = biometrics.load_engine("onnx", **options(model, thresholds=limits))
    vector = engine.embed(biometrics.decode(faces_material.collins()))
    assert isinstance(vector, Embedding)
    assert biometrics.compare(vector, vector, engine.thresholds).decision is Decision.MATCH


def test_another_file_under_the_same_path_is_refused(model: Path) -> None:
    with pytest.raises(ModelChanged):
        biometrics.load_engine("onnx", path=model, sha256="0" * 64)
    with pytest.raises(ModelMissing):
        biometrics.load_engine("onnx", path=model.parent / "none.onnx", sha256="0" * 64)


def test_every_setting_of_the_input_makes_another_path_version(model: Path) -> None:
    inputs = [OnnxInput(), OnnxInput(mean=0), OnnxInput(scale=128), OnnxInput(colours="bgr")]
    versions = {biometrics.load_engine("onnx", **options(model, network_input=kind)).path_version for kind in inputs}
    assert len(versions) == 4


def test_colours_and_scale_reach_the_network(model: Path) -> None:
    image = biometrics.decode(faces_material.hopper())
    rgb, bgr = (
        biometrics.load_engine("onnx", **options(model, network_input=OnnxInput(colours=colours))).embed(image)
        for colours in ("rgb", "bgr")
    )
    assert isinstance(rgb, Embedding)
    assert isinstance(bgr, Embedding)
    assert np.allclose(rgb.vector.reshape(3, 64)[::-1], bgr.vector.reshape(3, 64), atol=1e-5)


@pytest.mark.parametrize("wrong", [{"colours": "grey"}, {"scale": 0}, {"template": ((0, 0), (1, 0))}])
def test_a_senseless_input_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"colours|template"):
        OnnxInput(**wrong)


def test_settings_give_paths_and_input_as_plain_values(model: Path) -> None:
    """As they come out of JSON: equal settings are the same path version, whoever wrote them."""
    plain = {"side_px": 112, "template": [[38.3, 51.6], [73.5, 51.6], [56.0, 76.5]], "colours": "bgr"}
    given = {"path": str(model), "sha256": options(model)["sha256"], "network_input": plain}
    engine = biometrics.load_engine("onnx", **given)
    typed = biometrics.load_engine("onnx", **options(model, network_input=OnnxInput(colours="bgr")))
    assert engine.path_version == typed.path_version
    with pytest.raises(TypeError):
        biometrics.load_engine("onnx", **{**given, "network_input": {"size": 112}})
