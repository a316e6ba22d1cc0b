"""Wire shapes of the looks of an office, as its auditor reads them."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.schema import CleanText, StrictModel, WordsBody
from checkin_service.kit.words import Words, Wrong
from checkin_service.oversight.model.trail import LookKind

_DAYS = Words("起始日期不得晚于截止日期。", "The first day comes before the last.")


class OfficeLookFilters(StrictModel):
    """Everything but the purpose may be left out."""

    purpose: Purpose
    kind: LookKind | None = None
    staff_id: UUID | None = None
    who: Annotated[CleanText, Field(min_length=1, max_length=100)] | None = Field(
        default=None, description="The whole name of somebody of the staff, or their login"
    )
    since: date | None = Field(default=None, description="First day, in China")
    until: date | None = Field(default=None, description="Last day, that day included")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise Wrong(_DAYS)
        return self


class OfficeLookQuery(OfficeLookFilters):
    cursor: UUID | None = Field(default=None, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=200)


class LookedAt(StrictModel):
    """Whom or what a look was at, where it was one; a search for many is at nobody in particular."""

    id: UUID
    name: str | None = Field(description="Absent where everything of the person was erased")
    document: str | None = Field(description="Masked; of a person")


class OfficeLookBody(StrictModel):
    """Who of an office looked at what, when and why."""

    look_id: UUID
    at: datetime
    office: str
    subject: str = Field(description="staff:<id>, or platform:<id> of a connected platform")
    name: str | None
    role: WordsBody
    kind: LookKind
    what: WordsBody
    reason: WordsBody | None = Field(description="The purpose that was stated, or the reason as it was written")
    about: LookedAt | None
    found: int | None = Field(description="How many rows, people or fixes were shown, where that is on record")
    stamp: str | None = Field(description="Of a file: the digest of its manifest, as the trail keeps it")


class OfficeLookPage(StrictModel):
    looks: list[OfficeLookBody]
    next_cursor: str | None
