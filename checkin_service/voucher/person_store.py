"""Every statement about what is known of people: dated facts, their withdrawal, declarations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, Text, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.voucher.person import FactKind, PersonFact, PersonFile
from checkin_service.voucher.tables import fact_withdrawal, person_declaration, person_fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A statement of a source about a person."""

    trainee_id: UUID
    fact_id: UUID
    kind: FactKind
    holds: bool
    since: date
    until: date | None
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """From whom a batch of facts came, and by whose hand."""

    source: str
    authority_code: str
    batch_id: UUID
    recorded_by: str
    recorded_at: datetime


_trainees = bindparam("trainees", type_=ARRAY(Uuid))
_is_withdrawn = exists().where(
    fact_withdrawal.c.trainee_id == person_fact.c.trainee_id, fact_withdrawal.c.fact_id == person_fact.c.fact_id
)
_FACTS = Statement(
    select(
        person_fact.c.trainee_id,
        person_fact.c.kind,
        person_fact.c.holds,
        person_fact.c.since,
        person_fact.c.until,
        person_fact.c.place,
        person_fact.c.source,
    )
    .where(person_fact.c.trainee_id == func.any(_trainees), ~_is_withdrawn)
    .order_by(person_fact.c.trainee_id, person_fact.c.kind, person_fact.c.since, person_fact.c.fact_id)
)
_DECLARED = Statement(
    select(person_declaration.c.trainee_id, person_declaration.c.condition, person_declaration.c.given)
    .ext(distinct_on(person_declaration.c.trainee_id, person_declaration.c.condition))
    .where(person_declaration.c.trainee_id == func.any(_trainees))
    .order_by(person_declaration.c.trainee_id, person_declaration.c.condition, person_declaration.c.ordinal.desc())
)


async def files_of(database: Database, trainee_ids: Collection[UUID]) -> dict[UUID, PersonFile]:
    """What is known of these people; of whom nothing is known, an empty file."""
    asked = list(trainee_ids)
    facts = await database.read(_FACTS, trainees=asked)
    declared = await database.read(_DECLARED, trainees=asked)
    return {trainee_id: _file(trainee_id, facts, declared) for trainee_id in asked}


def _file(trainee_id: UUID, facts: Sequence[Row], declared: Sequence[Row]) -> PersonFile:
    own = [row for row in facts if row.trainee_id == trainee_id]
    return PersonFile(
        facts=tuple(
            PersonFact(kind=FactKind(row.kind), since=row.since, until=row.until, place=row.place, source=row.source)
            for row in own
            if row.holds
        ),
        asked=frozenset(FactKind(row.kind) for row in own),
        declared=frozenset(row.condition for row in declared if row.trainee_id == trainee_id and row.given),
    )


_KNOWN = Statement(
    select(person_fact.c.fact_id).where(
        person_fact.c.trainee_id == func.any(_trainees),
        person_fact.c.fact_id == func.any(bindparam("facts", type_=ARRAY(Uuid))),
    )
)


async def known_facts(database: Database, facts: Sequence[NewFact]) -> set[UUID]:
    """Which of these statements are on record already."""
    rows = await database.read(
        _KNOWN, trainees=[fact.trainee_id for fact in facts], facts=[fact.fact_id for fact in facts]
    )
    return {row.fact_id for row in rows}


_given = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("facts", type_=ARRAY(Uuid)),
        bindparam("kinds", type_=ARRAY(Text)),
        bindparam("held", type_=ARRAY(Boolean)),
        bindparam("sinces", type_=ARRAY(Date)),
        bindparam("untils", type_=ARRAY(Date)),
        bindparam("places", type_=ARRAY(Text)),
    )
    .table_valued("trainee_id", "fact_id", "kind", "holds", "since", "until", "place")
    .render_derived(name="given")
)
_ADD = Fragment(
    Statement(
        insert(person_fact).from_select(
            [column.name for column in person_fact.columns],
            select(
                *_given.c,
                bindparam("source", type_=Text),
                bindparam("authority", type_=Text),
                bindparam("batch", type_=Uuid),
                bindparam("recorder", type_=Text),
                bindparam("at", type_=person_fact.c.recorded_at.type),
            ).select_from(_given),
        )
    )
)


def add_facts(unit: UnitOfWork, facts: Sequence[NewFact], provenance: Provenance) -> None:
    """All statements of a batch in one fragment, however many they are."""
    unit.add(
        _ADD,
        trainees=[fact.trainee_id for fact in facts],
        facts=[fact.fact_id for fact in facts],
        kinds=[fact.kind.value for fact in facts],
        held=[fact.holds for fact in facts],
        sinces=[fact.since for fact in facts],
        untils=[fact.until for fact in facts],
        places=[fact.place for fact in facts],
        source=provenance.source,
        authority=provenance.authority_code,
        batch=provenance.batch_id,
        recorder=provenance.recorded_by,
        at=provenance.recorded_at,
    )


_WITHDRAW = Fragment(Statement(insert(fact_withdrawal).on_conflict_do_nothing()))


def withdraw_fact(unit: UnitOfWork, *, trainee_id: UUID, fact_id: UUID, by: str, at: datetime) -> None:
    unit.add(_WITHDRAW, trainee_id=trainee_id, fact_id=fact_id, withdrawn_by=by, withdrawn_at=at)


_LAST_DECLARED = Statement(
    select(func.coalesce(func.max(person_declaration.c.ordinal), 0).label("ordinal")).where(
        person_declaration.c.trainee_id == bindparam("trainee"),
        person_declaration.c.condition == bindparam("of_condition", type_=Text),
    )
)
_DECLARE = Fragment(Statement(person_declaration.insert()))


async def last_declared(database: Database, trainee_id: UUID, condition: str) -> int:
    """The ordinal of the last declaration about a condition; 0 before the first."""
    row = await database.read_one(_LAST_DECLARED, trainee=trainee_id, of_condition=condition)
    return int(row.ordinal) if row else 0


def add_declaration(
    unit: UnitOfWork, *, trainee_id: UUID, condition: str, ordinal: int, given: bool, at: datetime
) -> None:
    unit.add(_DECLARE, trainee_id=trainee_id, condition=condition, ordinal=ordinal, given=given, at=at)
