"""Wire shapes of claim channels."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.access.schemas import PublicKey
from checkin_service.kit.http.schema import ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.policy.keys.vouchers import CHANNELS
from checkin_service.policy.wording import NAMES
from checkin_service.registry.model import Channel

ChannelKind = Literal[CHANNELS]  # type: ignore[valid-type]


class NewChannel(StrictModel):
    channel_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    kind: ChannelKind = Field(examples=["alipay"])
    name: ShortText = Field(examples=["支付宝市民中心"])
    issuer: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/-]{1,100}$", examples=["alipay-citizen-centre"])]
    public_key: PublicKey
    opens_on: date = Field(examples=["2026-03-02"])
    closes_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_on is not None and self.closes_on < self.opens_on:
            raise Wrong(Words("截止日期不能早于开始日期。", "closes before it opens"))
        return self


class ChannelClosing(StrictModel):
    request_id: ClientId
    closes_on: date = Field(description="The last day, today at the earliest")


class ChannelAnswer(StrictModel):
    channel_id: UUID
    authority_code: str
    kind: str
    kind_words: WordsBody
    name: str
    issuer: str
    opens_on: date
    closes_on: date | None
    is_open: bool
    entered_at: datetime
    claims: int = Field(description="How many vouchers came by it")

    @classmethod
    def of(cls, channel: Channel, *, on: date, claims: int = 0) -> Self:
        words = WordsBody.of(NAMES[channel.kind])
        return cls.showing(channel, is_open=channel.is_open(on), kind_words=words, claims=claims)


class Channels(StrictModel):
    channels: list[ChannelAnswer]
    own_claims: int = Field(description="How many came by our own phone page")
