"""Wire shapes of the feed's subscribers."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from checkin_service.feed.model import Standing
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId

EventType = Annotated[str, Field(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")]


class SubscriberRequest(StrictModel):
    subscriber_id: ClientId
    url: Annotated[
        CleanText, Field(min_length=1, max_length=2000, description="https, port 443 or 8443, a public address")
    ]
    types: Annotated[list[EventType], Field(min_length=1, max_length=32, description="Such as eligibility.determined")]


class EndRequest(StrictModel):
    request_id: ClientId
    reason: ShortText


class SubscriberAnswer(StrictModel):
    subscriber_id: UUID
    url: str
    types: list[str]
    public_key: str = Field(description="whpk_…: verify `webhook-signature` (v1a, Ed25519) with it")


class SubscriberLine(StrictModel):
    subscriber_id: UUID
    url: str
    types: list[str]
    created_at: AwareDatetime
    waiting: int
    dead: int = Field(description="Given up; they wait for `checkin-service feed replay`")
    last_error: str | None

    @classmethod
    def of(cls, standing: Standing) -> Self:
        who = standing.subscriber
        return cls.showing(who, waiting=standing.waiting, dead=standing.dead, last_error=standing.last_error)


class SubscribersAnswer(StrictModel):
    public_key: str
    subscribers: list[SubscriberLine]
