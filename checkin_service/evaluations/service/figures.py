"""Figures of satisfaction, of institutions, projects and classes, in groups too large to find anybody in (SX-34)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.evaluations import rules, store
from checkin_service.evaluations.model import By, Given, Satisfaction
from checkin_service.evaluations.schemas import SatisfactionRanking, figure_shown
from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import NATIONAL, prefix_of
from checkin_service.timetable import service as timetable
from checkin_service.voucher.rules import last_day

_DIGITS = 6


async def ranking(resources: Resources, subject: Subject, by: By) -> SatisfactionRanking:
    """An authority's institutions, projects or classes and those below it; an institution's own."""
    today = day_of(resources.clock.now())
    policy = _policy(resources, await _whose(resources, subject))
    since = last_day(today, -policy.value("evaluation.counted_months").integer)
    found = await _found(resources, since, institution_id=subject.institution_id, reach=subject.authority_code)
    smallest = policy.value("evaluation.smallest_group").integer
    groups = rules.released(found, by, smallest=smallest, today=today)
    names = await _names(resources, by, found)
    figures = [(key, name, rules.satisfaction_of(groups.get(key, ()))) for key, name in names.items()]
    figures.sort(key=lambda each: (-(each[2].share if each[2] else Fraction(-1)), each[1]))
    return SatisfactionRanking(
        by=by, since=since, smallest_group=smallest, figures=[figure_shown(*each) for each in figures]
    )


async def satisfactions(
    resources: Resources, since: date, *, institution_id: UUID | None = None, reach: str | None = None
) -> Mapping[UUID, Satisfaction | None]:
    """Of one institution, or of those that an authority and those below it supervise."""
    found = await _found(resources, since, institution_id=institution_id, reach=reach)
    smallest = smallest_group(resources, reach or NATIONAL)
    groups = rules.released(found, By.INSTITUTION, smallest=smallest, today=day_of(resources.clock.now()))
    return {key: rules.satisfaction_of(group) for key, group in groups.items()}


def smallest_group(resources: Resources, authority_code: str) -> int:
    return _policy(resources, authority_code).value("evaluation.smallest_group").integer


async def _found(
    resources: Resources, since: date, *, institution_id: UUID | None, reach: str | None
) -> Sequence[Given]:
    prefix = None if institution_id or reach is None else prefix_of(reach)
    return await store.standing(
        resources.database,
        institution_id=institution_id,
        first_code=None if prefix is None else prefix.ljust(_DIGITS, "0"),
        last_code=None if prefix is None else prefix.ljust(_DIGITS, "9"),
        since=datetime.combine(since, time(), CHINA),
    )


async def _names(resources: Resources, by: By, found: Sequence[Given]) -> Mapping[UUID, str]:
    match by:
        case By.INSTITUTION:
            return await catalogue.institution_names(resources, {each.institution_id for each in found})
        case By.PROJECT:
            return await catalogue.project_names(resources, {each.project_id for each in found})
        case By.CLASS:
            return await timetable.class_names(resources, {each.class_id for each in found})


async def _whose(resources: Resources, subject: Subject) -> str:
    """By whose rules: those of the authority that asks, or that supervises the institution."""
    if subject.institution_id is None:
        return authority_of(subject)
    return existing(await catalogue.institution_of(resources, subject.institution_id)).authority_code


def _policy(resources: Resources, authority_code: str) -> PolicyView:
    now = resources.clock.now()
    return policy_at(authority_code, now, known_at=now)
