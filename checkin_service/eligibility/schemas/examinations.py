"""Wire shapes of officers' examinations of people's conditions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.voucher.model.persons import DUPLICATE

LARGEST_LIST = 500
EXAMINABLE = (*CONDITIONS, DUPLICATE)


def _known(condition: str) -> str:
    if condition not in EXAMINABLE:
        raise Wrong(Words("没有这一条件。", "is none of the conditions that policy can ask for"))
    return condition


Condition = Annotated[str, AfterValidator(_known)]


class Examined(StrictModel):
    """One condition. `holds` says whether it is so; of one that excludes people, false speaks for them."""

    condition: Condition = Field(examples=["on_establishment"])
    holds: bool


class ExaminationRequest(StrictModel):
    """What an officer has examined of people whom no data tell about: the same conditions for all of the list."""

    examination_id: ClientId
    people: Annotated[list[UUID], Field(min_length=1, max_length=LARGEST_LIST)]
    conditions: Annotated[list[Examined], Field(min_length=1, max_length=len(EXAMINABLE))]
    examined_on: date
    document: ShortText = Field(examples=["花名册及社保缴费凭证，2026-03"], description="What was looked at")
    reason: Annotated[CleanText, Field(min_length=1, max_length=2000)]


class ExaminationAnswer(StrictModel):
    examination_id: UUID
    people: int
    unknown_rows: list[int] = Field(
        description="Who is in no class and has no voucher of your authority: not recorded; from 1, in the order sent"
    )
    determined_again: int = Field(description="Determinations that are made anew because of it")
