"""The whole log and every fact, read in pages for the verifier."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from sqlalchemy import BigInteger, Text, and_, bindparam, exists, func, literal, select, true, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, question
from checkin_service.transparency.model import Checkpoint
from checkin_service.transparency.rules.merkle import HASH_BYTES, SALT_BYTES
from checkin_service.transparency.store.chains import CHECKPOINTS, NEWEST_FIRST
from checkin_service.transparency.store.facts import KINDS, facts_of, name_of, named_in, part_of, parts_of
from checkin_service.transparency.tables import log_checkpoint, log_pending

_PAGE = 2000
"""Entries of a page, and no more than one checkpoint's beyond."""
_CHECKPOINTS = 1000


@question(CHECKPOINTS.ext(distinct_on(log_checkpoint.c.chain)).order_by(*NEWEST_FIRST))
async def newest_of_all(database: Database) -> list[Checkpoint]: ...


_after = tuple_(log_checkpoint.c.chain, log_checkpoint.c.position) > tuple_(
    bindparam("after_chain", type_=Text), bindparam("after_position", type_=BigInteger)
)
_order = (log_checkpoint.c.chain, log_checkpoint.c.position)
_next = (
    select(*log_checkpoint.c["chain", "position", "facts", "salts", "leaves"])
    .where(_after)
    .order_by(*_order)
    .limit(_CHECKPOINTS)
    .subquery("next")
)
_here = func.cardinality(_next.c.facts)
_counted = select(
    _next, (func.sum(_here).over(order_by=(_next.c.chain, _next.c.position)) - _here).label("before")
).subquery("counted")
_following = select(_counted).where(_counted.c.before < _PAGE).subquery("following")
_within = func.unnest(_following.c.facts).table_valued("name", with_ordinality="place", name="within").render_derived()
_page = (
    select(
        _following.c.chain,
        (_following.c.position + _within.c.place - 1).label("position"),
        _following.c.position.label("first"),
        *parts_of(_within.c.name),
        part_of(_following.c.salts, _within.c.place, SALT_BYTES).label("salt"),
        part_of(_following.c.leaves, _within.c.place, HASH_BYTES).label("leaf"),
    )
    .select_from(_following.join(_within, true()))
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
    first: int
    kind: str
    owner: str
    object: str
    ordinal: int
    salt: bytes
    leaf: bytes
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
    chain, first = "", -1
    while rows := await database.read(_ENTRIES, after_chain=chain, after_position=first):
        for row in rows:
            yield row
        chain, first = rows[-1].chain, rows[-1].first


_all = union_all(*map(facts_of, KINDS)).subquery("all_facts")


_waits = exists().where(alike(log_pending, _all, "kind", "owner", "object", "ordinal"))
_entered = select(func.unnest(log_checkpoint.c.facts).label("name")).subquery("entered")
_stands = exists().where(_entered.c.name == name_of(_all.c.kind, _all.c.owner, _all.c.object, _all.c.ordinal))


class Stray(NamedTuple):
    """A fact that stands in no chain."""

    kind: str
    owner: str
    object: str
    ordinal: int
    chain: str
    fact: str
    waits: bool


@question(select(_all, _waits.label("waits")).where(~_stands))
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
