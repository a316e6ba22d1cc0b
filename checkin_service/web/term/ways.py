"""The pages of a class, by its state and by who looks at it."""

from dataclasses import dataclass

from checkin_service.access.model import Permission, Subject
from checkin_service.timetable.model import ClassState


@dataclass(frozen=True, slots=True)
class Way:
    """A page of a class, the word for it, and in which states of the class it is open to whom."""

    name: str
    word: str
    permission: Permission
    states: frozenset[ClassState]


_OPEN = frozenset({ClassState.OPEN})
_HELD = frozenset({ClassState.OPEN, ClassState.COMPLETION_APPLIED, ClassState.COMPLETED})
_DONE = frozenset({ClassState.COMPLETED})
_ANY = frozenset(ClassState)

_WAYS = (
    Way("arrivals", "board.verify", Permission.VOUCHER_ACTIVATE, _OPEN),
    Way("people", "people.title", Permission.ROSTER_READ, _ANY),
    Way("instructors", "term.instructors", Permission.INSTRUCTOR_ASSIGN, _ANY),
    Way("phones", "phones.title", Permission.DEVICE_READ, _HELD),
    Way("questions", "questions.title", Permission.QUESTION_ANSWER, _ANY),
    Way("fees", "fees.title", Permission.FEE_READ, _ANY),
    Way("grid", "grid.title", Permission.ATTENDANCE_READ, _HELD),
    Way("recordings", "recordings.title", Permission.RECORDING_READ, _HELD),
    Way("results", "term.results", Permission.ASSESSMENT_RECORD, _OPEN),
    Way("completion", "term.completion", Permission.COMPLETION_APPLY, _OPEN),
    Way("corrections", "term.corrections", Permission.CORRECTION_PROPOSE, _HELD),
    Way("leaves", "leaves.title", Permission.LEAVE_READ, _HELD),
    Way("leave-records", "term.leave_records", Permission.LEAVE_FILE_FOR, _HELD),
    Way("applications", "applicants.title", Permission.APPLICATION_DECIDE, _ANY),
    Way("plan-changes", "term.plan_changes", Permission.PLAN_CHANGE, _OPEN),
    Way("transfers", "term.transfers", Permission.REGISTRATION_TRANSFER, _OPEN),
    Way("opening-balances", "term.opening_balances", Permission.BALANCE_IMPORT, _OPEN),
    Way("credit-confirmations", "term.credit_confirmations", Permission.CREDIT_CONFIRM, _HELD),
    Way("correction-confirmations", "term.correction_confirmations", Permission.CORRECTION_CONFIRM, _HELD),
    Way("publication", "term.publication", Permission.PUBLICATION_MAKE, _DONE),
    Way("settlement", "board.settle", Permission.SETTLEMENT_APPLY, _DONE),
)


def ways_of(subject: Subject, state: ClassState) -> list[tuple[str, str]]:
    """The pages of a class that this person can use now, each by name and word.

    >>> from uuid import UUID
    >>> from checkin_service.access.model import Role, institution_staff
    >>> instructor = institution_staff(UUID(int=1), role=Role.INSTRUCTOR, institution_id=UUID(int=2))
    >>> [name for name, _ in ways_of(instructor, ClassState.APPLIED)]
    ['people', 'questions']
    """
    return [(each.name, each.word) for each in _WAYS if state in each.states and subject.may(each.permission)]
