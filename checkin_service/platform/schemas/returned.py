"""Wire shapes of the way up (数据回流) and of its comparison; annex 2 has no box for them, the form is ours."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.catalogue.model.registers import TrainingType
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.schemas import DivisionCode, NewDocument
from checkin_service.voucher.model.vouchers import VoucherForm

Text = Annotated[CleanText, Field(max_length=400)]


class ReturnedTemplate(StrictModel):
    """培训券模板 as published."""

    what: Literal["template"] = "template"
    template_id: UUID
    version: int
    name: ShortText
    kind: VoucherKind
    form: VoucherForm
    face_value_fen: int | None
    occupation: ShortText | None
    valid_months: int | None
    quantity: int


class ReturnedProject(StrictModel):
    """培训项目 of the directory (MP-36)."""

    what: Literal["project"] = "project"
    project_id: UUID
    name: ShortText
    occupation: ShortText
    occupation_code: ShortText | None
    training_type: TrainingType
    subsidy_fen: int
    fee_fen: int | None


class ReturnedClass(StrictModel):
    """班期 whose opening was approved."""

    what: Literal["training_class"] = "training_class"
    class_id: UUID
    institution_id: UUID
    project_id: UUID
    name: ShortText
    total_hours: int
    opened_at: datetime


class ReturnedMove(StrictModel):
    """A voucher issued, claimed, used, expired, or clawed back; whose it is stands in the issue alone."""

    what: Literal["voucher"] = "voucher"
    event: Literal["issued", "claimed", "used", "expired", "clawed_back"]
    voucher_code: Text
    at: datetime
    template_id: UUID | None = None
    class_id: UUID | None = None
    document: NewDocument | None = Field(default=None, description="Of the holder, at the issue")


class ReturnedRow(StrictModel):
    """One fact; the same id is one fact however often it comes."""

    row_id: ClientId
    authority_code: DivisionCode
    content: Annotated[ReturnedTemplate | ReturnedProject | ReturnedClass | ReturnedMove, Field(discriminator="what")]


class ReturnedAnswer(StrictModel):
    row_id: UUID


class DayAsked(StrictModel):
    """What the platform has of an authority's facts of a day."""

    authority_code: DivisionCode
    day: date


class KindTotal(StrictModel):
    kind: Text
    count: int
    digest: Text = Field(description="SHA-256 over the lines id, tab, value, newline, in order; empty without facts")


class DayTotals(StrictModel):
    totals: list[KindTotal]


class DayRowsAsked(DayAsked):
    kind: Text


class DayRow(StrictModel):
    row_id: UUID
    value: Text


class DayRows(StrictModel):
    rows: list[DayRow]
