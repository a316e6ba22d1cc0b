"""Wire shapes of who teaches a class."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId


class Instructors(StrictModel):
    """Who of one's own instructors teaches a class from now on: the whole list, and nobody else of them."""

    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    instructors: Annotated[list[UUID], Field(max_length=50)]


class InstructorLine(StrictModel):
    staff_id: UUID
    display_name: str
    teaches: bool


class InstructorList(StrictModel):
    class_id: UUID
    instructors: list[InstructorLine] = Field(description="Every instructor of one's own institution")
