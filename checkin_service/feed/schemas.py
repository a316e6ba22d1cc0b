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
    public_key: str = Field(
        description="whpk_…: verify `v1a` (Ed25519) in `webhook-signature` with it; the secret for `v1` (HMAC) stands "
        "in the list of subscribers"
    )


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


class OwnSubscriber(SubscriberLine):
    """A subscriber before its own authority; the secret is in no answer that is kept."""

    secret: str = Field(description="whsec_…: verify `v1` (HMAC-SHA-256) with it; another subscriber has another")

    @classmethod
    def shown(cls, line: SubscriberLine, secret: str) -> Self:
        return cls(**line.model_dump(), secret=secret)


class SubscribersAnswer(StrictModel):
    public_key: str
    subscribers: list[OwnSubscriber]
