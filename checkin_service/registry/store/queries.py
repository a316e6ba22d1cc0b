"""Queries over facts: who of a register is meant."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    Text,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.identity.tables import trainee
from checkin_service.kit.database import Database, Statement
from checkin_service.registry.tables import (
    listed_person,
    person_entry,
)
from checkin_service.voucher.model.persons import FactKind
from checkin_service.voucher.model.vouchers import BEFORE_USE
from checkin_service.voucher.tables import fact_withdrawal, person_fact, voucher

_ON, _AUTHORITY = bindparam("on_day", type_=Date), bindparam("of_authority", type_=Text)


def _given(name: str, type_: Any) -> ColumnElement[bool]:
    return bindparam(name, type_=type_).is_(None)


def _kinds(name: str) -> FromClause:
    return func.unnest(bindparam(name, type_=ARRAY(Text))).table_valued("kind").render_derived(name=f"asked_{name}")


def _holds(asked: FromClause) -> ColumnElement[bool]:
    """Whether a fact of an asked kind holds of the person."""
    is_withdrawn = exists().where(
        fact_withdrawal.c.trainee_id == person_fact.c.trainee_id, fact_withdrawal.c.fact_id == person_fact.c.fact_id
    )
    fact = select(1).where(
        person_fact.c.trainee_id == person_entry.c.trainee_id,
        person_fact.c.kind == asked.c.kind,
        person_fact.c.holds,
        person_fact.c.since <= _ON,
        or_(person_fact.c.until.is_(None), person_fact.c.until >= _ON),
        or_(_given("place_prefix", Text), person_fact.c.place.is_(None), person_fact.c.place.startswith(_PREFIX)),
        or_(_given("since_from", Date), person_fact.c.since >= bindparam("since_from", type_=Date)),
        ~is_withdrawn,
    )
    return exists(fact.correlate(person_entry, asked))


_PREFIX = bindparam("place_prefix", type_=Text)
_wanted, _unwanted = _kinds("holds"), _kinds("lacks")
_has_voucher = exists().where(
    voucher.c.trainee_id == person_entry.c.trainee_id,
    voucher.c.authority_code == _AUTHORITY,
    voucher.c.state.in_([literal(state.value) for state in sorted(BEFORE_USE)]),
    voucher.c.use_by >= _ON,
)


_is_listed = exists().where(
    listed_person.c.trainee_id == person_entry.c.trainee_id,
    listed_person.c.authority_code == _AUTHORITY,
    listed_person.c.source == bindparam("of_source", type_=Text),
)


def meant(*columns: ColumnElement[Any]) -> Select[Any]:
    """Of the people that a query means, these columns."""
    return (
        select(*columns)
        .join_from(person_entry, trainee, trainee.c.trainee_id == person_entry.c.trainee_id)
        .where(
            person_entry.c.authority_code == _AUTHORITY,
            ~exists(select(1).select_from(_wanted).where(~_holds(_wanted)).correlate(person_entry)),
            ~exists(select(1).select_from(_unwanted).where(_holds(_unwanted)).correlate(person_entry)),
            or_(_given("born_from", Date), trainee.c.born_on >= bindparam("born_from", type_=Date)),
            or_(_given("born_until", Date), trainee.c.born_on <= bindparam("born_until", type_=Date)),
            or_(_given("of_source", Text), _is_listed),
            or_(~bindparam("without_voucher", type_=Boolean), ~_has_voucher),
        )
    )


_COUNT = Statement(meant(func.count().label("people")), int)
_FIRST = Statement(
    meant(person_entry.c.trainee_id).order_by(person_entry.c.trainee_id).limit(bindparam("most", type_=Integer)),
    UUID,
)


class Asked(NamedTuple):
    """A query as its statement takes it."""

    of_authority: str
    on_day: date
    holds: list[FactKind]
    lacks: list[FactKind]
    place_prefix: str | None
    since_from: date | None
    born_from: date | None
    born_until: date | None
    of_source: str | None
    without_voucher: bool


async def count_meant(database: Database, asked: Asked) -> int:
    return await database.read_one(_COUNT, **asked._asdict()) or 0


async def first_meant(database: Database, asked: Asked, *, most: int) -> list[UUID]:
    """So many of them, in the order in which they would be served."""
    return await database.read(_FIRST, **asked._asdict(), most=most)
