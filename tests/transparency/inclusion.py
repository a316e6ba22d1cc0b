"""Inclusion proofs as whoever holds a receipt checks them (RFC 9162, section 2.1.3.2)."""

from collections.abc import Sequence
from hashlib import sha256


def is_included(leaf: bytes, position: int, path: Sequence[bytes], *, size: int, root: bytes) -> bool:
    """Whether an inclusion proof holds (RFC 9162, section 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    number, last, found = position, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if number & 1 or number == last:
            found = sha256(b"\x01" + beside + found).digest()
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + beside).digest()
        number, last = number >> 1, last >> 1
    return last == 0 and found == root
