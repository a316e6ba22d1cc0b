"""The vocabulary of voucher money: funds, templates, subsidy rates, teaching legs, budgets."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.persons import FactKind


class Fund(StrEnum):
    """The three sources of subsidies (SX-25)."""

    SKILLS_ACTION = "skills_action_fund"
    """专账资金."""
    UNEMPLOYMENT_INSURANCE = "unemployment_insurance_fund"
    """失业保险基金."""
    EMPLOYMENT_SUBSIDY = "employment_subsidy_fund"
    """就业补助资金."""


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
    """Types of subsidised training: 证书类, 项目制, 专项能力 (SX-16), and the programmes of provinces."""

    CERTIFICATE = "certificate"
    PROJECT = "project"
    SPECIAL_ABILITY = "special_ability"
    PRE_JOB = "pre_job"
    """岗前培训 (SD-07)."""
    GOLDEN_BLUE_COLLAR = "golden_blue_collar"
    """“金蓝领”培训 (SD-07)."""
    NEW_APPRENTICESHIP = "new_apprenticeship"
    """企业新型学徒制 (SD-07)."""
    POST_UPGRADING = "post_upgrading"
    """岗位技能提升培训 (SD-07)."""
    GRADUATE_SKILLS_PROGRAMME = "graduate_skills_programme"
    """高校毕业生强技计划 (AH-02)."""


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
    projects: tuple[UUID, ...] = ()
    """Where it names projects, it serves for no other."""
    holders: tuple[FactKind, ...] = ()
    """Where it names kinds of people, one of these facts has to hold of whoever is given one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFreeze:
    """No money reaches a class, an institution or a person while an investigation lasts."""

    freeze_id: UUID
    object: str
    reason: str
    frozen_by: UUID
    frozen_at: datetime
    lifted_at: datetime | None
    lift_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingLeg:
    """Who teaches one part of a mixed training, and the part of the subsidy that goes with it (FJ-26)."""

    delivery: Delivery
    """Online or offline."""
    institution_id: UUID
    share_percent: int


NOBODY_YET = UUID(int=0)
"""Stands for the institution of a training that its holder has yet to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What a voucher is put to use for, as far as its money goes."""

    institution_id: UUID
    """Where the person is registered."""
    project_fen: int = 0
    """The subsidy the project was approved with; zero while no project is known."""
    enterprise_id: UUID | None = None
    """The enterprise whose workers are trained, where it is subsidised in place of the institution (SX-21)."""
    teaching: tuple[TeachingLeg, ...] = ()
    """Both legs of a mixed training; empty when one institution teaches all of it."""
    payer: str | None = None
    """The authority that pays, where that is not the one that issued the voucher (SX-20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLeg:
    """One part of what a voucher will pay, settled when the budget is committed."""

    trainee_id: UUID
    voucher_id: UUID
    leg: str
    authority_code: str
    """Whose money it is: the issuer's, or that of the authority whose turn it is (SX-20)."""
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
