"""The vocabulary of a determination: the facts it is made from, its findings and outcome."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Self
from uuid import UUID

from checkin_service.eligibility.model.appeals import UpheldAppeal
from checkin_service.eligibility.model.doubts import DeskDecision
from checkin_service.eligibility.model.evidence import NO_EVIDENCE, SessionEvidence
from checkin_service.eligibility.model.payments import MixedFact, Payment
from checkin_service.eligibility.model.terms import FURTHER_KEYS, TERMS_KEYS, Terms
from checkin_service.kit import ratio
from checkin_service.kit.verdict import Finding
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue, VoucherKind
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.model.vouchers import TeachingLeg, VoucherState


class DeterminationOutcome(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    DOUBTFUL = "doubtful"
    """Attempts still under review could change it; nothing is paid and nothing is given back meanwhile."""


class Criterion(StrEnum):
    """What a jurisdiction may ask for: the first four by `eligibility.criteria`, the others by keys of their own."""

    ATTENDANCE_RATE = "attendance_rate"
    ASSESSMENT_PASSED = "assessment_passed"
    CERTIFICATE = "certificate"
    VOUCHER_USED = "voucher_used"
    PERSON_CONDITIONS = "person_conditions"
    """Who may hold such a voucher, judged again from the facts known by now."""
    PAYER = "payer"
    """Whether the paying authority is the one whose turn it is (SX-20)."""
    BOTH_LEGS = "both_legs"
    """Of training both online and in the classroom, whether each leg was passed and a certificate followed (FJ-25)."""
    EMPTY_CLASS = "empty_class"
    """Hardly any sign-ins where no rate is asked for: paid as the text says, never silently (FJ-28, AH-17)."""
    REMOTE_VIDEO = "remote_video"
    """How many lessons have a recording that spans them whole, where that is asked for (AH-14)."""
    CHECKS = "unannounced_checks"
    """How many unannounced checks the person did not answer."""
    OVERTURNED_REVIEWS = "overturned_reviews"
    """Check-ins that one reviewer accepted and a third person, asked by a second, did not."""
    PIPELINE = "pipeline"
    """Whether opening, roster and completion came in the order asked for (AH-12, AH-15)."""
    VOUCHER_PERIOD = "voucher_period"
    """Whether the training ended within the voucher's period, where that is asked for (FJ-13)."""
    OCCUPATION_ONCE = "occupation_once"
    """Whether a voucher served for the same occupation in the year before (FJ-19)."""
    NO_DUPLICATE = "no_duplicate"
    """Whether the person has, or may still get, the same benefit by an earlier training (MP-19)."""
    NO_DUPLICATE_ELSEWHERE = "no_duplicate_elsewhere"
    """Whether another region has reported the same benefit (MP-19)."""
    VOUCHER_BINDING = "voucher_binding"
    """Whether what the voucher names is what was trained (MP-05, SX-08)."""
    TRAINING_TYPE = "training_type"
    """Whether vouchers are used for this kind of training (AH-02, SD-07)."""
    FEE = "fee"
    """What a face value does to the fee (AH-01)."""
    FEE_PAID = "fee_paid"
    """Whether what the person paid of the fee agrees with what is subsidised (AH-01, MP-26)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorities:
    """The three authorities of a class; each may read its determinations."""

    supervising: str
    paying: str
    counting: str


class SessionFact(NamedTuple):
    """One session: its class hours, those credited, and the evidence they rest on.

    A tuple, because a determination makes one for each session of each person.
    """

    session_id: UUID
    starts_at: datetime
    class_hours: int
    credited_hours: int
    modes: tuple[str, ...]
    attempt_ids: tuple[UUID, ...]
    doubtful_attempt_ids: tuple[UUID, ...]
    """Doubtful attempts that nobody has decided yet and that no accepted one has replaced."""
    corrected_hours: int = 0
    """Of the credited hours, those an authority's decision gave."""
    imported_hours: int = 0
    """Of the credited hours, those from signed paper records."""
    appealed_hours: int = 0
    """Class hours of appeals that nobody has decided yet."""
    is_cancelled: bool = False
    is_on_leave: bool = False
    """A granted leave explains the absence; the hours stay absent."""
    evidence: SessionEvidence = NO_EVIDENCE

    @property
    def open_hours(self) -> int:
        """Class hours that a decision of the reviewers, on a check-in or an appeal, may still credit."""
        missing = self.class_hours - self.credited_hours
        if self.is_cancelled:
            return 0
        return missing if self.doubtful_attempt_ids else min(missing, self.appealed_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFact:
    voucher_id: UUID
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    class_id: UUID | None
    obtained_on: date
    use_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFact:
    passed: bool
    score: str | None
    assessed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFact:
    number: str
    kind: str
    issued_on: date


NOTHING_KNOWN = PersonFile()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a determination rests on, as it stood at one moment; its sums are made once."""

    trainee_id: UUID
    class_id: UUID
    institution_id: UUID
    authorities: Authorities
    completed_at: datetime
    total_hours: int
    subsidy_fen: int
    voucher_kind: VoucherKind
    voucher: VoucherFact | None
    sessions: tuple[SessionFact, ...]
    assessment: AssessmentFact | None
    certificates: tuple[CertificateFact, ...]
    opened_at: datetime | None = None
    registered_at: datetime | None = None
    person: PersonFile = NOTHING_KNOWN
    upheld: tuple[UpheldAppeal, ...] = ()
    baseline_hours: int | None = None
    """The total of the plan as approved at the opening, where later changes made another of it."""
    confirmed_hours: int = 0
    """Corrected hours that a second person has confirmed."""
    enterprise_id: UUID | None = None
    """The enterprise whose workers were trained, if the class was approved as held for one."""
    teaching: tuple[TeachingLeg, ...] = ()
    """Both legs, where two institutions shared them."""
    mixed: MixedFact | None = None
    """Absent when all of it took place in one way."""
    terms: Terms | None = None
    """What was trained, what the voucher names and how often the person has used one; absent in older facts."""
    set_aside: tuple[Payment, ...] = ()
    """What was set aside for the voucher, leg by leg; empty when nothing was."""
    decisions: tuple[DeskDecision, ...] = ()
    """What officers have decided about doubts, as far as it is in force; oldest first."""
    recordings: Tally | None = None
    """Of the lessons held, how many a recording spans whole; absent in older facts."""
    checks_held: int = 0
    """Unannounced checks of the person in the class that have ended."""
    checks_missed: int = 0
    """Of these, those that were not answered."""
    overturned_reviews: int = 0
    """Accepted check-ins of the person in the class whose acceptance a third person has overturned."""

    @property
    def payer(self) -> str:
        """The authority whose money was set aside, or that would have been asked."""
        return next((each.authority_code for each in self.set_aside), self.authorities.paying)

    @cached_property
    def corrected_hours(self) -> int:
        return sum([session.corrected_hours for session in self.sessions])

    @cached_property
    def imported_hours(self) -> int:
        return sum([session.imported_hours for session in self.sessions])

    @cached_property
    def credited_hours(self) -> int:
        return sum([session.credited_hours for session in self.sessions])

    @cached_property
    def open_hours(self) -> int:
        return sum([session.open_hours for session in self.sessions])

    @property
    def rate(self) -> Fraction | None:
        return ratio.rate(self.credited_hours, self.total_hours)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AskedPolicy:
    """What the paying authority's jurisdiction asks for, on a day, as known on another.

    One object serves a whole class, so that what is made of it can be remembered by its identity.
    """

    jurisdiction: str
    on: date
    known_on: date
    kind: VoucherKind
    view: PolicyView
    criteria: PolicyValue
    minimum_percent: PolicyValue
    corrected_doubt_percent: PolicyValue

    @classmethod
    def of(cls, view: PolicyView, kind: VoucherKind, *, known_on: date) -> Self:
        return cls(
            jurisdiction=view.jurisdiction,
            on=view.on,
            known_on=known_on,
            kind=kind,
            view=view,
            criteria=view.value("eligibility.criteria", kind),
            minimum_percent=view.value("attendance.minimum_percent", kind),
            corrected_doubt_percent=view.value("attendance.corrected_doubt_percent", kind),
        )

    @property
    def values(self) -> tuple[PolicyValue, ...]:
        """Every value a judgement rests on, for the document."""
        order = (
            ("payment.payer_order", "payment.payer_unit")
            if self.asked("payment.authority").text == "payer_order"
            else ()
        )
        further = (self.asked(key) for key in (*FURTHER_KEYS, *order))
        stated = (value for key in TERMS_KEYS if (value := self.stated(key)) is not None)
        return self.criteria, self.minimum_percent, self.corrected_doubt_percent, *further, *stated

    def stated(self, key: str) -> PolicyValue | None:
        """A value that asks for something; `None` where nobody states one or nothing is asked."""
        return self.view.stated(key, self.kind)

    def asked(self, key: str) -> PolicyValue:
        return self.view.value(key, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """The outcome with its grounds: one finding per criterion."""

    outcome: DeterminationOutcome
    findings: tuple[Finding, ...]
    amount_fen: int
    """What is earned: the subsidy when eligible, else nothing."""
    set_aside: tuple[Payment, ...]
    """What the voucher pays or would pay, leg by leg: each of the three subsidies to whom it is due (MP-27)."""

    @property
    def payments(self) -> tuple[Payment, ...]:
        """What is paid, or stays reserved while a doubt is open; a denial pays nothing."""
        return () if self.outcome is DeterminationOutcome.NOT_ELIGIBLE else self.set_aside

    @property
    def payee(self) -> str:
        """Who is or would be paid for the training itself."""
        return self.set_aside[0].payee

    @property
    def is_eligible(self) -> bool:
        return self.outcome is DeterminationOutcome.ELIGIBLE
