"""Files made to break decoders: bombs, lies, halves and mutations, all from a seed."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image as Pillow

from tests.building import faces_material


def png(width: int, height: int, pixels: bytes | None = None, *, extra: bytes = b"") -> bytes:
    """A grey PNG that claims this size; without `pixels` its data is one row long."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(width + 1) if pixels is None else pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + head + extra + data + chunk(b"IEND", b"")


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def png_bomb(side: int = 20_000) -> bytes:
    """A complete black picture of side x side, one bit a pixel: fifty thousand bytes ask for gigabytes."""
    data = zlib.compress(bytes((side // 8 + 1) * side), 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_pillow(kind: str, mode: str = "RGB", size: tuple[int, int] = (320, 240), **options: Any) -> bytes:
    """A picture of the format and mode, written by another library than the one that reads it."""
    draw = np.random.default_rng(1)
    noise = draw.integers(0, 255, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8)
    picture = Pillow.fromarray(noise).resize(size).convert(mode)
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def flat_progressive(width: int, height: int) -> bytes:
    """A JPEG of one colour: many pixels, hardly any bytes."""
    file = io.BytesIO()
    Pillow.new("L", (width, height)).save(file, "JPEG", progressive=True)
    return file.getvalue()


def animated(kind: str) -> bytes:
    """Three frames."""
    frames = [Pillow.new("RGB", (64, 64), (shade, 0, 0)) for shade in (0, 90, 180)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def exif(orientation: int, kind: str = "JPEG", *, secret: bytes = b"") -> bytes:
    """Red on the left, blue on the right, with an EXIF orientation, a text and a GPS position."""
    pixels = np.zeros((40, 60, 3), dtype=np.uint8)
    pixels[:, :30, 0] = 255
    pixels[:, 30:, 2] = 255
    tags = Pillow.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = secret.decode()
    tags.get_ifd(0x8825).update({1: "N", 2: (30.0, 0.0, 0.0)})
    file = io.BytesIO()
    Pillow.fromarray(pixels).save(file, kind, exif=tags)
    return file.getvalue()


def seeds() -> list[bytes]:
    """Good files of every accepted kind."""
    return [
        faces_material.collins(1),
        with_pillow("JPEG", progressive=True),
        with_pillow("JPEG", mode="L"),
        with_pillow("PNG"),
        with_pillow("PNG", mode="P"),
        with_pillow("WEBP", quality=60),
        with_pillow("WEBP", lossless=True),
        exif(6),
    ]


def mutations(count: int, seed: int = 1) -> Iterator[bytes]:
    """Good files with flipped bits, wild bytes, cuts, repeats and lying lengths; checksums of PNG are mended."""
    draw = random.Random(seed)
    good = seeds()
    for _ in range(count):
        data = bytearray(draw.choice(good))
        for _ in range(draw.choice((1, 1, 2, 4, 16))):
            draw.choice(_CHANGES)(data, draw)
        yield _mended(bytes(data)) if draw.random() < 0.7 else bytes(data)


def _flip(data: bytearray, draw: random.Random) -> None:
    if data:
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _flip_near_start(data: bytearray, draw: random.Random) -> None:
    if data:
        data[draw.randrange(min(len(data), 700))] = draw.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, draw.randrange(256)))


def _cut(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) + 1)
    del data[at : at + draw.choice((1, 2, 64, 4096))]


def _repeat(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) + 1)
    data[at:at] = data[at : at + draw.choice((1, 16, 512))]


def _truncate(data: bytearray, draw: random.Random) -> None:
    del data[draw.randrange(len(data) // 2, len(data) + 1) :]


_CHANGES = (_flip, _flip, _flip_near_start, _flip_near_start, _cut, _repeat, _truncate)


def _mended(data: bytes) -> bytes:
    """With right PNG checksums, so that the change reaches the decoder behind them."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if at + 12 + length > len(data):
            break
        parts.append(chunk(data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return b"".join(parts) + data[at:]
