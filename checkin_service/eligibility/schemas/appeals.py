"""Wire shapes of appeals and of the publication list."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, SerializeAsAny

from checkin_service.eligibility.listing import Appeal
from checkin_service.eligibility.model import Criterion
from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import CleanText, StrictModel

Reason = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewAppeal(StrictModel):
    """申诉 against a denial as such; single class hours are appealed against under /v1/appeals."""

    appeal_id: ClientId
    determination_id: UUID
    reason: Reason


class AppealDecision(StrictModel):
    """`criteria` are those that count as met when the appeal is upheld."""

    request_id: ClientId
    upheld: bool
    criteria: list[Criterion] = Field(default_factory=list, max_length=len(Criterion))
    reason: Reason


class About(StrictModel):
    """A request with what its address says: the same id for another address is another request."""

    operation: str
    object_id: UUID
    body: SerializeAsAny[StrictModel]


class AppealBody(StrictModel):
    appeal_id: UUID
    trainee_id: UUID
    class_id: UUID
    determination_id: UUID
    reason: str
    raised_at: datetime
    upheld: bool | None = Field(description="Null while it is open")
    decision_reason: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, appeal: Appeal) -> Self:
        return cls(**{name: getattr(appeal, name) for name in cls.model_fields})


class AppealPage(StrictModel):
    appeals: list[AppealBody]
    next_cursor: str | None


class NewPublication(StrictModel):
    publication_id: ClientId


class PublishedRow(StrictModel):
    number: int
    name: str = Field(description="Masked", examples=["王*"])
    document: str = Field(description="Masked", examples=["**************2337"])
    amount_fen: int


class Publication(StrictModel):
    """公示名单: who is to be paid, before the payment."""

    publication_id: UUID
    class_id: UUID
    class_name: str
    institution: str
    authority_code: str
    published_on: date
    objections_until: date = Field(description="Last day, that day included")
    rows: list[PublishedRow]
    amount_fen: int
    rows_sha256: str = Field(description="Over the rows as canonical JSON (RFC 8785)")
