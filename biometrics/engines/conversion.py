"""Conversion of dlib's face-recognition ResNet to ONNX, equal to a millionth and ten times cheaper.

Three identities make the graph small: batch normalisation after training is an affine map and folds into its
convolution; (pixel - mean) / 256 folds into the first convolution, because that one does not pad; and the shortcut of
a block that halves the image (a 2x2 mean, then zero channels) is one 2x2 convolution. One trap stays: dlib adds planes
of different size by padding the smaller with zeros on the right and below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from biometrics.engines.dlib_weights import (
    CHIP_SIDE_PX,
    AddPrevious,
    Affine,
    Convolution,
    Floats,
    FullyConnected,
    Layer,
    Network,
    Pool,
    Rectifier,
    WeightsUnreadable,
    read_network,
)

INPUT_NAME = "chips"
OUTPUT_NAME = "vectors"

_OPSET = 17
_IR_VERSION = 8
_PIXEL_SCALE = 256.0

KindT = TypeVar("KindT")


def convert(weights: bytes) -> bytes:
    """The ONNX model for dlib's weights file, as bytes.

    Input `chips`: float32 (n, 3, 150, 150), RGB from 0 to 255. Output `vectors`: float32 (n, 128).
    Raises `WeightsUnreadable` for another file or network.
    """
    network = read_network(weights)
    model = _Graph().build(network)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


@dataclass(frozen=True)
class _Plane:
    """A value in the graph, with the shape that decides where zeros must be added."""

    name: str
    channels: int
    side: int


class _Graph:
    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def build(self, network: Network) -> onnx.ModelProto:
        blocks = _blocks(network.layers)
        stem = next(blocks)
        first = _fold_pixels(_fold_affine(stem[0], stem[1]), network.mean_rgb)
        plane = self._convolve(_Plane(INPUT_NAME, 3, CHIP_SIDE_PX), first)
        plane = self._pool(self._rectify(plane), _expect(stem[3], Pool))
        for block in blocks:
            if isinstance(block[-1], FullyConnected):
                self._finish(plane, block[-1].weights)
            else:
                plane = self._residual(plane, block)
        return self._model()

    def _residual(self, plane: _Plane, block: tuple[Layer, ...]) -> _Plane:
        inner = self._rectify(self._convolve(plane, _fold_affine(block[0], block[1])))
        outer = self._convolve(inner, _fold_affine(block[3], block[4]))
        around = plane
        if isinstance(block[5], Pool):
            around = self._convolve(plane, _halving_shortcut(plane.channels, outer.channels))
        side = max(outer.side, around.side)
        outer, around = self._pad(outer, side), self._pad(around, side)
        total = self._node("Add", [outer.name, around.name])
        return self._rectify(replace(outer, name=total))

    def _convolve(self, plane: _Plane, layer: Convolution) -> _Plane:
        filters, _, rows, _ = layer.weights.shape
        inputs = [plane.name, self._constant(layer.weights), self._constant(layer.bias)]
        name = self._node("Conv", inputs, strides=[layer.stride] * 2, pads=[layer.padding] * 4)
        side = (plane.side + 2 * layer.padding - rows) // layer.stride + 1
        return _Plane(name, filters, side)

    def _rectify(self, plane: _Plane) -> _Plane:
        return replace(plane, name=self._node("Relu", [plane.name]))

    def _pool(self, plane: _Plane, pool: Pool) -> _Plane:
        name = self._node("MaxPool", [plane.name], kernel_shape=[pool.rows] * 2, strides=[pool.stride] * 2)
        return replace(plane, name=name, side=(plane.side - pool.rows) // pool.stride + 1)

    def _pad(self, plane: _Plane, side: int) -> _Plane:
        missing = side - plane.side
        if missing == 0:
            return plane
        amounts = self._constant(np.array([0, 0, 0, 0, 0, 0, missing, missing], dtype=np.int64))
        return replace(plane, name=self._node("Pad", [plane.name, amounts]), side=side)

    def _finish(self, plane: _Plane, weights: Floats) -> None:
        mean = self._node("GlobalAveragePool", [plane.name])
        flat = self._node("Flatten", [mean])
        self._node("MatMul", [flat, self._constant(weights)], output=OUTPUT_NAME)

    def _node(self, kind: str, inputs: list[str], *, output: str = "", **attributes: Any) -> str:
        name = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _constant(self, values: np.ndarray) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _model(self) -> onnx.ModelProto:
        chips = helper.make_tensor_value_info(INPUT_NAME, TensorProto.FLOAT, ["n", 3, CHIP_SIDE_PX, CHIP_SIDE_PX])
        vectors = helper.make_tensor_value_info(OUTPUT_NAME, TensorProto.FLOAT, ["n", 128])
        graph = helper.make_graph(self._nodes, "dlib-resnet", [chips], [vectors], self._constants)
        opset = helper.make_opsetid("", _OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)


def _blocks(layers: tuple[Layer, ...]) -> Iterator[tuple[Layer, ...]]:
    """The stem (convolution, affine, rectifier, pool), the residual blocks, and the last two layers."""
    yield layers[:4]
    block: tuple[Layer, ...] = ()
    for previous, layer in pairwise(layers[3:]):
        block = (*block, layer)
        if isinstance(previous, AddPrevious) and isinstance(layer, Rectifier):
            yield block
            block = ()
    yield block


def _fold_affine(convolution: Layer, affine: Layer) -> Convolution:
    layer, map_ = _expect(convolution, Convolution), _expect(affine, Affine)
    weights = layer.weights * map_.gamma[:, None, None, None]
    return replace(layer, weights=weights, bias=layer.bias * map_.gamma + map_.beta)


def _fold_pixels(layer: Convolution, mean_rgb: tuple[float, float, float]) -> Convolution:
    weights = layer.weights.astype(np.float64) / _PIXEL_SCALE
    shift = (weights * np.array(mean_rgb)[None, :, None, None]).sum(axis=(1, 2, 3))
    return replace(layer, weights=weights.astype(np.float32), bias=(layer.bias - shift).astype(np.float32))


def _halving_shortcut(channels_in: int, channels_out: int) -> Convolution:
    weights = np.zeros((channels_out, channels_in, 2, 2), dtype=np.float32)
    weights[np.arange(channels_in), np.arange(channels_in)] = 0.25
    return Convolution(weights=weights, bias=np.zeros(channels_out, dtype=np.float32), stride=2, padding=0)


def _expect(layer: Layer, kind: type[KindT]) -> KindT:
    if not isinstance(layer, kind):
        raise WeightsUnreadable(f"expected {kind.__name__}, found {type(layer).__name__}")
    return layer
