"""Wire shapes of a person's own messages and of where else they want them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from checkin_service.kit.http.schema import StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.messages.model import MessageKind, Section
from checkin_service.policy.keys.messages import SILENT_KINDS

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class MessageBody(StrictModel):
    cause: UUID
    kind: MessageKind
    class_name: str | None
    sentence: WordsBody
    section: Section = Field(description="Where in the app something can be done about it")
    told_at: datetime
    is_new: bool


class SilentKind(StrictModel):
    kind: str
    name: WordsBody
    silenced: bool


class PushChannel(StrictModel):
    """A channel's app that knows the person and can show messages there too."""

    channel_id: UUID
    name: str
    chosen: bool


class OwnMessages(StrictModel):
    messages: list[MessageBody] = Field(description="The newest first")
    masked_mobile: str | None = Field(description="Where they go by SMS too")
    channels: list[PushChannel] = Field(description="Apps in which they can be shown too")
    is_sent_out: bool = Field(description="Whether this service sends SMS at all")
    may_be_silenced: list[SilentKind] = Field(description="What one may do without there; the rest the law wants told")


class Reading(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    until: AwareDatetime = Field(description="The newest message that was shown")


class ReadingAnswer(StrictModel):
    until: datetime


class NewContact(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    mobile: Annotated[str, Field(pattern="^1[3-9][0-9]{9}$")] | None = Field(
        description="None: no SMS, and the number is forgotten", examples=["13800000000"]
    )
    channel_id: UUID | None = Field(default=None, description="A channel's app to show them too; absent: none")
    silenced: Annotated[list[Literal[SILENT_KINDS]], Field(max_length=16)]  # type: ignore[valid-type]


class ContactAnswer(StrictModel):
    masked_mobile: str | None
    silenced: list[str]
