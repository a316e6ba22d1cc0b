"""A chain of several blocks: it goes on growing from what is kept, and every entry of it can be proven."""

import psycopg

from checkin_service.kit.resources import Resources
from checkin_service.transparency.model import Checkpoint, Entry, PendingFact
from checkin_service.transparency.rules import verifier
from checkin_service.transparency.rules.merkle import grown, leaf_hash, path_of, peaks_of, proof_places
from checkin_service.transparency.store import chains
from tests.transparency.inclusion import is_included

CHAIN = "authority:990000"
STEPS = (1, 200, 80, 300, 3, 444)
"""How many entries come at a time: some end inside a block, some reach over several."""


async def test_a_chain_grows_over_the_borders_of_its_blocks(resources: Resources, database_url: str) -> None:
    leaves: list[bytes] = []
    tree = verifier.Tree()
    for step in STEPS:
        size = len(leaves)
        added = [leaf_hash(f"{size + number}".encode()) for number in range(step)]
        places = peaks_of(size)
        kept = await chains.hashes(resources.database, CHAIN, places)
        nodes, root = grown(size, [kept[place] for place in places], added)
        leaves += added
        for leaf in added:
            tree.append(leaf)
        assert root == tree.root()
        entries = [an_entry(*each) for each in zip(waiting(database_url, step), added, strict=True)]
        checkpoint = Checkpoint(
            chain=CHAIN,
            size=len(leaves),
            root=root,
            issued_at=resources.clock.now(),
            complete_until=None,
            signature=bytes(64),
        )
        async with resources.database.write() as unit:
            chains.add(unit, checkpoint, entries)
            chains.add_nodes(unit, CHAIN, nodes)
    for position in (0, 1, 200, 255, 256, 511, 512, 767, 768, len(leaves) - 1):
        steps = proof_places(position, len(leaves))
        found = await chains.hashes(resources.database, CHAIN, {place for each in steps for place in each})
        path = path_of(steps, found.__getitem__)
        assert is_included(leaves[position], position, path, size=len(leaves), root=tree.root())


def waiting(database_url: str, count: int) -> list[int]:
    """Numbers of so many invented facts that wait to be entered."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "INSERT INTO log_pending (kind, owner, object, ordinal)"
            " SELECT 'voucher_event', 'o', 'v', 1 FROM generate_series(1, %s) RETURNING sequence",
            [count],
        )
        return [row[0] for row in found]


def an_entry(sequence: int, leaf: bytes) -> Entry:
    fact = PendingFact(sequence=sequence, kind="voucher_event", owner="o", object="v", ordinal=1, chain=CHAIN, fact="")
    return Entry(fact=fact, salt=bytes(16), leaf=leaf)
