"""A reader for the layers of dlib's face-recognition ResNet in dlib's own file format.

dlib writes an integer as a control byte (low four bits: how many bytes follow; top bit: negative) and that many
little-endian bytes; a float as an integer mantissa and an integer exponent of two; a tensor as version 2, four
dimensions and raw little-endian float32. The file holds the loss, the version numbers of all layers, the input layer
and then the layer bodies from the image inwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

CHIP_SIDE_PX = 150  # The network takes square faces of this side.


class WeightsUnreadable(ValueError):
    """The file is not the network this reader knows; nothing is guessed."""


@dataclass(frozen=True)
class Convolution:
    """Weights float32 (filters, channels, rows, columns) and one bias per filter; stride and padding in pixels."""

    weights: Floats
    bias: Floats
    stride: int
    padding: int


@dataclass(frozen=True)
class Affine:
    """Scale and shift of each channel, float32 (channels,): what is left of batch normalisation after training."""

    gamma: Floats
    beta: Floats


@dataclass(frozen=True)
class Pool:
    """A pooling window of rows by rows pixels; zero rows mean the whole plane."""

    rows: int
    stride: int


@dataclass(frozen=True)
class Rectifier:
    """max(0, x)."""


@dataclass(frozen=True)
class AddPrevious:
    """The sum with the branch that went around the block."""


@dataclass(frozen=True)
class FullyConnected:
    """Weights float32 (inputs, outputs), without a bias."""

    weights: Floats


Layer: TypeAlias = Convolution | Affine | Pool | Rectifier | AddPrevious | FullyConnected


@dataclass(frozen=True)
class Network:
    """The means of red, green and blue (0 to 255) that are subtracted first, and the layers from the image inwards."""

    mean_rgb: tuple[float, float, float]
    layers: tuple[Layer, ...]


def read_network(data: bytes) -> Network:
    """The network written in the bytes of a file; raises `WeightsUnreadable` for anything else."""
    try:
        return _network(_Reader(data))
    except (IndexError, ValueError) as error:
        raise WeightsUnreadable(f"not a dlib face-recognition ResNet: {error}") from error


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        if count < 0 or self._at + count > len(self._data):
            raise ValueError(f"the file ends inside a field at byte {self._at}")
        self._at += count
        return self._data[self._at - count : self._at]

    def integer(self) -> int:
        control = self.take(1)[0]
        magnitude = int.from_bytes(self.take(control & 0x0F), "little")
        return -magnitude if control & 0x80 else magnitude

    def integers(self, count: int) -> list[int]:
        return [self.integer() for _ in range(count)]

    def number(self) -> float:
        mantissa, exponent = self.integers(2)
        return math.ldexp(mantissa, exponent)

    def name(self) -> str:
        return self.take(self.integer()).decode("ascii")

    def tensor(self) -> Floats:
        version, *shape = self.integers(5)
        if version != _TENSOR_VERSION:
            raise ValueError(f"tensor version {version}")
        return np.frombuffer(self.take(4 * math.prod(shape)), dtype="<f4").astype(np.float32)

    def skip_to_name(self, name: str) -> None:
        at = self._data.find(name.encode("ascii"), self._at)
        if at < 0:
            raise ValueError(f"no {name}")
        self._at = at + len(name)


_TENSOR_VERSION = 2


def _network(reader: _Reader) -> Network:
    reader.skip_to_name("input_rgb_image_sized")
    red, green, blue = reader.number(), reader.number(), reader.number()
    if reader.integers(2) != [CHIP_SIDE_PX, CHIP_SIDE_PX]:
        raise ValueError("the input is not 150 pixels square")
    layers: list[Layer] = []
    while not isinstance(layers[-1] if layers else None, FullyConnected):
        layers.append(_layer(reader))
        _skip_training_state(reader)
        if len(layers) == 1:
            reader.integer()  # Only the layer at the image says how many samples one image makes.
    return Network(mean_rgb=(red, green, blue), layers=tuple(layers))


def _layer(reader: _Reader) -> Layer:
    name = reader.name()
    if name not in _BODIES:
        raise ValueError(f"unknown layer {name!r}")
    return _BODIES[name](reader)


def _convolution(reader: _Reader) -> Convolution:
    values = reader.tensor()
    filters, rows, columns, stride, _, padding, _ = reader.integers(7)
    _skip_alias(reader)
    _skip_alias(reader)
    _skip_multipliers(reader)
    weights = values[:-filters].reshape(filters, -1, rows, columns)
    return Convolution(weights=weights, bias=values[-filters:], stride=stride, padding=padding)


def _affine(reader: _Reader) -> Affine:
    gamma, beta = np.split(reader.tensor(), 2)
    _skip_alias(reader)
    _skip_alias(reader)
    reader.integer()  # Whether it follows a convolution or a full layer: its place says so already.
    return Affine(gamma=gamma, beta=beta)


def _pool(reader: _Reader) -> Pool:
    rows, _, stride, *_ = reader.integers(6)
    return Pool(rows=rows, stride=stride)


def _fully_connected(reader: _Reader) -> FullyConnected:
    outputs, inputs = reader.integers(2)
    weights = reader.tensor().reshape(inputs, outputs)
    _skip_alias(reader)
    _skip_alias(reader)
    reader.integer()  # The bias mode: this network's last layer has none.
    _skip_multipliers(reader)
    return FullyConnected(weights=weights)


def _skip_alias(reader: _Reader) -> None:
    reader.integers(5)


def _skip_multipliers(reader: _Reader) -> None:
    for _ in range(4):
        reader.number()


def _skip_training_state(reader: _Reader) -> None:
    reader.take(3)
    for _ in range(3):
        reader.tensor()


_BODIES: dict[str, Callable[[_Reader], Layer]] = {
    "con_4": _convolution,
    "affine_": _affine,
    "fc_2": _fully_connected,
    "max_pool_2": _pool,
    "avg_pool_2": _pool,
    "relu_": lambda _reader: Rectifier(),
    "add_prev_": lambda _reader: AddPrevious(),
}
