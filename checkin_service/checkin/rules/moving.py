"""The rule for a moving fence: whether the instructor's fix may carry the fence of a class away from its site."""

from datetime import datetime

from checkin_service.checkin.rules.where import placed
from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Session, TrainingClass
from checkin_service.timetable.rules.plan import windows
from geo import Circle, Fix, Outcome, Position


def fence_refusal(
    fix: Fix, site: Position, session: Session, training_class: TrainingClass, policy: PolicyView, now: datetime
) -> Refused | None:
    """Why the instructor's fix cannot carry the fence; `None` when it can.

    The institution must never be the only witness of where a class was: the authority has approved lessons away from
    the site, the instructor is surely within reach of it, and the fence is placed while people may check in.
    """
    if not training_class.moving_fence:
        return Refused(_NOT_APPROVED, OURS)
    if training_class.state != "open" or session.cancelled_at is not None:
        return Refused(_NOT_HELD, OURS)
    opens_at = min(each.opens_at for each in windows(session, training_class.phases, policy))
    if not opens_at <= now <= session.ends_at:
        return Refused(_NOT_NOW, OURS)
    if fix.is_mock:
        return Refused(_SIMULATED, OURS)
    return _place_refusal(fix, site, policy)


def _place_refusal(fix: Fix, site: Position, policy: PolicyView) -> Refused | None:
    reach, accuracy = policy.value("site.moving_reach_m"), policy.value("site.moving_accuracy_m")
    # Written so that a NaN is refused. Everybody is judged around this fix, so a poor one would turn them all away.
    if not fix.accuracy_m <= accuracy.number:
        return Refused(_TOO_INACCURATE, accuracy.basis)
    place = placed(fix, Circle(centre=site, radius_m=reach.integer), policy)
    # A doubt is a refusal here: nobody is turned away by it, the instructor tries again with a better fix.
    if place.outcome is Outcome.INSIDE:
        return None
    return Refused(_TOO_FAR.filled(reach_m=reach.integer), reach.basis)


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
