"""Wire shapes of the help desk."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import CleanText, StrictModel, WordsBody
from checkin_service.oversight.model import Say
from checkin_service.timetable.model import ClassState
from checkin_service.voucher.model.vouchers import VoucherState


class HelpSearch(StrictModel):
    """What a caller says of themselves, in one box, and why it is asked."""

    purpose: Purpose
    wanted: Annotated[CleanText, Field(min_length=1, max_length=100)] = Field(
        description="A name or a part of one, with or without the last four of the document; a whole number, a voucher "
        "code, a class, an institution",
        examples=["王 2337"],
    )


class HelpedClassBody(StrictModel):
    class_id: UUID
    name: str
    institution: str
    state: ClassState
    withdrawn_at: datetime | None
    credited_hours: int
    total_hours: int


class HelpPerson(StrictModel):
    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    has_device: bool
    classes: list[HelpedClassBody]


class HelpPlace(StrictModel):
    class_id: UUID
    name: str
    institution: str
    state: ClassState


class HelpFound(StrictModel):
    people: list[HelpPerson]
    places: list[HelpPlace]
    most: int = Field(description="No more than so many of each are shown; then the caller has more to say")


class HelpHappening(StrictModel):
    """One thing that happened to the person, refused attempts too."""

    kind: str
    at: datetime
    class_name: str | None
    lesson: int | None
    state: str | None
    against: list[WordsBody] = Field(description="Of an attempt that did not count: why, and what helps")


class HelpCase(StrictModel):
    person: HelpPerson
    voucher: VoucherState | None
    say: list[Say] = Field(description="What a caller may be told, the most pressing first")
    happenings: list[HelpHappening] = Field(description="The latest first")
