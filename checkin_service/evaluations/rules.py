"""Rules of evaluations: who may give one and until when, and how many it takes before a figure is told (MP-17)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from checkin_service.evaluations.model import BEST, WORST, By, Evaluation, Given, Groups, Satisfaction, Stand
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView


def closes_on(completed_at: datetime, policy: PolicyView) -> date:
    """The last day on which a class may be evaluated."""
    return day_of(completed_at) + timedelta(days=policy.value("evaluation.open_days").integer)


def replaced_until(given_at: datetime, policy: PolicyView) -> date:
    """The last day on which an evaluation may be replaced or taken back."""
    return day_of(given_at) + timedelta(days=policy.value("evaluation.replace_within_days").integer)


def stand_of(before: Sequence[Evaluation], *, last_day: date, today: date) -> Stand:
    """How the evaluation of a person stands, by what they have given before."""
    if len(before) > 1:
        return Stand.WITHDRAWN if not before[-1].marks else Stand.REPLACED
    if before:
        return Stand.GIVEN
    return Stand.OPEN if today <= last_day else Stand.CLOSED


def refusal_of(
    before: Sequence[Evaluation], *, credited_hours: int, last_day: date, today: date, policy: PolicyView
) -> Refused | None:
    """Why somebody cannot evaluate a class, or not again: they were there, they do it in time, and replace it once."""
    if credited_hours == 0:
        return Refused(_NEVER_THERE, policy.value("evaluation.open_days").basis)
    stand = stand_of(before, last_day=last_day, today=today)
    if stand is Stand.CLOSED:
        return Refused(_CLOSED.filled(day=last_day), policy.value("evaluation.open_days").basis)
    return None if stand is Stand.OPEN else _refused_again(before, stand, today, policy)


def withdrawal_refusal(before: Sequence[Evaluation], *, today: date, policy: PolicyView) -> Refused | None:
    """Why an evaluation cannot be taken back."""
    if not before:
        return Refused(_NOTHING, policy.value("evaluation.replace_within_days").basis)
    return _refused_again(before, stand_of(before, last_day=today, today=today), today, policy)


def _refused_again(before: Sequence[Evaluation], stand: Stand, today: date, policy: PolicyView) -> Refused | None:
    basis, until = policy.value("evaluation.replace_within_days").basis, replaced_until(before[0].given_at, policy)
    if stand is not Stand.GIVEN:
        return Refused(_TWICE, basis)
    return Refused(_TOO_LATE.filled(day=until), basis) if today > until else None


def marks_refusal(marks: Sequence[str], questions: Sequence[str], policy: PolicyView) -> Refused | None:
    """Every question of the list has one mark, and nothing else has."""
    if sorted(marks) == sorted(questions):
        return None
    return Refused(_MARKS, policy.value("evaluation.questions").basis)


def released(found: Sequence[Given], by: By, *, smallest: int, today: date) -> Groups:
    """Evaluations that figures may be made of: whole groups in the order of their coming, never a single one more.

    A figure moves when as many more as make a group have come, so that whoever watches it learns nothing about the
    last. What is left over of classes that nobody can evaluate any more counts for the institution in groups of its
    own, so that a class is not found by taking the others from the whole.
    """
    if by is not By.INSTITUTION:
        groups = _whole_groups(found, lambda each: each.class_id, smallest)
        kept = [each for group in groups.values() for each in group]
        return _grouped(kept, lambda each: each.class_id if by is By.CLASS else each.project_id)
    classes = _whole_groups(found, lambda each: each.class_id, smallest)
    kept = [each for group in classes.values() for each in group]
    in_classes = set(map(id, kept))
    left = [each for each in found if id(each) not in in_classes and each.closes_on < today]
    pooled = _whole_groups(left, lambda each: each.institution_id, smallest)
    return _grouped([*kept, *(each for group in pooled.values() for each in group)], lambda each: each.institution_id)


def satisfaction_of(group: Sequence[Given]) -> Satisfaction | None:
    """What a group comes to: each question's mean, and the share of what lies between the worst and the best mark.

    >>> from checkin_service.evaluations.model import Given
    >>> one = Given(class_id=UUID(int=1), institution_id=UUID(int=2), project_id=UUID(int=3),
    ...     marks={"teaching": 5, "place": 3}, closes_on=date(2026, 3, 2))
    >>> found = satisfaction_of([one])
    >>> found.share, found.means["place"]
    (Fraction(3, 4), Fraction(3, 1))
    """
    if not group:
        return None
    marks: dict[str, list[int]] = defaultdict(list)
    for each in group:
        for question, mark in each.marks.items():
            marks[question].append(mark)
    every = [mark for given in marks.values() for mark in given]
    return Satisfaction(
        count=len(group),
        share=Fraction(sum(every) - WORST * len(every), (BEST - WORST) * len(every)),
        means={question: Fraction(sum(given), len(given)) for question, given in sorted(marks.items())},
    )


def _whole_groups(found: Sequence[Given], key: Callable[[Given], UUID], smallest: int) -> Groups:
    return {
        owner: group[: len(group) // smallest * smallest]
        for owner, group in _grouped(found, key).items()
        if len(group) >= smallest
    }


def _grouped(found: Sequence[Given], key: Callable[[Given], UUID]) -> dict[UUID, list[Given]]:
    groups: dict[UUID, list[Given]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return groups


_NEVER_THERE = Words(
    "您在本班没有计入课时，不能评价。对课时有异议的，请先申请更正。",
    "No class hour of yours counts in this class, so you cannot evaluate it. If that is wrong, contest the hours.",
)
_CLOSED = Words(
    "评价期限至{day}已过。有问题仍可投诉举报。",
    "This class could be evaluated until {day}. You can still file a complaint.",
)
_NOTHING = Words(
    "您还没有评价本班，没有可以撤回的。", "You have not evaluated this class: there is nothing to take back."
)
_TWICE = Words(
    "评价只能修改或撤回一次，您已用过。有新的问题请投诉举报。",
    "An evaluation is replaced or taken back once, which you have done. For anything new file a complaint.",
)
_TOO_LATE = Words(
    "修改或撤回的期限至{day}已过。有新的问题请投诉举报。",
    "It could be replaced or taken back until {day}. For anything new file a complaint.",
)
_MARKS = Words(
    "请给每个问题打1至5分，不多也不少。", "Give every question of the list a mark from 1 to 5, and nothing else."
)
