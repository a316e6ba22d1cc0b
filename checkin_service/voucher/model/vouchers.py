"""A voucher with its states and the events that lead to them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.templates import (
    NOBODY_YET,
    BudgetBatch,
    Delivery,
    Fund,
    FundBudget,
    PaymentFreeze,
    Purpose,
    SubsidyKind,
    SubsidyRate,
    TeachingLeg,
    Template,
    Training,
    VoucherForm,
    VoucherLeg,
)

__all__ = [
    "BEFORE_USE",
    "IN_SETTLEMENT",
    "NOBODY_YET",
    "NOTHING_HAD",
    "PUT_TO_USE",
    "TOOK_PART",
    "BudgetBatch",
    "Delivery",
    "ExpiryCause",
    "Fund",
    "FundBudget",
    "PaymentFreeze",
    "Purpose",
    "SubsidyKind",
    "SubsidyRate",
    "TeachingLeg",
    "Template",
    "Training",
    "UnknownVerification",
    "Verification",
    "Voucher",
    "VoucherEvent",
    "VoucherForm",
    "VoucherKind",
    "VoucherLeg",
    "VoucherMove",
    "VoucherRefusal",
    "VoucherState",
]


class VoucherState(StrEnum):
    """The common set of states; which of them a jurisdiction uses is its graph's matter (`rules.graphs`)."""

    MADE = "made"
    """制券."""
    ISSUED = "issued"
    """发券; in Shaoxing the person has obtained it with that (取得)."""
    CLAIMED = "claimed"
    """领券."""
    ACTIVATED = "activated"
    """激活（验券）."""
    HELD = "held"
    """Written off for the first time, at arrival and before the class is open (AH-10)."""
    USED = "used"
    """In training."""
    COMPLETED = "completed"
    """The training is over and has been determined."""
    PAYABLE = "payable"
    """The subsidy is earned."""
    RELEASED = "released"
    """The subsidy is not earned; the money went back to the budget."""
    REQUESTED = "requested"
    """Its settlement has been applied for."""
    APPROVED = "approved"
    DISBURSED = "disbursed"
    """拨付."""
    WRITTEN_OFF = "written_off"
    """核销 after payment: the code is dead (SD-14)."""
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    EXPIRED = "expired"
    VOIDED = "voided"
    CLAWED_BACK = "clawed_back"


BEFORE_USE = frozenset(
    {VoucherState.MADE, VoucherState.ISSUED, VoucherState.CLAIMED, VoucherState.ACTIVATED, VoucherState.HELD}
)
"""A voucher in one of these is its holder's to use."""

NOTHING_HAD = frozenset(
    {
        VoucherState.RELEASED,
        VoucherState.RETURNED,
        VoucherState.EXCHANGED,
        VoucherState.EXPIRED,
        VoucherState.VOIDED,
        VoucherState.CLAWED_BACK,
    }
)
"""Nothing was paid for a voucher in one of these, or all of it was taken back, and nothing will be."""

PUT_TO_USE = frozenset(
    {
        VoucherState.USED,
        VoucherState.COMPLETED,
        VoucherState.PAYABLE,
        VoucherState.RELEASED,
        VoucherState.REQUESTED,
        VoucherState.APPROVED,
        VoucherState.DISBURSED,
        VoucherState.WRITTEN_OFF,
    }
)
"""It served for a training, whatever became of its money."""

IN_SETTLEMENT = frozenset(
    {
        VoucherState.REQUESTED,
        VoucherState.APPROVED,
        VoucherState.DISBURSED,
        VoucherState.WRITTEN_OFF,
        VoucherState.CLAWED_BACK,
    }
)
"""Its money moves by settlement alone: whatever is determined meanwhile, people refuse, pay or claw back."""

TOOK_PART = PUT_TO_USE | {VoucherState.CLAWED_BACK, VoucherState.EXPIRED}
"""With a class beside it: its holder took part in a training with it, paid or not (FJ-19)."""


