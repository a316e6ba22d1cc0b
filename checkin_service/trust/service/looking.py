"""The nightly look at classes: signals over lessons and checks that are over, kept as notes about it."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

import structlog

from checkin_service.checkin.service import check_outcomes
from checkin_service.kit.resources import Resources
from checkin_service.signals.calibration import Table, table_of
from checkin_service.signals.evidence import p_of
from checkin_service.signals.model import LESSONS_TOGETHER
from checkin_service.trust import rules, store
from checkin_service.trust.model import DueClass, Found, Look, SignalNote

_log = structlog.get_logger(__name__)

_LOOKS_BACK = timedelta(days=60)


async def look_at_classes(resources: Resources) -> int:
    """Look at every class of which five more lessons are over or more checks were held; how many looks that were."""
    over_by = resources.clock.now() - rules.ARRIVES_WITHIN
    found = await store.classes_with_lessons(resources.database, over_by=over_by, since=over_by - _LOOKS_BACK)
    learned = await store.found_at_classes(resources.database)
    looked = 0
    for each in found:
        before = each.looks
        while rules.is_due(each.lessons, each.looked):
            each = await _looked_at(resources, each, learned)  # noqa: PLW2901 - the class after one more look
        if rules.has_new_checks(each):
            each = await _checks_looked_at(resources, each, over_by, learned)  # noqa: PLW2901 - the class after one more look
        looked += each.looks - before
    _log.info("classes.looked_at", classes=len(found), looks=looked)
    return looked


async def _looked_at(resources: Resources, due: DueClass, learned: Sequence[Found]) -> DueClass:
    after, until = due.looked, due.looked + LESSONS_TOGETHER
    sign_ins = await store.sign_ins_of(resources.database, class_id=due.class_id, after=after, until=until)
    bindings = await store.bindings_of(resources.database, class_id=due.class_id)
    earlier = await store.looks_at(resources.database, due.class_id)
    table = await asyncio.to_thread(calibration)
    lessons = rules.lessons_of(sign_ins, bindings)
    notes = await asyncio.to_thread(rules.notes_of, lessons, table, learned)
    return await _keep(resources, due, earlier, notes, people=lessons.people, lessons=until)


async def _checks_looked_at(
    resources: Resources, due: DueClass, over_by: datetime, learned: Sequence[Found]
) -> DueClass:
    """One look more if unannounced checks say anything that they did not say before."""
    held = await check_outcomes.outcomes_of(resources, due.class_id, until=over_by)
    earlier = await store.looks_at(resources.database, due.class_id)
    table = await asyncio.to_thread(calibration)
    notes = rules.notes_of_checks(held, [note for look in earlier for note in look.notes], table, learned)
    if not notes:
        return due
    return await _keep(resources, due, earlier, notes, people=rules.people_of(held), lessons=due.looked)


async def _keep(
    resources: Resources,
    due: DueClass,
    earlier: Sequence[Look],
    notes: Sequence[SignalNote],
    *,
    people: int,
    lessons: int,
) -> DueClass:
    e = rules.evidence_of([*(each.notes for each in earlier), notes])
    look = Look(
        class_id=due.class_id,
        number=due.looks + 1,
        authority_code=due.supervising_authority,
        people=people,
        lessons=lessons,
        calibration=calibration().version,
        notes=notes,
        e=e,
        p=p_of(e),
        looked_at=resources.clock.now(),
    )
    async with resources.database.write() as unit:
        store.add_look(unit, look)
    return due._replace(looks=look.number, looked=lessons)


@cache
def calibration() -> Table:
    """The table of honest classes that comes with the service."""
    text = files("checkin_service.signals").joinpath("data/honest.json").read_text(encoding="utf-8")
    return table_of(json.loads(text))
