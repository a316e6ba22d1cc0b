"""Rule for opening an appeal: the session is over, hours are missing, and no other appeal about them is open."""

from datetime import datetime

from checkin_service.attendance.model.credits import Contested
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.rules.plan import over_at

_CONTESTABLE = frozenset({ClassState.OPEN, ClassState.COMPLETION_APPLIED, ClassState.COMPLETED})


def appeal_refusal(contested: Contested, *, hours: int, now: datetime, policy: PolicyView) -> Words | None:
    """Why these class hours cannot be contested; `None` when they can.

    While a session can still be attended the way to an hour is a check-in, not an appeal.
    """
    session = contested.session
    if not contested.registration.is_active:
        return _WITHDRAWN
    if contested.training_class.state not in _CONTESTABLE:
        return _NOT_OPEN
    if session.cancelled_at is not None:
        return _CANCELLED
    if now <= over_at(session, contested.training_class.phases, policy):
        return _NOT_OVER
    if contested.is_pending:
        return _PENDING
    missing = session.class_hours - contested.credited_hours
    return None if hours <= missing else _TOO_MANY.filled(missing=missing)


_WITHDRAWN = Words("该学员已退出本班。", "This person has withdrawn from the class.")
_NOT_OPEN = Words("该班期尚未开班或未获批准。", "The class was never opened.")
_CANCELLED = Words("本课次已取消，不计入总课时。", "The session was cancelled and does not count for anybody.")
_NOT_OVER = Words("本课次尚未结束，请先签到。", "The session is not over yet: check in first.")
_PENDING = Words("本课次已有一项申请待决定。", "An appeal about this session is waiting for its decision.")
_TOO_MANY = Words("本课次尚未计入的只有 {missing} 课时。", "Only {missing} class hour(s) of this session are missing.")
