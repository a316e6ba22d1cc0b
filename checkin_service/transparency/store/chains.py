"""What waits to be entered, and how a chain grows: entries, tree and checkpoint in one write."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
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

from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork
from checkin_service.transparency.model import Checkpoint, Node, PendingFact
from checkin_service.transparency.rules import Place
from checkin_service.transparency.store.facts import KINDS, named_in
from checkin_service.transparency.tables import log_checkpoint, log_entry, log_node, log_pending

_pending = union_all(*(named_in(kind, log_pending, log_pending.c.sequence) for kind in KINDS)).subquery()
_PENDING = Statement(select(_pending).order_by(_pending.c.sequence).limit(bindparam("count", type_=Integer)))


async def pending(database: Database, *, count: int) -> list[PendingFact]:
    """The facts that have waited longest."""
    rows = await database.read(_PENDING, count=count)
    return [PendingFact(**row._asdict()) for row in rows]


_newest = (
    select(log_checkpoint)
    .where(log_checkpoint.c.chain == func.any(bindparam("chains", type_=ARRAY(Text))))
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(log_checkpoint.c.chain, log_checkpoint.c.size.desc())
)
_NEWEST = Statement(_newest)


async def newest_checkpoints(database: Database, chains: Sequence[str]) -> dict[str, Checkpoint]:
    rows = await database.read(_NEWEST, chains=list(chains))
    return {row.chain: Checkpoint(**row._asdict()) for row in rows}


_asked = func.unnest(bindparam("levels", type_=ARRAY(SmallInteger)), bindparam("positions", type_=ARRAY(BigInteger)))
_place = _asked.table_valued("level", "position", name="place").render_derived()
_NODES = Statement(
    select(log_node.c.level, log_node.c.position, log_node.c.hash).where(
        log_node.c.chain == bindparam("of_chain"),
        log_node.c.level == _place.c.level,
        log_node.c.position == _place.c.position,
    )
)


async def nodes(database: Database, chain: str, places: Iterable[Place]) -> dict[Place, bytes]:
    """The stored hashes at these places of a chain's tree."""
    wanted = list(places)
    rows = await database.read(
        _NODES, of_chain=chain, levels=[level for level, _ in wanted], positions=[position for _, position in wanted]
    )
    return {(row.level, row.position): bytes(row.hash) for row in rows}


def _unnested(**columns: Any) -> Any:
    """Parallel arrays as rows; the parameter of a column is named after it, with an s."""
    arrays = [bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


_entries = _unnested(position=BigInteger, kind=Text, owner=Text, object=Text, ordinal=Integer, salt=LargeBinary)
_ADD_ENTRIES = Fragment(
    Statement(
        insert(log_entry).from_select(
            ["chain", "position", "kind", "owner", "object", "ordinal", "salt"],
            select(bindparam("entry_chain", type_=Text), *_entries.c),
        )
    )
)
_nodes = _unnested(level=SmallInteger, position=BigInteger, hash=LargeBinary)
_ADD_NODES = Fragment(
    Statement(
        insert(log_node).from_select(
            ["chain", "level", "position", "hash"], select(bindparam("node_chain", type_=Text), *_nodes.c)
        )
    )
)
_ADD_CHECKPOINT = Fragment(Statement(insert(log_checkpoint)))
_NO_LONGER_PENDING = Fragment(
    Statement(
        delete(log_pending).where(log_pending.c.sequence == func.any(bindparam("sequences", type_=ARRAY(BigInteger))))
    )
)


def add_entries(unit: UnitOfWork, chain: str, size: int, facts: Sequence[PendingFact], salts: Sequence[bytes]) -> None:
    """Enter the facts behind the first `size` ones; `Stale` when somebody else entered there meanwhile."""
    unit.add(
        _ADD_ENTRIES,
        entry_chain=chain,
        positions=list(range(size, size + len(facts))),
        kinds=[fact.kind for fact in facts],
        owners=[fact.owner for fact in facts],
        objects=[fact.object for fact in facts],
        ordinals=[fact.ordinal for fact in facts],
        salts=list(salts),
    )
    unit.add(_NO_LONGER_PENDING, sequences=[fact.sequence for fact in facts])


def add_nodes(unit: UnitOfWork, chain: str, added: Sequence[Node]) -> None:
    unit.add(
        _ADD_NODES,
        node_chain=chain,
        levels=[node.level for node in added],
        positions=[node.position for node in added],
        hashs=[node.hash for node in added],
    )


def add_checkpoint(unit: UnitOfWork, checkpoint: Checkpoint) -> None:
    unit.add(_ADD_CHECKPOINT, **{name: getattr(checkpoint, name) for name in Checkpoint.__dataclass_fields__})
