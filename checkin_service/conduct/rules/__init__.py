"""Counting lapses of institutions, and the way of an order to rectify: SX-32 and what is ours beside it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from checkin_service.conduct.model import Lapse, LapseKind, Rectification, RectificationStep, Step, Tally
from checkin_service.conduct.model.sanctions import Sanction
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue
from checkin_service.voucher.rules import workdays


def tallies(lapses: Sequence[Lapse], *, since: datetime | None, on: date, policy: PolicyView) -> list[Tally]:
    """How often an institution failed, by kind: since it last rectified, and in quality in the year of `on` (SX-32)."""
    counting = [each for each in lapses if each.counts and (since is None or each.decided_at > since)]
    quality = [each for each in counting if each.kind is LapseKind.QUALITY and each.occurred_on.year == on.year]
    failures = [each for each in counting if each.kind is LapseKind.REVIEW_FAILURE]
    return [
        _tally(LapseKind.QUALITY, quality, policy.stated("institution.quality_problems_to_rectify")),
        _tally(LapseKind.REVIEW_FAILURE, failures, policy.stated("institution.review_failures_to_rectify")),
    ]


def _tally(kind: LapseKind, found: Sequence[Lapse], limit: PolicyValue | None) -> Tally:
    return Tally(
        kind=kind, count=len(found), limit=limit.integer if limit else None, basis=limit.basis if limit else None
    )


def lapse_refusal(occurred_on: date, today: date) -> Words | None:
    """Why a lapse cannot have been on that day."""
    return _FUTURE if occurred_on > today else None


def appeal_due(decided_at: datetime, policy: PolicyView) -> date:
    """The last day on which the institution may appeal."""
    return day_of(decided_at) + timedelta(days=policy.value("institution.lapse_appeal_days").integer)


def decision_due(filed_at: datetime, policy: PolicyView) -> date:
    """The last day on which the authority decides about an appeal, in working days as for any other."""
    return workdays(policy).after(day_of(filed_at), policy.value("appeal.decide_within_working_days").integer)


def appeal_refusal(judged: Lapse | Sanction, *, today: date, policy: PolicyView) -> Words | None:
    """Why an institution cannot appeal: once for each lapse or sanction, and in time."""
    if judged.appeal_at is not None:
        return _APPEALED
    due_on = appeal_due(judged.decided_at, policy)
    return _LATE.filled(due=due_on) if today > due_on else None


def appeal_decision_refusal(judged: Lapse | Sanction, by: UUID) -> Words | None:
    """Why somebody cannot decide an appeal: whoever proposed or decided what it is about does not judge it again."""
    if judged.appeal_at is None:
        return _NO_APPEAL
    if judged.upheld is not None:
        return _DECIDED
    return _THIRD if by in {judged.proposed_by, judged.decided_by} else None


def order_refusal(
    counts: Sequence[Tally], before: Rectification | None, steps: Sequence[RectificationStep], due_on: date, today: date
) -> Refused | None:
    """Why rectification cannot be ordered: below the number of the text (SX-32), or while an order is open."""
    if before is not None and not is_met(steps):
        return Refused(_ORDERED, OURS)
    if due_on <= today:
        return Refused(_DUE.filled(today=today), OURS)
    named = [each for each in counts if each.limit is not None]
    if not named or any(each.is_reached for each in named):
        return None
    below = "；".join(f"{_KINDS[each.kind]}{each.count}/{each.limit}" for each in named)
    return Refused(_BELOW.filled(counts=below), named[0].basis or OURS)


def is_met(steps: Sequence[RectificationStep]) -> bool:
    return any(each.step is Step.MET for each in steps)


def step_refusal(steps: Sequence[RectificationStep], to: Step) -> Words | None:
    """Why an order cannot go on so.

    >>> step_refusal([], Step.MET).en
    'The order stands otherwise now: first a report, then the decision about it, then the new application.'
    """
    present = steps[-1].step if steps else None
    return None if to in _NEXT.get(present, ()) else _NOT_NOW


def return_refusal(steps: Sequence[RectificationStep], policy: PolicyView) -> Refused | None:
    """Why an institution cannot return yet: its order is met first, and it applies anew (SX-32)."""
    if steps and steps[-1].step is Step.READMISSION_ASKED:
        return None
    limit = policy.stated("institution.quality_problems_to_rectify")
    return Refused(_NOT_APPLIED if is_met(steps) else _UNMET, limit.basis if limit else OURS)


def counted_in_words(counts: Sequence[Tally]) -> str:
    """Which counts an order rests on, as the document names them."""
    return "；".join(f"{_KINDS[each.kind]}{each.count}次" for each in counts if each.count)


_NEXT = {
    None: {Step.REPORTED},
    Step.UNMET: {Step.REPORTED},
    Step.REPORTED: {Step.MET, Step.UNMET},
    Step.MET: {Step.READMISSION_ASKED},
}
_KINDS = {LapseKind.QUALITY: "质量问题", LapseKind.REVIEW_FAILURE: "资格审核把关不严"}
_FUTURE = Words("发生日期不能晚于今天，请更正。", "The day lies in the future; correct it.")
_APPEALED = Words("已提出过申诉，请等待处理结果。", "An appeal has been filed already; wait for the decision.")
_LATE = Words(
    "申诉期限至{due}已过。可依法另行申请行政复议。",
    "The time for an appeal ended on {due}. The law knows other ways: an administrative review.",
)
_NO_APPEAL = Words("机构没有提出申诉。", "The institution has not appealed.")
_DECIDED = Words("该申诉已有处理结果。", "The appeal has been decided already.")
_THIRD = Words(
    "提出或确认的人不能处理对它的申诉，请由另一名工作人员处理。",
    "Whoever proposed or confirmed it does not decide the appeal; let another member of the staff do so.",
)
_ORDERED = Words(
    "该机构已有未完成的整改，请先处理。", "An order to rectify is open already; see that one to its end first."
)
_DUE = Words("整改期限须晚于今天（{today}）。", "The day until which it is to be rectified lies after today ({today}).")
_BELOW = Words(
    "未达到责令整改的次数（{counts}）。请先记录问题，达到次数（含本数）后再提出。",
    "The number for an order is not reached ({counts}). Record the lapses first; the number itself is enough.",
)
_NOT_NOW = Words(
    "整改目前不能办理这一步：先提交整改报告，再由主管部门认定，整改到位后重新申请入驻。",
    "The order stands otherwise now: first a report, then the decision about it, then the new application.",
)
_UNMET = Words(
    "该机构的整改尚未认定到位，不能恢复。请先处理其整改报告。",
    "The institution has not rectified yet and cannot return. Decide about its report first.",
)
_NOT_APPLIED = Words(
    "整改已到位，须由机构重新申请入驻后再恢复。",
    "The order is met; the institution applies anew first, and then returns.",
)
