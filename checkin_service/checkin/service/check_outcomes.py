"""Outcomes of the unannounced checks of a class, read for the nightly look at it."""

from datetime import datetime
from uuid import UUID

from checkin_service.checkin.rules import check_outcomes as rules
from checkin_service.checkin.store import checks, headcounts
from checkin_service.kit.resources import Resources
from checkin_service.signals.model import Checks


async def outcomes_of(resources: Resources, class_id: UUID, *, until: datetime) -> Checks:
    """Of those that had ended by then: figures of the class, and of people in no order that says who."""
    rows = await checks.checks_of_class(resources.database, class_id)
    counted = await headcounts.headcounts(resources.database, [class_id])
    return rules.outcomes_of(rows, counted, until)
