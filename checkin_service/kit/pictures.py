"""Pictures that strangers send: base64 in, the bounds within which they are drawn anew, and what helps where not."""

from base64 import b64decode
from hashlib import sha256
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from biometrics import ImageLimits, ImageReason
from checkin_service.kit.words import Words

MOST_BYTES = 4 * 2**20
LONGEST_PX = 1280
LIMITS = ImageLimits(
    most_bytes=MOST_BYTES,
    most_pixels_without_reduction=12_000_000,
    shortest_side_px=100,
    widest_aspect=4.0,
    enough_side_px=1000,
)


def _decoded(value: object) -> object:
    return b64decode(value, validate=True) if isinstance(value, str) else value


Picture = Annotated[
    bytes,
    BeforeValidator(_decoded),
    Field(min_length=4, max_length=MOST_BYTES),
    # What tells a repeated request from another one.
    PlainSerializer(lambda value: sha256(value).hexdigest(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "base64", "examples": ["/9j/4AAQSkZJRgABAQAAAQABAAD/2wBD"]}),
]

_FORMAT = Words("图片只能是 JPEG 或 PNG。请导出为其中一种后重新上传。", "Send a JPEG or a PNG: save it as one of them.")
_LARGE = Words(
    "图片过大：最多 4 MB、1200 万像素。请缩小后重新上传。",
    "The picture is too large: 4 MB and 12 million pixels at most. Make it smaller and send it again.",
)
_SHAPE = Words(
    "图片太小或太窄：短边至少 100 像素，长边不超过短边的 4 倍。",
    "The picture is too small or narrow: 100 pixels at least, and at most four times as long as wide.",
)
_DAMAGED = Words("图片不完整或已损坏，请重新导出后上传。", "The picture is damaged or incomplete: save it anew.")
UNUSABLE = {
    ImageReason.TOO_MANY_BYTES: _LARGE,
    ImageReason.TOO_MANY_PIXELS: _LARGE,
    ImageReason.UNKNOWN_FORMAT: _FORMAT,
    ImageReason.ANIMATED: _FORMAT,
    ImageReason.WRONG_SHAPE: _SHAPE,
    ImageReason.TRUNCATED: _DAMAGED,
    ImageReason.BROKEN: _DAMAGED,
}
"""What whoever sent a picture can do, by why it was refused."""
