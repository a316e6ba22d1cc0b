"""Matters of institutions that wait in the queue: changes, appeals, rectifications and inspections that are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.conduct.model import Undecided
from checkin_service.courses import service as courses
from checkin_service.inspections import service as inspections
from checkin_service.kit.civil import day_of
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


async def lapse_appeals(visit: Visit) -> Iterable[Waiting]:
    return _of_conduct("lapse_appeal", "l", await conduct.waiting_appeals(visit.resources, visit.subject))


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
