"""Wire shapes of the lessons that a device at the door shows."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel


class LessonPhase(StrictModel):
    phase: str
    opens_at: datetime
    closes_at: datetime
    signed_in: int = Field(description="How many were accepted for it; nobody's name")


class DoorLesson(StrictModel):
    session_id: UUID
    class_name: str
    ordinal: int
    starts_at: datetime
    ends_at: datetime
    people: int
    phases: list[LessonPhase]
    reads_cards: bool = Field(description="Whether the class may sign in by card and PIN")
    is_own_display: bool = Field(description="Whether this device shows the lesson's code")


class DoorLessons(StrictModel):
    now: datetime
    lessons: list[DoorLesson]
