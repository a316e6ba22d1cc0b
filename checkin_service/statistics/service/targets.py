"""Plans of a place beside what was reached of them (SD-02 to SD-04, SD-19)."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.policy.model import prefix_of
from checkin_service.statistics.model import Measure
from checkin_service.statistics.rules.plans import (
    PlaceTargets,
    Reached,
    Target,
    cities_with_plans,
    targets_of,
    totals_of,
)
from checkin_service.statistics.schemas import PlaceTargetsBody, PlanTotal, TargetBody, Targets
from checkin_service.statistics.service.scope import Scope, said
from checkin_service.statistics.store import reading as store


async def targets(resources: Resources, scope: Scope) -> Targets:
    """The plans of a province's cities for the year of a month, beside what was reached from January until then."""
    on = _last_day(scope.until)
    year = Scope(division=scope.division, role=scope.role, since=date(on.year, 1, 1), until=scope.until)
    reached = await _reached(resources, year, on=on)
    cities = cities_with_plans(book(), scope.division, on=on)
    names = {each.key: each.name for each in await store.authorities(resources.database, codes=cities)}
    places = [targets_of(book(), code, _within(reached, code), on=on) for code in cities]
    everything = _within(reached, scope.division)
    return Targets(
        division=scope.division,
        month=said(scope.until),
        totals=[
            _total(scope.division, "issue", everything.issued, on=on),
            _total(scope.division, "use", everything.used, on=on),
        ],
        places=[_place(each, names.get(each.division, "")) for each in places],
    )


async def _reached(resources: Resources, year: Scope, *, on: date) -> dict[str, Reached]:
    """By the authority that did it."""
    every = await store.figures(
        resources.database,
        role=year.role,
        first_code=year.first_code,
        last_code=year.last_code,
        digits=6,
        since=year.since,
        until=year.until,
    )
    channels = await store.open_channels(
        resources.database, first_code=year.first_code, last_code=year.last_code, on=on
    )
    counts: Counter[tuple[str, str]] = Counter()
    for each in every:
        counts[each.authority_code, each.measure] += each.value
    open_at = {each.authority_code: each.channels for each in channels}
    return {
        code: Reached(
            issued=counts[code, Measure.ISSUED],
            claimed=counts[code, Measure.CLAIMED],
            used=counts[code, Measure.USED],
            channels=open_at.get(code, 0),
        )
        for code in {code for code, _ in counts} | open_at.keys()
    }


def _within(reached: dict[str, Reached], division: str) -> Reached:
    """A division with those below it."""
    found = [each for code, each in reached.items() if code.startswith(prefix_of(division))]
    return Reached(
        issued=sum(each.issued for each in found),
        claimed=sum(each.claimed for each in found),
        used=sum(each.used for each in found),
        channels=sum(each.channels for each in found),
    )


def _total(division: str, what: Literal["issue", "use"], actual: int, *, on: date) -> PlanTotal:
    found = totals_of(book(), division, on=on, what=what)
    return PlanTotal(what=what, planned=found.planned, printed=found.printed, computed=found.computed, actual=actual)


def _place(found: PlaceTargets, name: str) -> PlaceTargetsBody:
    return PlaceTargetsBody(
        division=found.division,
        name=name,
        issue_planned=found.issue_planned,
        issued=found.reached.issued,
        claimed=found.reached.claimed,
        use_planned=found.use_planned,
        used=found.reached.used,
        channels=found.reached.channels,
        claim_rate=_target(found.claim_rate),
        use_rate=_target(found.use_rate),
        channel_share=_target(found.channel_share),
    )


def _target(found: Target | None) -> TargetBody | None:
    if found is None:
        return None
    return TargetBody(
        minimum_percent=found.minimum_percent,
        reached=None if found.reached is None else _fraction(found.reached),
        is_met=found.is_met,
        clause=found.basis.clause,
        quote=found.basis.quote,
    )


def _fraction(reached: Fraction) -> str:
    return f"{reached.numerator}/{reached.denominator}"


def _last_day(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
