"""Rules of draws, which anybody who has the seed computes again; the verifier of the log does it by itself."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID


def committed(seed: bytes) -> bytes:
    """What is made known before a draw."""
    return sha256(seed).digest()


def drawn(seed: bytes, population: Collection[UUID], terms: Mapping[str, Any]) -> list[UUID]:
    """Those whose SHA-256 over the seed and their id is smallest, as many as the terms say.

    >>> drawn(b"seed", [UUID(int=1), UUID(int=2), UUID(int=3)], {"count": 1})
    [UUID('00000000-0000-0000-0000-000000000001')]
    >>> drawn(b"seed", [UUID(int=1)], {"count": 5})
    [UUID('00000000-0000-0000-0000-000000000001')]
    """
    return sorted(population, key=lambda each: sha256(seed + each.bytes).digest())[: how_many(len(population), terms)]


def how_many(among: int, terms: Mapping[str, Any]) -> int:
    """So many, or so many per cent rounded up: of few decisions one is looked at all the same.

    What a class's checks draw is drawn for each of its people, not among them.

    >>> [how_many(each, {"percent": 10}) for each in (0, 1, 10, 11)]
    [0, 1, 1, 2]
    """
    if "percent" in terms:
        return int(-(-among * terms["percent"] // 100))
    return int(terms.get("count", 0))