class VoucherEvent(StrEnum):
    """What happened; the state it leads to is the lifecycle's matter (`rules.graphs`)."""

    MADE = "made"
    ISSUED = "issued"
    CLAIMED = "claimed"
    ACTIVATED = "activated"
    HELD = "held"
    HOLD_ENDED = "hold_ended"
    """The class did not come about: the voucher is its holder's again."""
    USED = "used"
    COMPLETED = "completed"
    MADE_PAYABLE = "made_payable"
    RELEASED = "released"
    RETRACTED = "retracted"
    """No longer payable: a later determination supersedes the one that made it so."""
    RESERVED_AGAIN = "reserved_again"
    """Released before, and a later determination says otherwise."""
    REQUESTED = "requested"
    REQUEST_REFUSED = "request_refused"
    APPROVED = "approved"
    PAYMENT_REFUSED = "payment_refused"
    """The treasury did not pay: it can be applied for again."""
    DISBURSED = "disbursed"
    WRITTEN_OFF = "written_off"
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    EXPIRED = "expired"
    VOIDED = "voided"
    CLAWED_BACK = "clawed_back"


class ExpiryCause(StrEnum):
    """Why a voucher expired by itself (FJ-13, SX-14, MP-10)."""

    NOT_ACTIVATED = "not_activated"
    ACTIVATED_UNUSED = "activated_unused"
    NOT_STARTED = "not_started"
    TRAINING_NOT_COMPLETED = "training_not_completed"
    NOT_USED = "not_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A voucher as its last event left it; whether it has expired since is the day's matter (`rules.state_on`)."""

    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    kind: VoucherKind
    authority_code: str
    graph: str
    """Whose transition graph it lives by, for its whole life: a division code of `rules.graphs`."""
    template_id: UUID | None
    template_version: int | None
    fund: Fund | None
    """The fund that pays; `None` while nobody has named one: such a voucher is not settled."""
    state: VoucherState
    ordinal: int
    class_id: UUID | None
    institution_id: UUID | None
    obtained_on: date
    activate_by: date
    use_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherMove:
    """One step of a voucher's history."""

    trainee_id: UUID
    voucher_id: UUID
    ordinal: int
    event: VoucherEvent
    graph: str
    previous_state: VoucherState | None
    """`None` for the first move only."""
    state: VoucherState
    at: datetime
    actor: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VoucherRefusal:
    """Why a voucher cannot be put to use; a value, because a judgement is never an exception."""

    reason: str
    words: Words
    basis: Basis
    """What it stands on: a value of policy, a clause, or ourselves."""

    @property
    def cited(self) -> Words:
        """The words with the clause that they stand on, for answers that have no place of their own for it."""
        if self.basis.clause is None:
            return self.words
        return Words(f"{self.words.zh}（{self.basis.clause}）", f"{self.words.en} ({self.basis.clause})")

    @property
    def fields(self) -> dict[str, object]:
        """What programs are told: the reason, and the clause with its words where there is one."""
        return {
            "reason": self.reason,
            "basis": self.basis.kind,
            "clause": self.basis.clause,
            "quote": self.basis.quote,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One look at a voucher (验券), accepted or not."""

    trainee_id: UUID
    verification_id: UUID
    voucher_id: UUID
    way: str
    """`code` typed or scanned from paper, or `live_qr`."""
    purpose: str
    """`look`, `hold` or `activate`."""
    is_valid: bool
    reason: str | None
    tenant: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownVerification:
    """A look at something that is no voucher: a code nobody issued, or a QR nobody signed."""

    verification_id: UUID
    shown_hash: bytes
    """Keyed, so that the same forgery is recognised and the code is nowhere readable."""
    way: str
    purpose: str
    reason: str
    tenant: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLook:
    """A line of a desk's log: a voucher by its code, or something that is none."""

    verification_id: UUID
    voucher_code: str | None
    is_valid: bool
    way: str
    purpose: str
    reason: str | None
    subject: str
    at: datetime
