"""Statements that append to a chain: facts waiting, then a checkpoint with its entries and tree nodes in one write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    SmallInteger,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import alike, question
from checkin_service.transparency.model import Checkpoint, Entry, Node, PendingFact
from checkin_service.transparency.rules.merkle import BLOCK, BLOCK_LEVEL, HASH_BYTES, Place, block_of, hash_in
from checkin_service.transparency.store.facts import KINDS, named_in
from checkin_service.transparency.tables import log_checkpoint, log_node, log_pending

_pending = union_all(*(named_in(kind, log_pending, log_pending.c.sequence) for kind in KINDS)).subquery()


@question(select(_pending).order_by(_pending.c.sequence).limit(bindparam("count", type_=Integer)))
async def pending(database: Database, *, count: int) -> list[PendingFact]:
    """The facts that have waited longest."""


CHECKPOINTS = select(*(log_checkpoint.c[each.name] for each in fields(Checkpoint)))
"""What was signed, without the entries that came with it."""

NEWEST_FIRST = (log_checkpoint.c.chain, log_checkpoint.c.position.desc())

_NEWEST = Statement(
    CHECKPOINTS.where(log_checkpoint.c.chain == func.any(bindparam("chains", type_=ARRAY(Text))))
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(*NEWEST_FIRST),
    Checkpoint,
)


async def newest_checkpoints(database: Database, chains: Sequence[str]) -> dict[str, Checkpoint]:
    return {each.chain: each for each in await database.read(_NEWEST, chains=list(chains))}


_asked = func.unnest(bindparam("levels", type_=ARRAY(SmallInteger)), bindparam("positions", type_=ARRAY(BigInteger)))
_place = _asked.table_valued("level", "position", name="place").render_derived()
_NODES = Statement(
    select(log_node.c.level, log_node.c.position, log_node.c.hash).where(
        log_node.c.chain == bindparam("of_chain"), alike(log_node, _place, "level", "position")
    ),
    Node,
)


class _Leaves(NamedTuple):
    position: int
    leaves: bytes


_of_chain = log_checkpoint.c.chain == bindparam("of_chain")
# Checkpoints lie end to end: the first one that reaches into a block is the last that begins at it or before.
_first = (
    select(func.max(log_checkpoint.c.position))
    .where(_of_chain, log_checkpoint.c.position <= bindparam("begins", type_=BigInteger))
    .scalar_subquery()
)
_LEAVES = Statement(
    select(log_checkpoint.c.position, log_checkpoint.c.leaves)
    .where(
        _of_chain,
        log_checkpoint.c.position >= _first,
        log_checkpoint.c.position < bindparam("ends", type_=BigInteger),
    )
    .order_by(log_checkpoint.c.position),
    _Leaves,
)


async def hashes(database: Database, chain: str, places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes at these places of a chain's tree: kept ones, and small ones from the leaves of their blocks."""
    wanted = set(places)
    kept = [place for place in wanted if place[0] >= BLOCK_LEVEL]
    found: dict[Place, bytes] = {}
    if kept:
        rows = await database.read(
            _NODES, of_chain=chain, levels=[level for level, _ in kept], positions=[position for _, position in kept]
        )
        found = {(row.level, row.position): row.hash for row in rows}
    small = wanted.difference(kept)
    for block in {block_of(place) for place in small}:
        leaves = await _block(database, chain, block)
        found |= {place: hash_in(leaves, place) for place in small if block_of(place) == block}
    return found


async def _block(database: Database, chain: str, block: int) -> list[bytes]:
    """The leaves of a block, as many as there are."""
    begins = block * BLOCK
    rows = await database.read(_LEAVES, of_chain=chain, begins=begins, ends=begins + BLOCK)
    leaves = b"".join(row.leaves for row in rows)[(begins - rows[0].position) * HASH_BYTES :]
    return [leaves[at : at + HASH_BYTES] for at in range(0, min(len(leaves), BLOCK * HASH_BYTES), HASH_BYTES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    """A checkpoint as a row, with its entries."""

    chain: str
    position: int
    size: int
    facts: list[str]
    salts: bytes
    leaves: bytes
    root: bytes
    issued_at: datetime
    complete_until: datetime | None
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _NodeOfChain:
    chain: str
    level: int
    position: int
    hash: bytes


_add = fragment_of(_Sealed, insert(log_checkpoint))
_add_nodes = fragment_of_many(_NodeOfChain, log_node)


@fragment(
    delete(log_pending).where(log_pending.c.sequence == func.any(bindparam("sequences", type_=ARRAY(BigInteger)))),
    # What another sealer has entered since it was read waits no longer: a fact is entered once.
    must_change_each="sequences",
)
def _no_longer_pending(unit: UnitOfWork, *, sequences: list[int]) -> None: ...


def add(unit: UnitOfWork, checkpoint: Checkpoint, entries: Sequence[Entry]) -> None:
    """Enter these facts; `Stale` when somebody else entered there meanwhile."""
    _add(
        unit,
        _Sealed(
            chain=checkpoint.chain,
            position=checkpoint.size - len(entries),
            size=checkpoint.size,
            facts=[_name(each.fact) for each in entries],
            salts=b"".join(each.salt for each in entries),
            leaves=b"".join(each.leaf for each in entries),
            root=checkpoint.root,
            issued_at=checkpoint.issued_at,
            complete_until=checkpoint.complete_until,
            signature=checkpoint.signature,
        ),
    )
    _no_longer_pending(unit, sequences=[each.fact.sequence for each in entries])


def _name(fact: PendingFact) -> str:
    """As `facts.name_of` makes it in the database."""
    return f"{fact.kind} {fact.owner} {fact.object} {fact.ordinal}"


def add_nodes(unit: UnitOfWork, chain: str, added: Sequence[Node]) -> None:
    nodes = [_NodeOfChain(chain=chain, level=each.level, position=each.position, hash=each.hash) for each in added]
    _add_nodes(unit, nodes)
