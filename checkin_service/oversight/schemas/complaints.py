"""Wire shapes of complaints: filed by anybody, followed by a receipt number, dealt with at an authority's desk."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.oversight.model import ComplaintKind, ComplaintState

_AUTHORITY = "^[0-9]{6}$"


class NewComplaint(StrictModel):
    """By anybody, signed in or not; without a contact nobody can learn who complains."""

    complaint_id: ClientId
    authority_code: str = Field(pattern=_AUTHORITY, description="To which authority", examples=["330600"])
    kind: ComplaintKind = ComplaintKind.OTHER
    about: ShortText = Field(description="The institution or class that it is about", examples=["示例职业培训学校"])
    text: Annotated[CleanText, Field(min_length=1, max_length=2000)]
    contact: ShortText | None = Field(default=None, description="How to reach you, if you wish; kept sealed")


class ComplaintFiled(StrictModel):
    """The receipt number is told once, and is all that asks for the answer later."""

    receipt: str
    answer_due: date


class ComplaintQuery(StrictModel):
    receipt: Annotated[CleanText, Field(max_length=40)]


class ComplaintTold(StrictModel):
    """What an authority did, as the complainant is told."""

    state: ComplaintState
    words: str | None
    to_authority: str | None = Field(description="Of a transfer: who has it from then on")
    taken_at: datetime


class ComplaintStatus(StrictModel):
    kind: ComplaintKind
    about: str
    state: ComplaintState
    filed_at: datetime
    answer_due: date
    steps: list[ComplaintTold]


class ComplaintItem(ComplaintStatus):
    """A complaint at the authority's desk; what it says is read one by one, with a purpose."""

    complaint_id: UUID
    is_overdue: bool
    has_contact: bool = Field(description="Whether the complainant can be reached")
    assigned_to: UUID | None


class ComplaintPage(StrictModel):
    complaints: list[ComplaintItem]
    next_cursor: str | None


class ComplaintReading(StrictModel):
    """Why it is read; every look is written down."""

    purpose: Purpose


class ComplaintContent(StrictModel):
    """What somebody complains of, and how to reach them where they wish it."""

    complaint_id: UUID
    text: str
    contact: str | None


class NewComplaintAssignment(StrictModel):
    request_id: ClientId
    staff_id: UUID = Field(description="Somebody of one's own authority who deals with complaints")


class NewComplaintStep(StrictModel):
    """受理, 不予受理, 转办 or 答复; all but the first say what the complainant is told."""

    request_id: ClientId
    state: ComplaintState
    words: Annotated[CleanText, Field(min_length=1, max_length=2000)] | None = None
    to_authority: str | None = Field(default=None, pattern=_AUTHORITY, description="Of a transfer: who takes it over")

    @model_validator(mode="after")
    def _transfer_names_an_authority(self) -> Self:
        if (self.state is ComplaintState.TRANSFERRED) is (self.to_authority is None):
            raise Wrong(_TO_WHOM)
        return self


_TO_WHOM = Words("转办的，写明转给哪个部门；其他的不写。", "a transfer names who takes it over, and nothing else does")
