"""Trees against RFC 6962's own examples, and every proof against the verifier's own code."""

from hashlib import sha256

import pytest

from checkin_service.transparency.rules import verifier
from checkin_service.transparency.rules.merkle import (
    BLOCK,
    BLOCK_LEVEL,
    Place,
    block_of,
    grown,
    hash_in,
    leaf_hash,
    path_of,
    peaks_of,
    proof_places,
)
from tests.transparency.inclusion import is_included

# The reference leaves and roots that implementations of RFC 6962 share.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


class Tree:
    """A chain grown in steps: the nodes that are kept, and all leaves."""

    def __init__(self, size: int, *, step: int = 3) -> None:
        self.leaves = [leaf_hash(number.to_bytes(4)) for number in range(size)]
        self.kept: dict[Place, bytes] = {}
        self.root = sha256(b"").digest()
        for start in range(0, size, step):
            peaks = [self.hash_at(place) for place in peaks_of(start)]
            nodes, self.root = grown(start, peaks, self.leaves[start : start + step])
            self.kept |= {(node.level, node.position): node.hash for node in nodes}

    def hash_at(self, place: Place) -> bytes:
        if place[0] >= BLOCK_LEVEL:
            return self.kept[place]
        begins = block_of(place) * BLOCK
        return hash_in(self.leaves[begins : begins + BLOCK], place)


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert grown(0, [], map(leaf_hash, LEAVES[:size]))[1].hex() == ROOTS[size]


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert grown(0, [], [])[1] == verifier.Tree().root() == sha256(b"").digest()


def chosen(size: int) -> list[int]:
    """Every leaf of a small tree; of a large one those beside the borders of blocks, and some between."""
    borders = {at for begins in range(0, size, BLOCK) for at in (begins - 1, begins, begins + 100)}
    return [at for at in range(size) if size < BLOCK or at in borders | {size - 1}]


@pytest.mark.parametrize("size", [*range(1, 40), 255, 256, 257, 700, 1024, 1029])
def test_every_leaf_of_a_tree_can_be_proven_and_nothing_else(size: int) -> None:
    tree, independent = Tree(size), verifier.Tree()
    root = tree.root
    for leaf in tree.leaves:
        independent.append(leaf)
    assert independent.root() == root
    for position in chosen(size):
        leaf, path = tree.leaves[position], path_of(proof_places(position, size), tree.hash_at)
        assert is_included(leaf, position, path, size=size, root=root)
        assert not is_included(leaf_hash(b"another"), position, path, size=size, root=root)
        assert not is_included(leaf, position, [*path, leaf], size=size, root=root)
        assert size == 1 or not is_included(leaf, position, path[:-1], size=size, root=root)


def test_a_position_outside_the_tree_is_not_included() -> None:
    tree = Tree(1)
    assert not is_included(tree.leaves[0], 1, [], size=1, root=tree.root)
    assert not is_included(tree.leaves[0], -1, [], size=1, root=tree.root)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 100, 600])
def test_growing_in_steps_and_at_once_is_the_same(size: int) -> None:
    assert Tree(size, step=1).root == Tree(size, step=size).root
