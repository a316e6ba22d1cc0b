"""The rule for a moving fence: whether the instructor's fix may carry the fence of a class away from its site."""

from datetime import datetime

from checkin_service.checkin.rules.where import placed
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Session, TrainingClass
from checkin_service.timetable.rules.plan import windows
from geo import Circle, Fix, Outcome, Position


def fence_refusal(
    fix: Fix, site: Position, session: Session, training_class: TrainingClass, policy: PolicyView, now: datetime
) -> Words | None:
    """Why the instructor's fix cannot carry the fence; `None` when it can.

    The institution must never be the only witness of where a class was: the authority has approved lessons away from
    the site, the instructor is surely within reach of it, and the fence is placed while people may check in.
    """
    if not training_class.moving_fence:
        return _NOT_APPROVED
    if training_class.state != "open" or session.cancelled_at is not None:
        return _NOT_HELD
    opens_at = min(each.opens_at for each in windows(session, training_class.phases, policy))
    if not opens_at <= now <= session.ends_at:
        return _NOT_NOW
    if fix.is_mock:
        return _SIMULATED
    return _place_refusal(fix, site, policy)


def _place_refusal(fix: Fix, site: Position, policy: PolicyView) -> Words | None:
    reach_m = policy.value("site.moving_reach_m").integer
    # Written so that a NaN is refused. Everybody is judged around this fix, so a poor one would turn them all away.
    if not fix.accuracy_m <= policy.value("site.moving_accuracy_m").number:
        return _TOO_INACCURATE
    place = placed(fix, Circle(centre=site, radius_m=reach_m), policy)
    # A doubt is a refusal here: nobody is turned away by it, the instructor tries again with a better fix.
    return None if place.outcome is Outcome.INSIDE else _TOO_FAR.filled(reach_m=reach_m)


_NOT_APPROVED = Words("本班期未获批准在登记地点以外授课。", "The class is not approved to be held away from its site.")
_NOT_HELD = Words("本课次当前不进行。", "The session does not take place now.")
_NOT_NOW = Words(
    "只能在签到开始后、下课前设置。", "Place the fence between the opening of the check-in and the end of the session."
)
_SIMULATED = Words("手机报告定位为模拟位置。", "The phone says that its position is simulated.")
_TOO_INACCURATE = Words(
    "定位误差过大，请到开阔处等待定位稳定后重试。", "The fix is too inaccurate; wait for a better one in the open."
)
_TOO_FAR = Words(
    "须确定在登记地点{reach_m}米以内。", "The fix must surely lie within {reach_m} metres of the registered site."
)
