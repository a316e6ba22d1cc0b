"""Wire shapes of sanctions and appeals against them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.conduct.model.sanctions import Party, SanctionKind, Whose
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
Words = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewSanction(Grounded):
    """A sanction as one person proposes it; it holds once another has decided. `reason` says for what."""

    sanction_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: SanctionKind
    party: Party = Field(default=Party.INSTITUTION, description="Whose deeds they are")
    instructor_id: UUID | None = Field(default=None, description="Of a trainer: the account; needed for a limit")
    until: date | None = Field(default=None, description="The last day; of warnings and referrals none")
    referred_to: ShortText | None = Field(default=None, description="移交: the office that receives the case")
    law: ShortText = Field(description="Which law it rests on", examples=["《民办教育促进法》第六十二条"])


class ProposedSanction(NewSanction):
    """The same as it waits for a second person: of a platform with the platform."""

    platform_id: UUID | None = None

    @property
    def whose(self) -> Whose:
        return Whose(party=self.party, platform_id=self.platform_id, instructor_id=self.instructor_id)


class NewPlatformSanction(Grounded):
    """A sanction of a learning platform; it is its operator's matter, which may appeal."""

    sanction_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: SanctionKind
    until: date | None = Field(default=None, description="The last day of a disqualification")
    referred_to: ShortText | None = Field(default=None, description="移交: the office that receives the case")
    law: ShortText = Field(description="Which law it rests on", examples=["《民办教育促进法》第六十二条"])


class SanctionAnswer(StrictModel):
    """A sanction that two people decided, and the institution's appeal."""

    sanction_id: UUID
    institution_id: UUID
    kind: SanctionKind
    party: Party
    platform_id: UUID | None
    instructor_id: UUID | None
    until: date | None
    referred_to: str | None
    law: str
    reason: str
    document_number: str
    decided_at: datetime
    holds: bool = Field(description="Today")
    appeal_by: date = Field(description="The last day for an appeal")
    appeal_words: str | None
    appeal_at: datetime | None
    upheld: bool | None
    appeal_reason: str | None
    appeal_decided_at: datetime | None


class AnnouncedSanction(StrictModel):
    """A sanction that waits for a second person, so that the institution can speak before it is decided."""

    sanction_id: UUID
    kind: SanctionKind
    party: Party
    platform_id: UUID | None
    instructor_id: UUID | None
    until: date | None
    referred_to: str | None
    law: str
    reason: str
    document_number: str
    proposed_at: datetime


class NewSanctionAppeal(StrictModel):
    """What the institution says against it; the sanction holds meanwhile."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    words: Words


class NewSanctionAppealDecision(StrictModel):
    """By a third person; an upheld appeal ends the sanction at once."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    upheld: bool
    reason: ShortText
