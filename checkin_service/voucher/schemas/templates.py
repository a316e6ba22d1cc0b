"""Wire shapes of templates and of the subsidy table."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import FILE_BYTES, LIST_BYTES, LongText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId, new_id
from checkin_service.voucher.model.persons import FactKind
from checkin_service.voucher.model.vouchers import (
    Delivery,
    Fund,
    Purpose,
    SubsidyKind,
    SubsidyRate,
    Template,
    VoucherForm,
    VoucherKind,
)
from checkin_service.voucher.schemas.money import PositiveFen


class NewTemplate(StrictModel, most_bytes=LIST_BYTES):
    """A template (培训券模板), or the next version of one with the same id."""

    request_id: ClientId
    template_id: ClientId
    name: ShortText
    content: LongText
    kind: VoucherKind
    form: VoucherForm
    delivery: Delivery = Delivery.OFFLINE
    purpose: Purpose = Purpose.CERTIFICATE
    fund: Fund
    face_value_fen: PositiveFen | None = None
    occupation: ShortText | None = None
    level: ShortText | None = None
    group_name: ShortText | None = None
    training_type: ShortText | None = None
    institutions: list[UUID] = Field(default_factory=list, max_length=1000)
    projects: list[UUID] = Field(default_factory=list, max_length=1000, description="Empty: any that fits the rest")
    people: LongText
    holders: list[FactKind] = Field(
        default_factory=list,
        max_length=len(FactKind),
        description="Kinds of people it is for: one of these facts has to be known of the holder; empty: anybody",
    )
    valid_months: Annotated[int, Field(ge=1, le=60)] | None = None
    quantity: Annotated[int, Field(ge=1, le=10**7)]


class TemplateAnswer(StrictModel):
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
    institutions: list[UUID]
    projects: list[UUID]
    people: str
    holders: list[FactKind]
    valid_months: int | None
    quantity: int
    issued: int

    @classmethod
    def of(cls, template: Template, *, issued: int) -> "TemplateAnswer":
        return cls.showing(
            template,
            institutions=list(template.institutions),
            projects=list(template.projects),
            holders=list(template.holders),
            issued=issued,
        )


class TemplatePage(StrictModel):
    templates: list[TemplateAnswer]
    next_cursor: str | None


class RateRow(StrictModel):
    """One row: occupation × level × group × training type."""

    occupation: ShortText
    level: ShortText
    group_name: ShortText
    training_type: ShortText
    kind: SubsidyKind = SubsidyKind.TRAINING
    amount_fen: PositiveFen
    effective_from: date
    effective_to: date | None = None

    def rate(self, authority_code: str, published: "RatesImport") -> SubsidyRate:
        return SubsidyRate(
            authority_code=authority_code,
            rate_id=new_id(),
            published_on=published.published_on,
            document=published.document,
            **dict(self),
        )


class RatesImport(StrictModel, most_bytes=FILE_BYTES):
    """The subsidy table as an authority publishes it (SX-24)."""

    request_id: ClientId
    document: ShortText
    published_on: date
    rows: Annotated[list[RateRow], Field(min_length=1, max_length=10_000)]


class PublishedRates(StrictModel):
    document: str
    rows: int


class RateBody(RateRow):
    published_on: date
    document: str


class Rates(StrictModel):
    rates: list[RateBody]
