"""Port to a base map: squares of a printed map that officers see under a drawing; it judges nothing."""

from dataclasses import dataclass
from typing import Protocol

from geo import Datum, Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNote:
    """What has to be known and printed about a base map."""

    datum: Datum
    zooms: tuple[int, int]
    """The coarsest and the finest that it has."""
    approval: str
    """The approval number (审图号) that a public map of China carries."""
    attribution: str


class BaseMap(Protocol):
    @property
    def note(self) -> MapNote: ...

    async def tile(self, tile: Tile) -> bytes | None:
        """A PNG, JPEG or WebP of 256 pixels; none where the map has nothing, or its provider does not answer."""
        ...

    async def close(self) -> None: ...


def media_type(picture: bytes) -> str | None:
    """The kind of a tile's picture by its first bytes; none for anything else, which is never passed on.

    >>> media_type(bytes.fromhex("89504e470d0a1a0a")), media_type(b"<svg>")
    ('image/png', None)
    """
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP" else None
