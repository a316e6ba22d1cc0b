"""Wire shapes of sign-ins received from the national platform."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.schemas.attempts import CheckInAnswer, PositionBody
from checkin_service.kit.http.schema import Moment, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.timetable.schemas import NewDocument


class AssertedSignIn(StrictModel):
    """培训打卡签到 as the platform reports it."""

    sign_in_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    session_id: UUID
    document: NewDocument = Field(description="Whose sign-in it is")
    phase: Phase = Phase.IN
    signed_at: Moment = Field(description="When the person signed in, by the platform's clock")
    position: PositionBody | None = Field(default=None, description="Judged against the fence and not kept")
    place_agrees: bool | None = Field(
        default=None, description="Where no position is sent: what the platform's own comparison of places said"
    )


class SignInAnswer(StrictModel):
    """The verdict; whatever it credits is credited under this class of evidence and no other."""

    evidence_class: Literal["asserted_by_platform"] = "asserted_by_platform"
    verdict: CheckInAnswer
