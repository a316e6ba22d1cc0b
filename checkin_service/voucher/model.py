"""A voucher, its states and the events that lead to them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.policy.model import VoucherKind

__all__ = [
    "BEFORE_USE",
    "PUT_TO_USE",
    "BudgetBatch",
    "Delivery",
    "ExpiryCause",
    "Fund",
    "FundBudget",
    "Purpose",
    "SubsidyKind",
    "SubsidyRate",
    "Template",
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


class Fund(StrEnum):
    """The three sources of subsidies (SX-25)."""

    SKILLS_ACTION = "skills_action_fund"
    """专账资金."""
    UNEMPLOYMENT_INSURANCE = "unemployment_insurance_fund"
    """失业保险基金."""
    EMPLOYMENT_SUBSIDY = "employment_subsidy_fund"
    """就业补助资金."""


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


class VoucherForm(StrEnum):
    """What a voucher is worth (AH-01)."""

    FACE_VALUE = "face_value"
    """面值券."""
    CREDIT = "credit"
    """抵用券: worth what the subsidy table says."""


class Delivery(StrEnum):
    """How the training takes place."""

    OFFLINE = "offline"
    ONLINE = "online"
    MIXED = "mixed"


class Purpose(StrEnum):
    """证书类, 项目制 or 专项能力 training."""

    CERTIFICATE = "certificate"
    PROJECT = "project"
    SPECIAL_ABILITY = "special_ability"


class SubsidyKind(StrEnum):
    """The three subsidies to the card account (MP-27)."""

    TRAINING = "training"
    """培训补贴."""
    ASSESSMENT = "assessment"
    """鉴定补贴."""
    LIVING = "living"
    """生活费（含交通费）补贴."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyRate:
    """One row of the published subsidy table (SX-24)."""

    authority_code: str
    rate_id: UUID
    occupation: str
    level: str
    group_name: str
    training_type: str
    kind: SubsidyKind
    amount_fen: int
    effective_from: date
    effective_to: date | None
    published_on: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What vouchers are issued from (MP-05), one version of it."""

    template_id: UUID
    version: int
    authority_code: str
    name: str
    content: str
    kind: VoucherKind
    form: VoucherForm
    delivery: Delivery
    purpose: Purpose
    fund: Fund
    face_value_fen: int | None
    occupation: str | None
    level: str | None
    group_name: str | None
    training_type: str | None
    institutions: tuple[UUID, ...]
    people: str
    valid_months: int | None
    quantity: int
    published_by: UUID
    published_at: datetime


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
class VoucherLeg:
    """One part of what a voucher will pay, settled when the budget is committed."""

    trainee_id: UUID
    voucher_id: UUID
    leg: str
    batch_id: UUID | None
    """The batch of the budget that it is drawn from, if any."""
    fund: Fund | None
    fiscal_year: int
    payee: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FundBudget:
    """What an authority may spend from a fund in a fiscal year, and what of it is set aside."""

    authority_code: str
    fund: Fund
    fiscal_year: int
    granted_fen: int
    committed_fen: int

    @property
    def free_fen(self) -> int:
        return self.granted_fen - self.committed_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetBatch:
    """Budget set aside for a class, or for a template while there is no class yet."""

    authority_code: str
    fund: Fund
    fiscal_year: int
    batch_id: UUID
    committed_fen: int
    drawn_fen: int
