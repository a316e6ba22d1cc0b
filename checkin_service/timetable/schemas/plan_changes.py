"""Wire shapes of changes of an approved plan, and of leaving a class."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import Moment, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.timetable.model import ChangeKind, Delivery, SessionPart

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class Cancellation(StrictModel):
    """A session that does not take place: its class hours leave the total for everybody."""

    kind: Literal["cancelled"]
    session_id: UUID


class BreakOff(StrictModel):
    """A session that ended half way: whoever was there is credited the hours held, and the rest leaves the total."""

    kind: Literal["broken_off"]
    session_id: UUID
    hours_held: int = Field(ge=1, le=23, description="Whole class hours that were held")


class Move(StrictModel):
    """A session at another time, or at another site of the institution."""

    kind: Literal["moved"]
    session_id: UUID
    starts_at: Moment
    ends_at: Moment
    site_id: UUID | None = Field(default=None, description="Absent: where it was")


class Addition(StrictModel):
    """A further session, or one that makes up for a cancelled one: its class hours enter the total."""

    kind: Literal["added", "made_up"]
    session_id: ClientId
    site_id: UUID
    starts_at: Moment
    ends_at: Moment
    class_hours: int = Field(ge=1, le=24)
    delivery: Delivery = Delivery.OFFLINE
    part: SessionPart | None = None


class PlanChangeRequest(StrictModel):
    """What the authority approves, and why."""

    change_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText = Field(examples=["台风停课通知"])
    change: Annotated[Cancellation | BreakOff | Move | Addition, Field(discriminator="kind")]


class PlanChangeBody(StrictModel):
    change_id: UUID
    kind: ChangeKind
    session_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any]
    reason: str
    hours_before: int
    hours_after: int
    approved_at: datetime


class PlanChanges(StrictModel):
    class_id: UUID
    baseline_hours: int
    total_hours: int
    changes: list[PlanChangeBody]


class Withdrawal(StrictModel):
    """退班, in the trainee's own words."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText = Field(examples=["已就业，无法继续参加"])


class WithdrawalAnswer(StrictModel):
    class_id: UUID
    trainee_id: UUID
    withdrawn_at: datetime
