"""Rules for changing an approved plan: past sessions stay, and nobody is asked to be in two at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import ChangeKind, Delivery, Session
from checkin_service.timetable.rules.plan import sessions_refusal, window


def change_refusal(
    kind: ChangeKind,
    before: Session | None,
    after: Session,
    sessions: Iterable[Session],
    *,
    is_credited: bool,
    now: datetime,
    policy: PolicyView,
) -> Words | None:
    """Why a session cannot become what is asked (`before` is `None` for a new one); `None` when it can.

    A session that gave anybody class hours stays as it was: cancelled, it would leave the denominator and not the
    numerator. A new or moved one lies ahead, so that everybody can attend it.
    """
    if before is not None and before.cancelled_at is not None:
        return _CANCELLED
    if kind is ChangeKind.BROKEN_OFF:
        return None if before is None else _break_off_refusal(before, after, now)
    if is_credited:
        return _CREDITED
    if kind is ChangeKind.CANCELLED:
        others = [each for each in sessions if each.cancelled_at is None and each.session_id != after.session_id]
        return None if others else _LAST
    return _ahead_refusal(before, after, sessions, now=now, policy=policy)


def _ahead_refusal(
    before: Session | None, after: Session, sessions: Iterable[Session], *, now: datetime, policy: PolicyView
) -> Words | None:
    if after.starts_at <= now:
        return _PAST
    if before is not None and now >= window("in", before.starts_at, before.ends_at, policy).opens_at:
        return _BEGUN
    return sessions_refusal(plan_after(after, sessions))


def _break_off_refusal(before: Session, after: Session, now: datetime) -> Words | None:
    """What has been credited for it is cut for everybody alike, so that credit does not keep it as it was."""
    if before.delivery is Delivery.SELF_PACED:
        return _NO_HOURS_TOGETHER
    if now < before.starts_at:
        return _NOT_BEGUN
    return None if after.class_hours < before.class_hours else _ALL_HELD


def plan_after(changed: Session, sessions: Iterable[Session]) -> list[Session]:
    """The sessions that count once one of them is changed or new, in the order in which they take place."""
    rest = [each for each in sessions if each.session_id != changed.session_id]
    counting: Sequence[Session] = [each for each in [*rest, changed] if each.cancelled_at is None]
    return sorted(counting, key=lambda session: (session.starts_at, session.ordinal))


_CANCELLED = Words("该课次已取消。", "The session has been cancelled.")
_CREDITED = Words(
    "该课次已有学员计入课时，不能再取消或变动。", "Class hours of this session have been credited: it stays as it was."
)
_LAST = Words("至少须保留一次课。", "One session has to remain.")
_PAST = Words("新的上课时间须晚于现在。", "The session has to lie ahead.")
_BEGUN = Words("该课次已开始签到，不能再变动。", "Its check-in has begun: it can be cancelled, but not moved.")
_NOT_BEGUN = Words(
    "该课次尚未开始，请取消或变动，而不是中断。", "It has not begun: cancel or move it instead of breaking it off."
)
_ALL_HELD = Words(
    "已上课时须少于该课次的计划课时。", "Fewer class hours are held than were planned, or nothing was broken off."
)
_NO_HOURS_TOGETHER = Words(
    "自主学习没有统一的上课时间，不能中断。",
    "Everybody learns a self-paced session at their own time: none breaks off.",
)
