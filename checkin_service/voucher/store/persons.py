"""Every statement about what is known of people: dated facts, their withdrawal, declarations, examinations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Boolean, Date, Text, Uuid, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of_many
from checkin_service.kit.questions import alike
from checkin_service.voucher.model.persons import Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.rules import Said, facts_as_said
from checkin_service.voucher.tables import fact_withdrawal, person_declaration, person_examination, person_fact


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
_is_withdrawn = exists().where(alike(fact_withdrawal, person_fact, "trainee_id", "fact_id"))


class _Fact(NamedTuple):
    trainee_id: UUID
    holds: bool
    recorded_at: datetime
    fact: PersonFact


_FACTS = Statement(
    select(
        person_fact.c.trainee_id,
        person_fact.c.holds,
        person_fact.c.recorded_at,
        person_fact.c.kind,
        person_fact.c.since,
        person_fact.c.until,
        person_fact.c.place,
        person_fact.c.source,
    )
    .where(person_fact.c.trainee_id == func.any(_trainees), ~_is_withdrawn)
    .order_by(person_fact.c.trainee_id, person_fact.c.kind, person_fact.c.since, person_fact.c.fact_id),
    _Fact,
)


class _Declared(NamedTuple):
    trainee_id: UUID
    condition: str
    given: bool


_DECLARED = Statement(
    select(person_declaration.c.trainee_id, person_declaration.c.condition, person_declaration.c.given)
    .ext(distinct_on(person_declaration.c.trainee_id, person_declaration.c.condition))
    .where(person_declaration.c.trainee_id == func.any(_trainees))
    .order_by(person_declaration.c.trainee_id, person_declaration.c.condition, person_declaration.c.ordinal.desc()),
    _Declared,
)


class _Examined(NamedTuple):
    trainee_id: UUID
    examination: Examination


_EXAMINED = Statement(
    select(
        person_examination.c.trainee_id,
        person_examination.c.examination_id,
        person_examination.c.condition,
        person_examination.c.holds,
        person_examination.c.examined_on,
        person_examination.c.document,
        person_examination.c.reason,
        person_examination.c.authority_code,
        person_examination.c.examined_by,
    )
    .where(person_examination.c.trainee_id == func.any(_trainees))
    .order_by(
        person_examination.c.trainee_id,
        person_examination.c.examined_on,
        person_examination.c.recorded_at,
        person_examination.c.examination_id,
        person_examination.c.condition,
    ),
    _Examined,
)


async def files_of(database: Database, trainee_ids: Collection[UUID]) -> dict[UUID, PersonFile]:
    """What is known of these people; of whom nothing is known, an empty file."""
    asked = list(trainee_ids)
    facts = await database.read(_FACTS, trainees=asked)
    declared = await database.read(_DECLARED, trainees=asked)
    examined = await database.read(_EXAMINED, trainees=asked)
    of_facts, of_declared, of_examined = _by_person(facts), _by_person(declared), _by_person(examined)
    return {
        trainee_id: _file(of_facts[trainee_id], of_declared[trainee_id], of_examined[trainee_id])
        for trainee_id in asked
    }


class _OfPerson(Protocol):
    @property
    def trainee_id(self) -> UUID: ...


_Row = TypeVar("_Row", bound=_OfPerson)


def _by_person(rows: Iterable[_Row]) -> defaultdict[UUID, list[_Row]]:
    found: defaultdict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.trainee_id].append(row)
    return found


def _file(facts: Sequence[_Fact], declared: Sequence[_Declared], examined: Sequence[_Examined]) -> PersonFile:
    return PersonFile(
        facts=facts_as_said(Said(row.fact, row.holds, row.recorded_at) for row in facts),
        asked=frozenset(row.fact.kind for row in facts),
        declared=frozenset(row.condition for row in declared if row.given),
        examined=tuple(row.examination for row in examined),
    )


_KNOWN = Statement(
    select(person_fact.c.fact_id).where(
        person_fact.c.trainee_id == func.any(_trainees),
        person_fact.c.fact_id == func.any(bindparam("facts", type_=ARRAY(Uuid))),
    ),
    UUID,
)


async def known_facts(database: Database, facts: Sequence[NewFact]) -> set[UUID]:
    """Which of these statements are on record already."""
    trainees = [fact.trainee_id for fact in facts]
    return set(await database.read(_KNOWN, trainees=trainees, facts=[fact.fact_id for fact in facts]))


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


@fragment(
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
def _add_facts(
    unit: UnitOfWork,
    *,
    trainees: list[UUID],
    facts: list[UUID],
    kinds: list[FactKind],
    held: list[bool],
    sinces: list[date],
    untils: list[date | None],
    places: list[str | None],
    source: str,
    authority: str,
    batch: UUID,
    recorder: str,
    at: datetime,
) -> None: ...


def add_facts(unit: UnitOfWork, facts: Sequence[NewFact], provenance: Provenance) -> None:
    """All statements of a batch in one fragment, however many they are."""
    _add_facts(
        unit,
        trainees=[fact.trainee_id for fact in facts],
        facts=[fact.fact_id for fact in facts],
        kinds=[fact.kind for fact in facts],
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


@fragment(insert(fact_withdrawal).on_conflict_do_nothing())
def withdraw_fact(
    unit: UnitOfWork, *, trainee_id: UUID, fact_id: UUID, withdrawn_by: str, withdrawn_at: datetime
) -> None: ...


_LAST_DECLARED = Statement(
    select(func.coalesce(func.max(person_declaration.c.ordinal), 0).label("ordinal")).where(
        person_declaration.c.trainee_id == bindparam("trainee"),
        person_declaration.c.condition == bindparam("of_condition", type_=Text),
    ),
    int,
)


async def last_declared(database: Database, trainee_id: UUID, condition: str) -> int:
    """The ordinal of the last declaration about a condition; 0 before the first."""
    return await database.read_one(_LAST_DECLARED, trainee=trainee_id, of_condition=condition) or 0


@fragment(insert(person_declaration))
def add_declaration(
    unit: UnitOfWork, *, trainee_id: UUID, condition: str, ordinal: int, given: bool, at: datetime
) -> None: ...


class _NewExamination(NamedTuple):
    trainee_id: UUID
    examination_id: UUID
    condition: str
    holds: bool
    examined_on: date
    document: str
    reason: str
    authority_code: str
    examined_by: UUID
    recorded_at: datetime


_add_examinations = fragment_of_many(_NewExamination, person_examination)


def add_examinations(
    unit: UnitOfWork, trainee_ids: Collection[UUID], examinations: Collection[Examination], *, at: datetime
) -> None:
    """The same examinations of each of these people."""
    _add_examinations(
        unit,
        [
            _NewExamination(trainee_id=trainee_id, recorded_at=at, **asdict(each))
            for trainee_id in trainee_ids
            for each in examinations
        ],
    )
