"""How a class moves from application to completion, who may see it, and which values of policy it will need."""

from collections.abc import Iterable
from types import MappingProxyType

from checkin_service.access.model import Subject
from checkin_service.policy.book import line_of
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, TrainingClass

_MOVES = MappingProxyType(
    {
        ClassState.APPLIED: {ClassState.OPEN, ClassState.REJECTED},
        ClassState.OPEN: {ClassState.COMPLETION_APPLIED},
        ClassState.COMPLETION_APPLIED: {ClassState.COMPLETED, ClassState.OPEN},
        ClassState.COMPLETED: frozenset[ClassState](),
        ClassState.REJECTED: frozenset[ClassState](),
    }
)

_OF_CLASS = (
    "appeal.decide_within_working_days",
    "attendance.credit",
    "attendance.denominator",
    "attendance.numerator",
    "attendance.two_classes",
    "checkin.in_closes_after_min",
    "checkin.in_opens_before_min",
    "checkin.online_proofs",
    "checkin.out_closes_after_min",
    "checkin.out_opens_before_min",
    "checkin.phases",
    "checkin.proofs",
    "classroom_code.window_s",
    "classroom_code.windows_accepted",
    "clock.skew_note_s",
    "face.evidence_photo_days",
    "face.without_liveness",
    "learning.class_hour_min",
    "learning.class_hours_per_day",
    "learning.identified_by",
    "learning.right_answers_percent",
    "leave.decided_by",
    "location.accuracy_cap_m",
    "location.alike_fixes",
    "location.default_confidence",
    "location.inside_at",
    "location.outside_disc",
    "location.travel_max_kmh",
    "person.minimum_age",
    "site.moving_reach_m",
    "training.practice_after_theory",
)
_OF_VOUCHER = (
    "attendance.corrected_doubt_percent",
    "attendance.minimum_percent",
    "budget.commit_at",
    "calendar.extra_days_off",
    "calendar.extra_working_days",
    "eligibility.criteria",
    "invitation.valid_days",
    "payment.authority",
    "payment.fund_order",
    "payment.payee",
    "settlement.legs",
    "settlement.mixed_needs",
    "publication.objection_days",
    "retroactivity.open_cases",
    "voucher.activate_within_months",
    "voucher.activations_per_year",
    "voucher.last_day_rolls",
    "voucher.use_within_months",
)


def may_become(state: ClassState, following: ClassState) -> bool:
    """Whether the lifecycle has this move.

    >>> may_become(ClassState.APPLIED, ClassState.OPEN), may_become(ClassState.REJECTED, ClassState.OPEN)
    (True, False)
    """
    return following in _MOVES[state]


def may_see(subject: Subject, training_class: TrainingClass) -> bool:
    """An institution sees its own classes, an authority those it supervises, pays for or counts (SX-22, SX-36).

    So do the authorities above it, a province those of its cities: to read; whoever decides is asked for by name.
    """
    if subject.institution_id is not None:
        return subject.institution_id == training_class.institution_id
    return any(subject.authority_code in line_of(code) for code in training_class.authorities)


def needed_of_class() -> list[tuple[str, VoucherKind | None]]:
    """What the supervising authority's policy must say before the first trainee stands at the door."""
    return [(key, None) for key in _OF_CLASS]


def needed_of_voucher(kinds: Iterable[VoucherKind]) -> list[tuple[str, VoucherKind | None]]:
    """What the paying authority's policy must say about each kind of voucher used in the class."""
    return [(key, kind) for kind in sorted(kinds) for key in _OF_VOUCHER]
