"""Pure decisions about entries of the registers."""

from collections.abc import Iterable
from datetime import date

from checkin_service.access.model import Subject
from checkin_service.catalogue.model.registers import Institution
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from geo import Area, Position


def proposed_radius_m(policy: PolicyView) -> int:
    """What a new site gets when the officer names no radius."""
    return policy.value("site.radius_proposal_m").integer


def radius_refusal(radius_m: int, policy: PolicyView) -> tuple[Words, Basis] | None:
    """Why a radius cannot be approved: MP-24 names no metres, so policy sets bounds, both included."""
    least, most = policy.value("site.radius_min_m"), policy.value("site.radius_max_m")
    if least.integer <= radius_m <= most.integer:
        return None
    return _RADIUS.filled(least=least.integer, most=most.integer, given=radius_m), least.basis


def reach_refusal(position: Position, areas: Iterable[Area], policy: PolicyView) -> tuple[Words, Basis] | None:
    """Why an area cannot be approved: however it is drawn, nobody at its far end may be out of the site's reach."""
    limit = policy.value("site.reach_max_m")
    farthest_m = max((area.farthest_m(position) for area in areas), default=0.0)
    if farthest_m <= limit.integer:
        return None
    return _REACH.filled(most=limit.integer, given=round(farthest_m)), limit.basis


def day_refusal(effective_from: date, today: date) -> Words | None:
    """Why a change cannot begin that day: what has been judged, today's sessions among it, must stand."""
    return None if effective_from > today else _DAY.filled(given=effective_from, today=today)


def is_supervised_by(institution: Institution | None, subject: Subject) -> bool:
    """Whether the officer's authority supervises the institution; others must not learn that it exists."""
    return institution is not None and institution.authority_code == subject.authority_code


_RADIUS = Words(
    "有效半径须在{least}至{most}米之间，填写的是{given}米。",
    "The effective radius must lie between {least} and {most} metres; {given} was given.",
)
_REACH = Words(
    "区域最远处距地点不得超过{most}米，所绘区域达{given}米。",
    "No part of an area may lie more than {most} metres from the site; this one reaches {given} metres.",
)
_DAY = Words(
    "变更最早从明天起生效，以免影响已作出的判定；填写的是{given}，今天是{today}。",
    "A change begins tomorrow at the earliest, so that nothing judged changes; {given} was given, today is {today}.",
)
