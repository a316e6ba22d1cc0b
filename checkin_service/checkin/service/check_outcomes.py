"""Outcomes of the unannounced checks of a class: read for the nightly look at it, and inside an open inspection."""

from datetime import datetime
from uuid import UUID

from checkin_service.checkin.model.checks import CheckRow
from checkin_service.checkin.rules import check_outcomes as rules
from checkin_service.checkin.store import checks, headcounts
from checkin_service.kit.resources import Resources
from checkin_service.signals.checks import suspected
from checkin_service.signals.model import Checks


async def outcomes_of(resources: Resources, class_id: UUID, *, until: datetime) -> Checks:
    """Of those that had ended by then: figures of the class, and of people in no order that says who."""
    rows = await _rows(resources, class_id)
    counted = await headcounts.headcounts(resources.database, [class_id])
    return rules.outcomes_of(rows, counted, until)


async def slower_together(resources: Resources, class_id: UUID) -> list[UUID]:
    """Who answers in time alone and late with the room; for whoever has an inspection of the class open."""
    now = resources.clock.now()
    paces = rules.paces_of([each for each in await _rows(resources, class_id) if each.closes_at < now], now)
    people = list(paces)
    return [people[each] for each in suspected(list(paces.values()))]


async def _rows(resources: Resources, class_id: UUID) -> list[CheckRow]:
    return await checks.checks_of_class(resources.database, class_id)
