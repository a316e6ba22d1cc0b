"""Rules for a move to another class: when it is allowed, and which class hours count in the new class."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import ClassState, Registration, Session, SessionPart, TrainingClass
from checkin_service.timetable.rules.plan import over_at

_OWN_EVIDENCE = frozenset(CreditMode) - {CreditMode.CORRECTED, CreditMode.IMPORTED}
"""Hours by decision or from paper stay behind: in the new class somebody has to decide about them anew."""


def transfer_refusal(
    registration: Registration | None, held: TrainingClass, target: TrainingClass, there: Registration | None
) -> Words | None:
    """Why a person cannot move between these classes; `None` when they can.

    The money set aside for a voucher stays what it is: so do project, authorities, enterprise and shares. Who teaches
    may change, and is paid by the determination. Nobody returns to a class they have left: what was earned there has
    gone along.
    """
    if registration is None or not registration.is_active:
        return _NOT_ON_ROSTER
    if there is not None:
        return _THERE_BEFORE
    if {held.state, target.state} != {ClassState.OPEN}:
        return _NOT_OPEN
    return None if _is_alike(held, target) else _NOT_ALIKE


def hours_along(
    earned: Mapping[tuple[UUID, CreditMode], int],
    left: Iterable[Session],
    target: TrainingClass,
    sessions: Iterable[Session],
    *,
    now: datetime,
    policy: PolicyView,
) -> dict[UUID, int]:
    """Class hours of the target's sessions that count by what was earned in the class left, theory for theory.

    Only sessions that are over, which the person could not attend: all others are still to be earned.
    """
    part_of = {session.session_id: session.part for session in left}
    free = Counter[SessionPart | None]()
    for (session_id, mode), hours in earned.items():
        if mode in _OWN_EVIDENCE:
            free[part_of[session_id]] += hours
    along: dict[UUID, int] = {}
    for session in sorted(sessions, key=lambda each: (each.starts_at, each.ordinal)):
        if session.cancelled_at is not None or now <= over_at(session, target.phases, policy):
            continue
        hours = min(session.class_hours, free[session.part])
        if hours > 0:
            along[session.session_id] = hours
            free[session.part] -= hours
    return along


def _is_alike(held: TrainingClass, target: TrainingClass) -> bool:
    names = ("project_id", "supervising_authority", "paying_authority", "counting_authority", "enterprise_id")
    return all(getattr(held, name) == getattr(target, name) for name in names) and _shares(held) == _shares(target)


def _shares(held: TrainingClass) -> set[tuple[str, int]]:
    return {(leg.delivery, leg.share_percent) for leg in held.teaching}


_NOT_ON_ROSTER = Words("该学员不在本班花名册上，或已退出。", "Not on the roster of this class, or has left it.")
_THERE_BEFORE = Words(
    "该学员已在或曾在目标班期，不能再转入。", "The person is or was in the other class: nobody returns."
)
_NOT_OPEN = Words("两个班期都须处于开班状态。", "Both classes have to be open.")
_NOT_ALIKE = Words(
    "只能转入同一培训项目、由相同人社部门监管、支付和统计，且企业和线上线下分担相同的班期；否则请退班后重新报名。",
    "Only to a class of the same project, authorities, enterprise and shares of both legs; otherwise leave, and "
    "register anew.",
)
