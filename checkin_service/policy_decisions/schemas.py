"""Wire shapes of decisions on policy, and of what is in force at an authority."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import LongText, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import VoucherKind
from checkin_service.policy_decisions.model import DecisionState, PolicyDecision, value_as_json

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

GivenValue = Annotated[
    int | float | ShortText | list[ShortText],
    Field(description="As the key means it: a number, a name, a day, or a list of names or days", examples=[6]),
]


class NewDecision(StrictModel):
    """What an authority has decided, with the document that says so."""

    decision_id: ClientId = Field(examples=[_EXAMPLE_ID])
    key: ShortText = Field(examples=["voucher.use_within_months"])
    voucher_kind: VoucherKind | None = Field(default=None, description="Absent: for vouchers of all kinds")
    value: GivenValue
    document_number: ShortText = Field(description="文号", examples=["济人社发〔2026〕3号"])
    document_title: ShortText = Field(examples=["关于职业培训券使用期限的通知"])
    published_on: date = Field(examples=["2026-03-01"])
    effective_from: date = Field(examples=["2026-03-01"])
    effective_to: date | None = Field(default=None, description="The last day it applies; absent: open")
    quote: LongText = Field(max_length=1000, examples=["职业培训券自领取之日起6个月内使用"])
    reason: LongText = Field(max_length=1000, examples=["通知未规定使用期限"])


class NewRepeal(StrictModel):
    """The document by which an earlier decision applies no more (废止)."""

    repeal_id: ClientId = Field(examples=[_EXAMPLE_ID])
    document_number: ShortText = Field(description="文号", examples=["济人社发〔2027〕1号"])
    document_title: ShortText
    published_on: date
    repealed_from: date = Field(description="The first day on which it applies no more")
    quote: LongText = Field(max_length=1000)
    reason: LongText = Field(max_length=1000)


class DecisionAnswer(StrictModel):
    decision_id: UUID
    authority_code: str
    key: str
    title: WordsBody
    voucher_kind: VoucherKind | None
    value: Any
    meaning: WordsBody
    document_number: str
    document_title: str
    published_on: date
    effective_from: date
    effective_to: date | None
    repeals: UUID | None = Field(description="The earlier decision that this one repeals (废止)")
    quote: str
    reason: str
    state: DecisionState
    proposed_by: UUID
    proposed_at: datetime
    ruled_by: UUID | None
    ruled_at: datetime | None
    ruling_reason: str | None

    @classmethod
    def of(cls, decision: PolicyDecision) -> Self:
        names = (cls.model_fields.keys() & set(PolicyDecision.__slots__)) - {"value"}
        ruling = decision.ruling
        return cls(
            **{name: getattr(decision, name) for name in names},
            title=WordsBody.of(KEYS[decision.key].title),
            value=value_as_json(decision.value),
            meaning=WordsBody.of(decision.meaning),
            state=decision.state,
            ruled_by=ruling.ruled_by if ruling else None,
            ruled_at=ruling.ruled_at if ruling else None,
            ruling_reason=ruling.reason if ruling else None,
        )


class DecisionPage(StrictModel):
    decisions: list[DecisionAnswer]
    next_cursor: str | None


class ValueInForce(StrictModel):
    """One value that applies, with its source."""

    key: str
    title: WordsBody
    voucher_kind: VoucherKind | None
    value: Any
    meaning: WordsBody
    jurisdiction: str = Field(description="Who states it; another one than asked for: inherited")
    is_inherited: bool
    basis: str
    clause: str | None
    document: str | None
    quote: str | None
    published_on: date
    effective_from: date
    effective_to: date | None
    decision_id: UUID | None = Field(description="The authority's decision behind it, where there is one")
    may_be_decided: bool = Field(description="Whether the authority asked for may decide otherwise")
    informs: bool = Field(description="Whether it is shown for information only (仅供查阅): no rule reads it")


class Undecided(StrictModel):
    """A value that nobody states up to the ministry, and the way to decide it."""

    key: str
    title: WordsBody
    may_be_decided: bool
    allowed: WordsBody
    way: WordsBody


class PolicyAnswer(StrictModel):
    """What is in force at an authority on a day, as far as known on another."""

    authority_code: str
    on: date
    known_on: date
    values: list[ValueInForce]
    undecided: list[Undecided]
