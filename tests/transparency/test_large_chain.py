"""A chain of several blocks: it goes on growing from what is kept, and every entry of it can be proven."""

from checkin_service.kit.resources import Resources
from checkin_service.transparency.model import Checkpoint, Entry, PendingFact
from checkin_service.transparency.rules import verifier
from checkin_service.transparency.rules.merkle import grown, leaf_hash, path_of, peaks_of, proof_places
from checkin_service.transparency.store import chains
from tests.transparency.inclusion import is_included

CHAIN = "authority:990000"
STEPS = (1, 200, 80, 300, 3, 444)
"""How many entries come at a time: some end inside a block, some reach over several."""


async def test_a_chain_grows_over_the_borders_of_its_blocks(resources: Resources) -> None:
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
        checkpoint = Checkpoint(
            chain=CHAIN,
            size=len(leaves),
            root=root,
            issued_at=resources.clock.now(),
            complete_until=None,
            signature=bytes(64),
        )
        async with resources.database.write() as unit:
            chains.add(unit, checkpoint, [an_entry(leaf) for leaf in added])
            chains.add_nodes(unit, CHAIN, nodes)
    for position in (0, 1, 200, 255, 256, 511, 512, 767, 768, len(leaves) - 1):
        steps = proof_places(position, len(leaves))
        found = await chains.hashes(resources.database, CHAIN, {place for each in steps for place in each})
        path = path_of(steps, found.__getitem__)
        assert is_included(leaves[position], position, path, size=len(leaves), root=tree.root())


def an_entry(leaf: bytes) -> Entry:
    fact = PendingFact(sequence=0, kind="voucher_event", owner="o", object="v", ordinal=1, chain=CHAIN, fact="")
    return Entry(fact=fact, salt=bytes(16), leaf=leaf)
