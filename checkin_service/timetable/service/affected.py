"""The classes that other rules would affect: those not over, with the people and days concerned."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import Book, line_of
from checkin_service.policy.changes import changed_keys
from checkin_service.timetable.store import affected as store
from checkin_service.timetable.store import classes
from checkin_service.timetable.store.affected import LiveClass


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedClass:
    """A class for some of whose days other rules would hold."""

    held: LiveClass
    keys: tuple[str, ...]
    """What would be another."""


async def affected_classes(
    resources: Resources, *, before: Book, after: Book, jurisdiction: str
) -> list[AffectedClass]:
    """Every class under a jurisdiction, or under one below it, that is not over and that other rules would affect."""

    @cache
    def changed(authority: str, on: date) -> frozenset[str]:
        return changed_keys(before.at(authority, on=on), after.at(authority, on=on))

    found: list[AffectedClass] = []
    async for page in store.live_classes(resources.database):
        concerned = {each: _authorities_under(each, jurisdiction) for each in page}
        days = await _days(resources, [each.class_id for each, places in concerned.items() if places])
        for each, places in concerned.items():
            keys = frozenset[str]().union(*(changed(place, on) for place in places for on in days[each.class_id]))
            if keys:
                found.append(AffectedClass(held=each, keys=tuple(sorted(keys))))
    return found


def _authorities_under(held: LiveClass, jurisdiction: str) -> set[str]:
    return {code for code in (held.supervising_authority, held.paying_authority) if jurisdiction in line_of(code)}


async def _days(resources: Resources, class_ids: list[UUID]) -> defaultdict[UUID, set[date]]:
    days: defaultdict[UUID, set[date]] = defaultdict(set)
    for session in await classes.sessions_of(resources.database, class_ids):
        days[session.class_id].add(day_of(session.starts_at))
    return days
