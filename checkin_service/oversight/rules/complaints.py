"""A complaint's way: received, accepted or rejected, answered; and the day by which it has to be."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from checkin_service.kit.civil import day_of
from checkin_service.kit.words import Words
from checkin_service.oversight.model import ComplaintState, ComplaintStep
from checkin_service.policy.book import PolicyView

_NEXT = {
    ComplaintState.RECEIVED: {ComplaintState.ACCEPTED, ComplaintState.REJECTED, ComplaintState.TRANSFERRED},
    ComplaintState.ACCEPTED: {ComplaintState.ANSWERED},
}


def state_after(steps: Sequence[ComplaintStep]) -> ComplaintState:
    """How far a complaint has come: by the latest step, and received where there is none or by whom it went to."""
    if not steps or steps[-1].state is ComplaintState.TRANSFERRED:
        return ComplaintState.RECEIVED
    return steps[-1].state


def is_open(steps: Sequence[ComplaintStep]) -> bool:
    """Whether somebody still has to do something about it."""
    return state_after(steps) in _NEXT


def transfer_refusal(
    steps: Sequence[ComplaintStep], *, filed_to: str, to: str | None, is_authority: bool
) -> Words | None:
    """Why a complaint cannot go there: to an authority of this service that has not had it."""
    if not is_authority:
        return _NO_SUCH
    had = {filed_to, *(each.to_authority for each in steps)}
    return _HAD_IT if to in had else None


def step_refusal(present: ComplaintState, to: ComplaintState, words: str | None) -> Words | None:
    """Why an authority cannot go on so: whoever is not heard, or is answered, is told why and what.

    >>> step_refusal(ComplaintState.RECEIVED, ComplaintState.ANSWERED, "已核实").en
    'The complaint is received: it cannot become answered now. Accept or reject it first; an answer is final.'
    """
    if to not in _NEXT.get(present, set()):
        return _NOT_NOW.filled(present=present, to=to)
    return _WORDS if to is not ComplaintState.ACCEPTED and not words else None


def answer_due(filed_at: datetime, policy: PolicyView) -> date:
    """The last day for the answer."""
    return day_of(filed_at) + timedelta(days=policy.value("complaint.answer_days").integer)


_NO_SUCH = Words("没有这一主管部门，请核对后再转办。", "There is no such authority here; check it and transfer again.")
_HAD_IT = Words(
    "该部门已经收到过这件投诉，不能转回；请办理或另转他处。",
    "That authority has had it already: deal with it, or transfer it to somebody else.",
)
_NOT_NOW = Words(
    "投诉目前的状态是{present}，不能改为{to}。请先受理或不予受理；答复后不再变更。",
    "The complaint is {present}: it cannot become {to} now. Accept or reject it first; an answer is final.",
)
_WORDS = Words("请写明给投诉人的答复或不予受理的理由。", "Write what the complainant is told: the answer, or why not.")
