"""Texts that are much alike, kept in a fraction of their size and given back byte for byte.

Each is packed (DEFLATE, RFC 1951) against a dictionary of what such texts say. Every dictionary that was ever used
stays in the service, unchanged: whoever changes the words writes a further one, and what was kept stays readable.
"""

import zlib
from collections.abc import Sequence

_WINDOW, _LEVEL, _MEMORY = -14, 3, 8
"""Raw, of 16 kB: a dictionary is no longer. The level is the last at which time and not size would be gained."""
_PLAIN = b"{["
"""How JSON begins that was kept before there were dictionaries; their numbers never come so far."""


class Packing:
    """Texts of one sort; each is packed as the number of its dictionary, counted from one, and the deflated text."""

    def __init__(self, dictionaries: Sequence[bytes]) -> None:
        self.dictionaries = dictionaries
        self._packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=dictionaries[-1])

    def packed(self, text: bytes) -> bytes:
        # A copy has read the dictionary already.
        packing = self._packing.copy()
        return bytes([len(self.dictionaries)]) + packing.compress(text) + packing.flush()

    def unpacked(self, kept: bytes) -> bytes:
        if not kept or kept[0] in _PLAIN:
            return bytes(kept)
        unpacking = zlib.decompressobj(_WINDOW, zdict=self.dictionaries[kept[0] - 1])
        return unpacking.decompress(kept[1:]) + unpacking.flush()
