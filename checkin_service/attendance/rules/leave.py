"""Leave (请假): it explains an absence; no class hour is credited by it and none leaves the total."""

from collections.abc import Iterable
from datetime import datetime

from checkin_service.access.model import AUTHORITY_ROLES, Role
from checkin_service.attendance.model.leave import Leave
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import ClassState, Delivery, Registration, Session, TrainingClass

_OPEN = frozenset({ClassState.OPEN, ClassState.COMPLETION_APPLIED})


def leave_refusal(registration: Registration, held: TrainingClass, covered: Iterable[Session]) -> Words | None:
    """Why a leave cannot be filed; `None` when it can. It may be filed afterwards: nobody plans to fall ill."""
    if not registration.is_active:
        return _WITHDRAWN
    if held.state not in _OPEN:
        return _NOT_OPEN
    return None if any(True for _ in covered) else _COVERS_NOTHING


def may_decide_leave(role: Role, policy: PolicyView) -> bool:
    """The authority's side, or the institution as well where the policy leaves it to the institution."""
    return role in AUTHORITY_ROLES or policy.value("leave.decided_by").text == "institution"


def covered_sessions(sessions: Iterable[Session], starts_at: datetime, ends_at: datetime) -> list[Session]:
    """The sessions that lie within a leave as a whole; what is learnt at one's own pace needs none."""
    return [
        session
        for session in sessions
        if session.cancelled_at is None
        and session.delivery is not Delivery.SELF_PACED
        and starts_at <= session.starts_at
        and session.ends_at <= ends_at
    ]


def hours_on_leave(leaves: Iterable[Leave], sessions: Iterable[Session], credited: Iterable[object]) -> int:
    """Class hours absent on leave: of sessions within a granted leave for which nothing is credited."""
    attended = set(credited)
    granted = list(leaves)
    return sum(
        session.class_hours
        for session in sessions
        if session.session_id not in attended
        and any(covered_sessions([session], each.starts_at, each.ends_at) for each in granted)
    )


_WITHDRAWN = Words("该学员已退出本班。", "This person has left the class.")
_NOT_OPEN = Words("该班期未开班或已结业。", "The class is not being held.")
_COVERS_NOTHING = Words("请假时间内没有本班的课次。", "No session of this class lies within the leave.")
