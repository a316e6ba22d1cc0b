"""JPEG (ITU-T T.81): size, orientation, scans and end marker, walked segment by segment; metadata is dropped."""

from __future__ import annotations

import re

from biometrics.formats import exif
from biometrics.formats.header import Header, unpack
from biometrics.refusal import ImageReason, ImageRefused

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_FRAMES = {0xC0, 0xC1, 0xC2}  # Baseline, extended and progressive Huffman: what cameras write.
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_TABLES = {0xC4, 0xDB, 0xDD}
_ADOBE = 0xEE  # Says how the colours of four components are stored; everything else in APPn is metadata.
_EXIF = 0xE1
_EXIF_MAGIC = b"Exif\0\0"
_MOST_SCANS = 32  # A usual progressive photo has about ten; a thousand scans of a large frame are an attack.
_MOST_SEGMENTS = 2_000
_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # Restart markers and stuffed bytes belong to the scan.


def claims(data: bytes) -> bool:
    """Whether the file begins like a JPEG: start of image, then another marker."""
    return data.startswith(b"\xff\xd8\xff")


def read(data: bytes) -> Header:
    """The header of a JPEG of 8 bits, baseline, extended or progressive Huffman; other coding is refused as BROKEN.

    Raises `ImageRefused`, or IndexError where the file ends inside a field. More than 32 scans or 2 000 segments are
    BROKEN: each scan is decoded over the whole frame, so that a small file could keep a processor busy.
    """
    walk = _Walk(data)
    walk.run()
    if walk.size is None or not walk.scans:
        raise ImageRefused(ImageReason.BROKEN)
    width, height = walk.size
    return Header("jpeg", width, height, walk.orientation, b"".join(walk.kept))


class _Walk:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = len(_START)
        self.kept = [_START]
        self.size: tuple[int, int] | None = None
        self.orientation = exif.UPRIGHT
        self.scans = 0

    def run(self) -> None:
        for _ in range(_MOST_SEGMENTS):
            found = _MARKER.match(self._data, self._at)
            if found is None:
                raise ImageRefused(self._missing_marker())
            marker = self._data[found.end() - 1]
            self._at = found.end()
            if marker == _END:
                self.kept.append(b"\xff\xd9")
                return
            self._segment(marker)
        raise ImageRefused(ImageReason.BROKEN)

    def _missing_marker(self) -> ImageReason:
        return ImageReason.TRUNCATED if self._at >= len(self._data) - 1 else ImageReason.BROKEN

    def _segment(self, marker: int) -> None:
        (length,) = unpack(">H", self._data, self._at)
        payload = self._data[self._at + 2 : self._at + length]
        if len(payload) != length - 2:
            raise ImageRefused(ImageReason.TRUNCATED)
        self._at += length
        if marker in _FRAMES:
            self._frame(payload)
        elif marker in _OTHER_FRAMES:
            raise ImageRefused(ImageReason.BROKEN)
        elif marker == _EXIF and payload.startswith(_EXIF_MAGIC):
            self.orientation = exif.orientation(payload[len(_EXIF_MAGIC) :])
        if marker in _FRAMES | _TABLES | {_ADOBE, _SCAN}:
            self.kept.append(b"\xff" + bytes([marker]) + length.to_bytes(2, "big") + payload)
        if marker == _SCAN:
            self._scan()

    def _frame(self, payload: bytes) -> None:
        precision, height, width, components = unpack(">BHHB", payload, 0)
        if self.size is not None or precision != 8 or components not in {1, 3, 4}:  # noqa: PLR2004
            raise ImageRefused(ImageReason.BROKEN)
        self.size = (width, height)

    def _scan(self) -> None:
        self.scans += 1
        if self.scans > _MOST_SCANS:
            raise ImageRefused(ImageReason.BROKEN)
        following = _SCAN_END.search(self._data, self._at)
        if following is None:
            raise ImageRefused(ImageReason.TRUNCATED)
        self.kept.append(self._data[self._at : following.start()])
        self._at = following.start()
