"""The forecast in a check-in's answer, from a cached timetable whose revision the check-in's read confirms."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.attendance import rules as attendance_rules
from checkin_service.attendance.model.credits import Forecast, Standing
from checkin_service.attendance.service import forecasts as attendance
from checkin_service.checkin.model.attempts import Situation
from checkin_service.kit.database import Database
from checkin_service.policy.book import PolicyView, book
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Delivery, Session
from checkin_service.timetable.rules.plan import closes_at, missed_so_far

_CLASSES_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """The sessions of a class at one revision; there is one such object, so it stands for itself in caches."""

    revision: int
    sessions: tuple[Session, ...]


_plans: OrderedDict[UUID, _Plan] = OrderedDict()


async def forecast_for(
    database: Database,
    situation: Situation,
    standing: Standing,
    policy: PolicyView,
    now: datetime,
    *,
    just_credited: bool,
) -> Forecast:
    """What the trainee can still reach, by the rate that the paying authority asks for."""
    paying = situation.session.paying_authority
    # Mostly the authority that supervises also pays, and its view remembers the values it has found.
    view = policy if paying == policy.jurisdiction else book().at(paying, on=policy.on, known_on=policy.known_on)
    minimum = view.value("attendance.minimum_percent", situation.trainee.voucher_kind)
    return attendance_rules.forecast(
        standing,
        minimum_percent=minimum.integer if minimum.is_required else None,
        hours_left=await hours_ahead(database, situation, policy, now, just_credited=just_credited),
    )


async def hours_ahead(
    database: Database, situation: Situation, policy: PolicyView, now: datetime, *, just_credited: bool
) -> list[int]:
    """Class hours of each session that can still be attended and has not been credited."""
    session, trainee = situation.session, situation.trainee
    plan = await _plan(database, session.class_id, situation.class_revision)
    ahead = [each for each, closes_at in _closings(plan, policy) if closes_at >= now]
    attended = [
        each.class_hours - missed_so_far(each, now, policy)
        for each in ahead
        if each.delivery is not Delivery.SELF_PACED
        and not all(trainee.is_present(each.session_id, phase) for phase in session.phases)
        and not (just_credited and each.session_id == session.session_id)
    ]
    learnt = [each for each in ahead if each.delivery is Delivery.SELF_PACED]
    return attended + await attendance.hours_still_to_learn(database, trainee.trainee_id, learnt, now, policy)


@lru_cache(_CLASSES_KEPT)
def _closings(plan: _Plan, policy: PolicyView) -> tuple[tuple[Session, datetime], ...]:
    """Until when each session can be attended; the rule is `attendance.rules.sessions_ahead`, remembered."""
    return tuple((session, closes_at(session, policy)) for session in plan.sessions if session.cancelled_at is None)


async def _plan(database: Database, class_id: UUID, revision: int) -> _Plan:
    # The revision comes with the read of this attempt, so that a change by another node is noticed without a question.
    known = _plans.get(class_id)
    if known is not None and known.revision == revision:
        _plans.move_to_end(class_id)
        return known
    plan = _plans[class_id] = _Plan(revision, tuple(await timetable.sessions_of(database, class_id)))
    if len(_plans) > _CLASSES_KEPT:
        _plans.popitem(last=False)
    return plan
