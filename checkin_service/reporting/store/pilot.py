"""Figures of the pilot's tasks, counted over the classes that an authority supervises and opened lately."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import DateTime, bindparam, exists, func, select

from checkin_service.attendance.tables import attendance
from checkin_service.identity.tables import device_proof
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import registration, training_class

_HERE = matches(training_class, "supervising_authority") & (
    training_class.c.opened_at >= bindparam("since", type_=DateTime(timezone=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRow:
    phases: tuple[str, ...]
    proofs: tuple[str, ...]
    classes: int


@question(
    select(training_class.c.phases, training_class.c.proofs, func.count().label("classes"))
    .where(_HERE)
    .group_by(training_class.c.phases, training_class.c.proofs)
    .order_by(func.count().desc(), training_class.c.phases, training_class.c.proofs)
)
async def chosen(database: Database, supervising_authority: str, *, since: datetime) -> list[ChosenRow]:
    """Which moments and proofs classes ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    people: int
    people_proven: int


_person = registration.c.trainee_id.distinct()
_is_proven = exists().where(device_proof.c.trainee_id == registration.c.trainee_id)


@question(
    select(func.count(_person).label("people"), func.count(_person).filter(_is_proven).label("people_proven"))
    .select_from(registration.join(training_class, alike(training_class, registration, "class_id")))
    .where(_HERE, registration.c.withdrawn_at.is_(None))
)
async def people(database: Database, supervising_authority: str, *, since: datetime) -> PeopleRow:
    """Everybody on their rosters, and those whose phone was shown to be theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    hours: int
    electronic_hours: int


_by_hand = attendance.c.corrected_hours + attendance.c.imported_hours


@question(
    select(
        func.coalesce(func.sum(attendance.c.credited_hours), 0).label("hours"),
        func.coalesce(func.sum(attendance.c.credited_hours - _by_hand), 0).label("electronic_hours"),
    )
    .select_from(attendance.join(training_class, alike(training_class, attendance, "class_id")))
    .where(_HERE)
)
async def hours(database: Database, supervising_authority: str, *, since: datetime) -> HoursRow:
    """Credited class hours, and those that rest on a sign-in."""
