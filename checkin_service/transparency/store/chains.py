"""Statements that append to a chain: facts waiting, then entries, tree nodes and checkpoint in one write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
from checkin_service.transparency.model import Checkpoint, Node, PendingFact
from checkin_service.transparency.rules.merkle import Place
from checkin_service.transparency.store.facts import KINDS, named_in
from checkin_service.transparency.tables import log_checkpoint, log_entry, log_node, log_pending

_pending = union_all(*(named_in(kind, log_pending, log_pending.c.sequence) for kind in KINDS)).subquery()


@question(select(_pending).order_by(_pending.c.sequence).limit(bindparam("count", type_=Integer)))
async def pending(database: Database, *, count: int) -> list[PendingFact]:
    """The facts that have waited longest."""


_newest = (
    select(log_checkpoint)
    .where(log_checkpoint.c.chain == func.any(bindparam("chains", type_=ARRAY(Text))))
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(log_checkpoint.c.chain, log_checkpoint.c.size.desc())
)
_NEWEST = Statement(_newest, Checkpoint)


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


async def nodes(database: Database, chain: str, places: Iterable[Place]) -> dict[Place, bytes]:
    """The stored hashes at these places of a chain's tree."""
    wanted = list(places)
    rows = await database.read(
        _NODES, of_chain=chain, levels=[level for level, _ in wanted], positions=[position for _, position in wanted]
    )
    return {(row.level, row.position): row.hash for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    chain: str
    position: int
    kind: str
    owner: str
    object: str
    ordinal: int
    salt: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _NodeOfChain:
    chain: str
    level: int
    position: int
    hash: bytes


_add_entries = fragment_of_many(_Entry, log_entry)
_add_nodes = fragment_of_many(_NodeOfChain, log_node)


@fragment(
    delete(log_pending).where(log_pending.c.sequence == func.any(bindparam("sequences", type_=ARRAY(BigInteger))))
)
def _no_longer_pending(unit: UnitOfWork, *, sequences: list[int]) -> None: ...


def add_entries(unit: UnitOfWork, chain: str, size: int, facts: Sequence[PendingFact], salts: Sequence[bytes]) -> None:
    """Enter the facts behind the first `size` ones; `Stale` when somebody else entered there meanwhile."""
    entries = [
        _Entry(
            chain=chain,
            position=position,
            kind=fact.kind,
            owner=fact.owner,
            object=fact.object,
            ordinal=fact.ordinal,
            salt=salt,
        )
        for position, (fact, salt) in enumerate(zip(facts, salts, strict=True), start=size)
    ]
    _add_entries(unit, entries)
    _no_longer_pending(unit, sequences=[fact.sequence for fact in facts])


def add_nodes(unit: UnitOfWork, chain: str, added: Sequence[Node]) -> None:
    nodes = [_NodeOfChain(chain=chain, level=each.level, position=each.position, hash=each.hash) for each in added]
    _add_nodes(unit, nodes)


add_checkpoint = fragment_of(Checkpoint, insert(log_checkpoint))
