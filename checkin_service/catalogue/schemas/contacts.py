"""Wire shapes of telephones and counters."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId

Telephone = Annotated[CleanText, Field(pattern=r"^\+?[0-9][0-9 ()-]{1,28}[0-9]$")]
"""Also a short number such as 12333, which authorities share."""


class NewContact(StrictModel):
    """Where the caller's own authority or institution is reached from now on."""

    contact_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000c7"])
    telephone: Telephone = Field(examples=["0575-00000000"])
    place: ShortText = Field(description="The counter where people are received", examples=["示例路1号二楼3号窗口"])
    hours: ShortText | None = Field(default=None, examples=["工作日 9:00–17:00"])


class ContactAnswer(StrictModel):
    telephone: str
    place: str
    hours: str | None
    stated_at: AwareDatetime


class OwnContact(StrictModel):
    """What was stated last; nothing before anything was."""

    contact: ContactAnswer | None
