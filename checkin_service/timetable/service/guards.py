"""What a use case refuses before it changes anything, with the words for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.schema import WordsBody
from checkin_service.kit.words import Words
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyUnknown, VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, TrainingClass
from checkin_service.timetable.schemas import BadRow
from checkin_service.timetable.service.reading import policy_of


def require_state(training_class: TrainingClass, *states: ClassState) -> None:
    if training_class.state not in states:
        raise Problem(ProblemKind.STATE_CONFLICT, _STATE, fields={"state": training_class.state.value})


def moved(training_class: TrainingClass, to: ClassState) -> TrainingClass:
    """The class in its next state, if its lifecycle has this move."""
    if not rules.may_become(training_class.state, to):
        raise Problem(ProblemKind.STATE_CONFLICT, _STATE, fields={"state": training_class.state.value})
    return replace(training_class, state=to)


def require_supervising(subject: Subject, training_class: TrainingClass) -> None:
    if subject.authority_code != training_class.supervising_authority:
        raise Problem(ProblemKind.NOT_PERMITTED, _SUPERVISING_ONLY)


def require_paying(subject: Subject, training_class: TrainingClass) -> None:
    if subject.authority_code != training_class.paying_authority:
        raise Problem(ProblemKind.NOT_PERMITTED, _PAYING_ONLY)


def require_policy(training_class: TrainingClass, kinds: Iterable[VoucherKind], *, on: date, now: datetime) -> None:
    """Refuse what would need a value that no jurisdiction states: nobody finds out at the classroom door."""
    supervising = policy_of(training_class.supervising_authority, on=on, now=now)
    paying = policy_of(training_class.paying_authority, on=on, now=now)
    unknown = supervising.unknown(rules.needed_of_class()) + paying.unknown(rules.needed_of_voucher(kinds))
    if unknown:
        raise unknown_value(unknown)


def unknown_value(unknown: Sequence[PolicyUnknown]) -> Problem:
    """The refusal that names every missing value, and the first in words."""
    first = unknown[0]
    title = KEYS[first.key].title
    words = _UNKNOWN.filled(place=first.jurisdiction, on=first.on, zh=title.zh, en=title.en, key=first.key)
    return Problem(ProblemKind.RULE_REFUSED, words, fields={"unknown": [each.key for each in unknown]})


def refuse_rows(bad: Sequence[BadRow]) -> None:
    """One answer names every row that has to be corrected."""
    if bad:
        rows = [row.model_dump(mode="json") for row in bad]
        raise Problem(ProblemKind.RULE_REFUSED, _BAD_ROWS.filled(count=len(bad)), fields={"rows": rows})


def bad_row(number: int, trainee_id: UUID, reason: Words) -> BadRow:
    return BadRow(row=number, trainee_id=trainee_id, reason=WordsBody.of(reason))


_STATE = Words("班期当前状态不允许此操作。", "The class is not in a state that allows this.")
_SUPERVISING_ONLY = Words("仅属地监管部门可以审批。", "Only the supervising authority decides on this.")
_PAYING_ONLY = Words("仅发券部门可以发券。", "Only the authority that pays issues the vouchers.")
_BAD_ROWS = Words("名单中有{count}行需要改正，未保存任何内容。", "{count} row(s) need correction; nothing was kept.")
_UNKNOWN = Words(
    "{place}在{on}没有“{zh}”的规定，须先由人社部门确定。",
    "{place} states no value of “{en}” ({key}) for {on}; the authority must decide it first.",
)
