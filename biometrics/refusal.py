"""Refusals of a file or photo: each reason a stable code that tells a person what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImageReason(StrEnum):
    """Why a file is not even looked at as a photo; the values are stable and stand in answers of the service."""

    TOO_MANY_BYTES = "too_many_bytes"
    """Longer than `ImageLimits.most_bytes`; not a header was read."""

    UNKNOWN_FORMAT = "unknown_format"
    """The first bytes are not those of JPEG, PNG or WebP."""

    TOO_MANY_PIXELS = "too_many_pixels"
    """More pixels than the limits allow, or far more than such a file can honestly hold."""

    WRONG_SHAPE = "wrong_shape"
    """Narrower than any face, or a strip."""

    TRUNCATED = "truncated"
    """The file ends before its picture does."""

    BROKEN = "broken"
    """The file contradicts its own format, or the decoder gave up."""

    ANIMATED = "animated"
    """Several pictures in one file; nobody could say which was judged."""

    def advice(self, language: str = "zh") -> str:
        """What to do about it, in Chinese (`zh`) or English (`en`, `en-GB`); any other language gives Chinese."""
        return _in(language, _IMAGE_ADVICE[self])


class ImageRefused(ValueError):
    """The file is hostile, broken or of a kind that is not accepted; it was not judged as a photo.

    `reason` says which. The message is its value and holds nothing of the file.
    """

    def __init__(self, reason: ImageReason) -> None:
        super().__init__(reason)
        self.reason = reason

    def advice(self, language: str = "zh") -> str:
        """What to do about it, as `ImageReason.advice` says it."""
        return self.reason.advice(language)


class RefusalReason(StrEnum):
    """Why a well-formed photo cannot be compared; the values are stable and stand in answers of the service."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    """A second face at least half as wide as the widest."""

    TOO_SMALL = "too_small"
    """The eyes are fewer pixels apart than the gate asks."""

    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    """The nose lies too far beside the middle of the eyes."""

    COVERED = "covered"
    """Mouth or an eye shows too little detail: a mask, dark glasses, a hand."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A photo that cannot be compared: the reason, and the measure that fell short of its limit.

    `measured` and `limit` are in the unit of the `Quality` field concerned; faces in the picture for SEVERAL_FACES;
    None for NO_FACE.
    """

    reason: RefusalReason
    measured: float | None = None
    limit: float | None = None

    def advice(self, language: str = "zh") -> str:
        """What the person can do, in Chinese (`zh`) or English (`en`).

        >>> Refusal(RefusalReason.TOO_SMALL).advice("en")
        'Your face is too far away: please hold the phone closer.'
        """
        return _in(language, _ADVICE[self.reason])


def _in(language: str, texts: tuple[str, str]) -> str:
    chinese, english = texts
    return english if language.lower().startswith("en") else chinese


_IMAGE_ADVICE: dict[ImageReason, tuple[str, str]] = {
    ImageReason.TOO_MANY_BYTES: (
        "照片文件过大，请降低拍摄分辨率后重新拍摄。",
        "The photo file is too large: please take it again at a lower resolution.",
    ),
    ImageReason.UNKNOWN_FORMAT: (
        "只接受 JPEG、PNG 或 WebP 格式的照片，请重新拍摄。",
        "Only JPEG, PNG and WebP photos are accepted: please take the photo again.",
    ),
    ImageReason.TOO_MANY_PIXELS: (
        "照片像素过大，请降低拍摄分辨率后重新拍摄。",
        "The photo has too many pixels: please take it again at a lower resolution.",
    ),
    ImageReason.WRONG_SHAPE: (
        "照片尺寸不正常，请直接用相机重新拍摄。",
        "The photo has an unusual shape: please take it again with the camera.",
    ),
    ImageReason.TRUNCATED: (
        "照片没有完整上传，请再次提交。",
        "The photo did not arrive completely: please send it again.",
    ),
    ImageReason.BROKEN: (
        "照片文件已损坏，请重新拍摄。",
        "The photo file is damaged: please take the photo again.",
    ),
    ImageReason.ANIMATED: (
        "不接受动态图片，请拍摄一张普通照片。",
        "Moving pictures are not accepted: please take an ordinary photo.",
    ),
}

_ADVICE: dict[RefusalReason, tuple[str, str]] = {
    RefusalReason.NO_FACE: (
        "没有找到人脸：请正对镜头，取下口罩、墨镜或帽子，并靠近一些。",
        "No face was found: please face the camera, take off a mask, dark glasses or a hat, and come closer.",
    ),
    RefusalReason.SEVERAL_FACES: (
        "画面中有多张人脸：请确保只有您本人在画面中。",
        "There are several faces: please make sure that only you are in the picture.",
    ),
    RefusalReason.TOO_SMALL: (
        "人脸太远：请将手机靠近一些。",
        "Your face is too far away: please hold the phone closer.",
    ),
    RefusalReason.TOO_DARK: (
        "光线太暗：请面向光亮处重新拍摄。",
        "It is too dark: please turn towards the light and try again.",
    ),
    RefusalReason.TOO_BRIGHT: (
        "光线太强：请避开强光后重新拍摄。",
        "It is too bright: please move out of the strong light and try again.",
    ),
    RefusalReason.BLURRED: (
        "照片模糊：请擦净镜头，拿稳手机后重新拍摄。",
        "The photo is blurred: please wipe the lens, hold the phone still and try again.",
    ),
    RefusalReason.TURNED_AWAY: (
        "面部没有正对镜头：请平视镜头后重新拍摄。",
        "Your face is turned away: please look straight into the camera and try again.",
    ),
    RefusalReason.COVERED: (
        "面部有遮挡：请取下口罩或墨镜，露出整个面部。",
        "Part of your face is covered: please take off a mask or dark glasses and show the whole face.",
    ),
}
