"""Matters of institutions that wait in the queue: changes, appeals, rectifications and inspections that are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.conduct.model import Undecided
from checkin_service.courses import service as courses
from checkin_service.credit import service as credit
from checkin_service.credit.model import ToLookAt
from checkin_service.inspections import service as inspections
from checkin_service.kit.civil import day_of
from checkin_service.oversight.service import complaints as complaint_desk
from checkin_service.vacancies import service as vacancies
from checkin_service.web.listing import found_by
from checkin_service.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: of which kind, whose, since when, until when, and where it is done."""

    kind: str
    what: str
    since: datetime
    path: str
    due_on: date | None = None

    def age_days(self, today: date) -> int:
        return (today - day_of(self.since)).days

    def is_overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


async def changes(visit: Visit) -> Iterable[Waiting]:
    found = await catalogue.waiting_changes(visit.resources, visit.subject)
    return [
        Waiting(
            "institution_change",
            f"{each.former_name} → {each.name}",
            each.asked_at,
            f"/institutions/{each.institution_id}/changes#c{each.change_id}",
        )
        for each in found.changes
    ]


async def entries(visit: Visit) -> Iterable[Waiting]:
    return [
        Waiting("institution_entry", each.name, each.filed_at, f"/institution-applications/{each.application_id}")
        for each in await conduct.waiting_entries(visit.resources, visit.subject)
    ]


async def lapse_appeals(visit: Visit) -> Iterable[Waiting]:
    return _of_conduct("lapse_appeal", "l", await conduct.waiting_appeals(visit.resources, visit.subject))


async def sanction_appeals(visit: Visit) -> Iterable[Waiting]:
    return _of_conduct("sanction_appeal", "s", await conduct.waiting_sanction_appeals(visit.resources, visit.subject))


async def rectifications(visit: Visit) -> Iterable[Waiting]:
    return _of_conduct("rectification", "r", await conduct.waiting_orders(visit.resources, visit.subject))


def _of_conduct(kind: str, mark: str, found: Iterable[Undecided]) -> list[Waiting]:
    return [
        Waiting(
            kind,
            each.institution,
            each.since,
            f"/institutions/{each.institution_id}/conduct#{mark}{each.about}",
            each.due_on,
        )
        for each in found
    ]


async def waiting_courses(visit: Visit) -> Iterable[Waiting]:
    return [
        Waiting(
            "course",
            f"{each.latest.title} · {each.institution}",
            each.latest.filed_at,
            f"/training-courses/{each.course_id}",
        )
        for each in await courses.waiting(visit.resources, visit.subject)
    ]


async def waiting_vacancies(visit: Visit) -> Iterable[Waiting]:
    return [
        Waiting(
            "vacancy",
            f"{each.employer} · {each.publisher}",
            each.entered_at,
            f"/vacancies/{each.vacancy_id}",
            each.valid_until,
        )
        for each in await vacancies.waiting(visit.resources, visit.subject)
    ]


async def complaints(visit: Visit) -> Iterable[Waiting]:
    """Those that were given to this person, or to nobody."""
    return [
        Waiting("complaint", each.about, each.filed_at, found_by("/complaint-desk", each.about), each.answer_due)
        for each in await complaint_desk.waiting(visit.resources, visit.subject)
    ]


async def low_scores(visit: Visit) -> Iterable[Waiting]:
    """Credit scores that ask for an inspection, until one is planned."""
    planned = await inspections.last_planned(visit.resources, visit.subject)
    return [
        _score("credit_low", each)
        for each in await credit.low(visit.resources, visit.subject)
        if each.institution_id not in planned or planned[each.institution_id] < each.since
    ]


async def credit_appeals(visit: Visit) -> Iterable[Waiting]:
    return [_score("credit_appeal", each) for each in await credit.appealed(visit.resources, visit.subject)]


def _score(kind: str, each: ToLookAt) -> Waiting:
    return Waiting(kind, each.institution, each.since, f"/institutions/{each.institution_id}/credit", each.due_on)


async def due_inspections(visit: Visit) -> Iterable[Waiting]:
    """Those whose day has come and that have no result."""
    return [
        Waiting(
            "inspection",
            each.class_name or each.institution,
            each.planned_at,
            f"/inspections/{each.inspection_id}",
            each.due_on,
        )
        for each in await inspections.due(visit.resources, visit.subject)
    ]
