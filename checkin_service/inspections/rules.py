"""Rules of inspections: on what one stands, and the way of a case (SX-31, FJ-33)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from math import exp, lgamma, log

from checkin_service.inspections.model import Inspection, InspectionKind, InspectionStep, StepKind
from checkin_service.kit.civil import day_of
from checkin_service.kit.verdict import OURS, Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

MOST_PHOTOS = 20
"""Of one inspection; ours."""
_TAIL = 0.025
_HALVINGS = 50
_FINAL = {StepKind.PASSED, StepKind.WANTING}


def basis_of(kind: InspectionKind, policy: PolicyView) -> Basis:
    """On what an inspection of this kind stands: the clause that names it, or our choice where none does."""
    named = policy.stated("supervision.inspections")
    return named.basis if named is not None and kind in named.names else OURS


def interval(wanting: int, concluded: int) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times of 100 (Clopper and Pearson, Biometrika 26, 1934).

    >>> [round(each, 3) for each in interval(0, 18)], [round(each, 3) for each in interval(2, 18)]
    ([0.0, 0.185], [0.014, 0.347])
    """
    low = 0.0 if wanting == 0 else _where(lambda share: _up_to(concluded - wanting, concluded, 1 - share))
    high = 1.0 if wanting == concluded else 1 - _where(lambda share: _up_to(wanting, concluded, 1 - share))
    return low, high


def _where(tail: Callable[[float], float]) -> float:
    """The share at which a tail that grows with it has its size."""
    below, above = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        below, above = (middle, above) if tail(middle) < _TAIL else (below, middle)
    return below


def _up_to(hits: int, tries: int, share: float) -> float:
    """How often no more than so many of so many come about; in logarithms, so that many are no trouble."""
    every = lgamma(tries + 1)
    return sum(
        exp(every - lgamma(each + 1) - lgamma(tries - each + 1) + each * log(share) + (tries - each) * log(1 - share))
        for each in range(hits + 1)
    )


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
