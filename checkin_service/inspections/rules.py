"""Rules of inspections: on what one stands, and the way of a case (SX-31, FJ-33)."""

from collections.abc import Sequence
from datetime import date, datetime

from checkin_service.inspections.model import Inspection, InspectionKind, InspectionStep, StepKind
from checkin_service.kit.civil import day_of
from checkin_service.kit.verdict import OURS, Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

MOST_PHOTOS = 20
"""Of one inspection; ours."""
_FINAL = {StepKind.PASSED, StepKind.WANTING}


def basis_of(kind: InspectionKind, policy: PolicyView) -> Basis:
    """On what an inspection of this kind stands: the clause that names it, or our choice where none does."""
    named = policy.stated("supervision.inspections")
    return named.basis if named is not None and kind in named.names else OURS


def is_closed(steps: Sequence[InspectionStep]) -> bool:
    return any(each.kind in _FINAL for each in steps)


def was_visited(steps: Sequence[InspectionStep]) -> bool:
    return any(each.kind is StepKind.VISIT for each in steps)


def may_know(found: Inspection, steps: Sequence[InspectionStep]) -> bool:
    """Whether the institution may know of it: of an unannounced one only after somebody was there."""
    return found.kind is InspectionKind.REGULAR or was_visited(steps)


def due_refusal(due_on: date, today: date) -> Words | None:
    return _PAST.filled(today=today) if due_on < today else None


def step_refusal(steps: Sequence[InspectionStep], to: StepKind) -> Words | None:
    """Why an inspection cannot go on so: a result is final, and nobody judges what nobody has seen.

    >>> step_refusal([], StepKind.PASSED).en
    'Nobody has been there yet. Enter a visit first, then the result.'
    """
    if to is StepKind.STATEMENT:
        return _SAID if any(each.kind is to for each in steps) else None
    if is_closed(steps):
        return _CLOSED
    return _UNSEEN if to in _FINAL and not was_visited(steps) else None


def photo_refusal(steps: Sequence[InspectionStep], taken: int) -> Words | None:
    """Why no photograph can be added: one belongs to a visit of a case that is open.

    >>> photo_refusal([], 0).en
    'Nobody has been there yet. Enter the visit first, then its photographs.'
    """
    if is_closed(steps):
        return _CLOSED
    if not was_visited(steps):
        return _NO_VISIT
    return _MANY.filled(most=MOST_PHOTOS) if taken >= MOST_PHOTOS else None


def heads_lacking(step: InspectionStep) -> int:
    """How many more had signed in than were sitting there; the number that empty classes betray themselves by."""
    if step.headcount is None or step.present is None:
        return 0
    return max(0, step.present - step.headcount)


def is_overdue(found: Inspection, steps: Sequence[InspectionStep], now: datetime) -> bool:
    return not is_closed(steps) and day_of(now) > found.due_on


_PAST = Words("期限不能早于今天（{today}）。", "The day until which it is to be done lies before today ({today}).")
_SAID = Words("机构已作过陈述。", "The institution has made its statement already.")
_CLOSED = Words(
    "检查已有结论，不能再改。需要再查的，请另行安排。", "The inspection has its result. Plan another one if need be."
)
_UNSEEN = Words(
    "还没有到场记录。请先记录到场情况，再下结论。",
    "Nobody has been there yet. Enter a visit first, then the result.",
)
_NO_VISIT = Words(
    "还没有到场记录。请先记录到场情况，再添加照片。",
    "Nobody has been there yet. Enter the visit first, then its photographs.",
)
_MANY = Words("一次检查最多 {most} 张照片。", "An inspection has {most} photographs at most.")
