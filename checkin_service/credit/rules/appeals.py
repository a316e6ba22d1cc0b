"""Appeals against a score: by the institution, once and in time; decided by somebody who had no part in its facts."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from checkin_service.credit.model import Item, KeptScore
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.voucher.rules import last_day, workdays

_LONGEST_MONTHS = 12


def appeal_due(computed_at: datetime, policy: PolicyView) -> date:
    """The last day on which the institution may appeal."""
    return day_of(computed_at) + timedelta(days=policy.value("credit.appeal_days").integer)


def decision_due(filed_at: datetime, policy: PolicyView) -> date:
    """The last day on which the authority decides."""
    return workdays(policy).after(day_of(filed_at), policy.value("appeal.decide_within_working_days").integer)


def appeal_refusal(found: KeptScore, *, is_latest: bool, today: date, policy: PolicyView) -> Refused | None:
    """Why an institution cannot appeal: against the score that holds, once, and in time."""
    basis = policy.value("credit.appeal_days").basis
    if not is_latest:
        return Refused(_NOT_LATEST, basis)
    if found.appeal_at is not None:
        return Refused(_APPEALED, basis)
    due_on = appeal_due(found.computed_at, policy)
    return Refused(_LATE.filled(due=due_on), basis) if today > due_on else None


def decision_refusal(
    found: KeptScore,
    *,
    by: UUID,
    involved: Collection[UUID],
    set_aside: Collection[str],
    until: date | None,
    today: date,
) -> Refused | None:
    """Why somebody cannot decide so: a third person, and what is set aside is named with a day."""
    if found.appeal_at is None:
        return Refused(_NO_APPEAL, OURS)
    if found.upheld is not None:
        return Refused(_DECIDED, OURS)
    if by == found.computed_by or by in involved:
        return Refused(_THIRD, OURS)
    if set_aside and (until is None or not today < until <= last_day(today, _LONGEST_MONTHS)):
        return Refused(_UNTIL, OURS)
    return Refused(_UNKNOWN, OURS) if set(set_aside) - set(Item) else None


_NOT_LATEST = Words("已有新的评分，请对最新的评分申诉。", "There is a newer score by now; appeal against that one.")
_APPEALED = Words("该评分已提出过申诉，请等待处理结果。", "An appeal has been filed already; wait for the decision.")
_LATE = Words(
    "申诉期限至{due}已过。事实有变的，评分会重新计算。",
    "The time for an appeal ended on {due}. The score is computed anew when its facts change.",
)
_NO_APPEAL = Words("机构没有对该评分提出申诉。", "The institution has not appealed.")
_DECIDED = Words("该申诉已有处理结果。", "The appeal has been decided already.")
_THIRD = Words(
    "计算该评分的人，和提出、确认其中问题的人，不能处理申诉，请由另一名工作人员处理。",
    "Whoever computed the score, or found or confirmed a lapse in it, does not decide the appeal; let another do so.",
)
_UNTIL = Words(
    "请写明暂不计入到哪一天，最长12个月。", "Say until which day it is set aside, twelve months at the most."
)
_UNKNOWN = Words("没有这一评分项，请从列出的项中选择。", "There is no such item; choose from those listed.")
