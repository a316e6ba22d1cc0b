"""Merkle trees as RFC 6962 defines them (section 2.1), grown by appending and proven from stored nodes."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from checkin_service.transparency.model import Node

Place = tuple[int, int]
"""Level and position of a full subtree."""

BLOCK_LEVEL = 8
"""From this level on the nodes of a tree are kept; those below are found from the leaves of their block."""

HASH_BYTES, SALT_BYTES = 32, 16
BLOCK = 1 << BLOCK_LEVEL
"""Leaves of a block."""


def commitment_of(kind: str, salt: bytes, fact: str) -> bytes:
    """What the log holds of a fact: nothing can be told from it without the salt."""
    return sha256(salt + kind.encode() + b"\x00" + fact.encode()).digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf; the zero before it keeps leaves and nodes apart.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def peaks_of(size: int) -> list[Place]:
    """The full subtrees that a tree of this size consists of, largest first.

    >>> peaks_of(6)
    [(2, 0), (1, 2)]
    """
    places, before = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            places.append((level, before >> level))
            before += 1 << level
    return places


def grown(size: int, peaks: Sequence[bytes], leaves: Iterable[bytes]) -> tuple[list[Node], bytes]:
    """Append leaves to a tree known by its peaks: the full subtrees that arose and are kept, and the new root."""
    stack, nodes = list(peaks), []
    for number, leaf in enumerate(leaves, start=size):
        level, position, found = 0, number, leaf
        while position & 1:
            found = node_hash(stack.pop(), found)
            level, position = level + 1, position >> 1
            if level >= BLOCK_LEVEL:
                nodes.append(Node(level=level, position=position, hash=found))
        stack.append(found)
    return nodes, root_of(stack)


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root over the full subtrees, the smaller ones to the right."""
    if not peaks:
        return sha256(b"").digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def block_of(place: Place) -> int:
    """The block in which a subtree lies that is smaller than one.

    >>> block_of((0, 255)), block_of((3, 32))
    (0, 1)
    """
    level, position = place
    return position << level >> BLOCK_LEVEL


def hash_in(leaves: Sequence[bytes], place: Place) -> bytes:
    """The root of a subtree that is smaller than a block, from the leaves of its block."""
    level, position = place
    start = (position << level) % BLOCK
    return grown(0, [], leaves[start : start + (1 << level)])[1]


def proof_places(position: int, size: int) -> list[list[Place]]:
    """Where the path of an inclusion proof is found: each step is the root over one or several full subtrees.

    >>> proof_places(2, 3)
    [[(1, 0)]]
    >>> proof_places(0, 3)
    [[(0, 1)], [(0, 2)]]
    """
    return _path(position, 0, size)


def _path(position: int, start: int, end: int) -> list[list[Place]]:
    count = end - start
    if count == 1:
        return []
    split = 1 << ((count - 1).bit_length() - 1)
    middle = start + split
    if position < middle:
        return [*_path(position, start, middle), _cover(middle, end)]
    return [*_path(position, middle, end), _cover(start, middle)]


def _cover(start: int, end: int) -> list[Place]:
    """The full subtrees of a range that begins at a multiple of a power of two not below its length."""
    return [(level, (start >> level) + number) for level, number in peaks_of(end - start)]


def path_of(places: Iterable[Sequence[Place]], hash_at: Callable[[Place], bytes]) -> list[bytes]:
    """The hashes of a path, from its places."""
    return [root_of([hash_at(place) for place in step]) for step in places]
