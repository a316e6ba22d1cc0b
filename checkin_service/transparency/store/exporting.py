"""The whole log and every fact, read in pages for the verifier."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, Text, and_, bindparam, exists, func, literal, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, question
from checkin_service.transparency.model import Checkpoint
from checkin_service.transparency.store.facts import KINDS, facts_of, named_in
from checkin_service.transparency.tables import log_checkpoint, log_entry, log_node, log_pending

_PAGE = 2000


@question(
    select(log_checkpoint)
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(log_checkpoint.c.chain, log_checkpoint.c.size.desc())
)
async def newest_of_all(database: Database) -> list[Checkpoint]: ...


_page = (
    select(log_entry, log_node.c.hash.label("leaf"))
    .select_from(
        log_entry.outerjoin(
            log_node,
            and_(alike(log_node, log_entry, "chain", "position"), log_node.c.level == 0),
        )
    )
    .where(
        tuple_(log_entry.c.chain, log_entry.c.position)
        > tuple_(bindparam("after_chain", type_=Text), bindparam("after_position", type_=BigInteger))
    )
    .order_by(log_entry.c.chain, log_entry.c.position)
    .limit(bindparam("count", type_=Integer))
    .cte("page")
    .prefix_with("MATERIALIZED")
)
_facts = union_all(*(named_in(kind, _page, _page.c.chain.label("of_chain"), _page.c.position) for kind in KINDS)).cte(
    "facts"
)


class Entry(NamedTuple):
    """An entry with its leaf and the fact as it is now; none where the fact is gone."""

    chain: str
    position: int
    kind: str
    owner: str
    object: str
    ordinal: int
    salt: bytes
    leaf: bytes | None
    fact: str | None


_ENTRIES = Statement(
    select(_page, _facts.c.fact)
    .select_from(
        _page.outerjoin(_facts, and_(_facts.c.of_chain == _page.c.chain, _facts.c.position == _page.c.position))
    )
    .order_by(_page.c.chain, _page.c.position),
    Entry,
)


async def entries(database: Database) -> AsyncIterator[Entry]:
    """Every entry in order, with its leaf and the fact as it is now; none where the fact is gone."""
    chain, position = "", -1
    while rows := await database.read(_ENTRIES, after_chain=chain, after_position=position, count=_PAGE):
        for row in rows:
            yield row
        chain, position = rows[-1].chain, rows[-1].position


_all = union_all(*map(facts_of, KINDS)).subquery("all_facts")


def _same_key(names: Any) -> Any:
    return alike(names, _all, "kind", "owner", "object", "ordinal")


class Stray(NamedTuple):
    """A fact that stands in no chain."""

    kind: str
    owner: str
    object: str
    ordinal: int
    chain: str
    fact: str
    waits: bool


@question(
    select(_all, exists().where(_same_key(log_pending)).label("waits")).where(~exists().where(_same_key(log_entry)))
)
async def strays(database: Database) -> list[Stray]:
    """Facts that stand in no chain, and whether they wait to be entered."""


_found = union_all(*(named_in(kind, log_pending, log_pending.c.sequence) for kind in KINDS)).subquery("found")
_is_found = exists().where(_found.c.sequence == log_pending.c.sequence)
_is_a_fact = log_pending.c.kind == func.any(literal([kind.name for kind in KINDS], ARRAY(Text)))


class Lost(NamedTuple):
    """A fact that was announced to the log and is not there."""

    sequence: int
    kind: str
    owner: str
    object: str
    ordinal: int


@question(select(log_pending).where(_is_a_fact, ~_is_found))
async def lost(database: Database) -> list[Lost]:
    """Facts that were announced to the log and vanished before they were entered."""
