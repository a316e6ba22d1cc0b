"""Wire shapes of rules of an online platform and of their acceptance."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from checkin_service.catalogue.model.platform_rules import RulesKind
from checkin_service.kit.http.schema import LongText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewPlatformRules(StrictModel):
    """A version that holds from a day on, as the operator made it; everybody may read it."""

    rules_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: RulesKind
    title: ShortText
    text: LongText
    effective_from: date
    document_number: ShortText = Field(description="文号", examples=["闽人社文〔2026〕12号"])


class NewRulesAcceptance(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class PlatformRulesAnswer(StrictModel):
    rules_id: UUID
    kind: RulesKind
    title: str
    text: str
    effective_from: date
    document_number: str
    published_at: datetime


class PlatformRulesItem(PlatformRulesAnswer):
    """A version as an office reads it."""

    authority_code: str
    is_in_force: bool
    accepted_at: datetime | None = Field(description="By one's own institution; of an authority always absent")
    acceptances: int | None = Field(description="How many institutions have accepted it; told to authorities")


class PlatformRulesList(StrictModel):
    """What holds, what is to hold and what held, the latest first."""

    rules: list[PlatformRulesItem]


class PublicRules(StrictModel):
    """What holds in a place, for everybody."""

    division: str
    rules: list[PlatformRulesAnswer]
