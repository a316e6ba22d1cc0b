"""Wire shapes of matching people by facts, and of pushing vouchers to the list."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.model import Match, MatchState, Outcomes
from checkin_service.voucher.model.persons import FactKind

_Facts = Annotated[list[FactKind], Field(max_length=12)]
_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class MatchQuery(StrictModel):
    """Who is meant, among the people of one's own register. What is left out is not asked."""

    holds: _Facts = Field(default_factory=list, description="Facts that all hold today", examples=[["graduation"]])
    lacks: _Facts = Field(default_factory=list, description="Facts none of which holds", examples=[["employment"]])
    place: Annotated[str, Field(pattern="^[0-9]{6}$")] | None = Field(
        default=None, description="Facts lie in this division; those without a place hold everywhere"
    )
    since_from: date | None = Field(default=None, description="Facts begin on or after this day")
    born_from: date | None = None
    born_until: date | None = None
    source: ShortText | None = Field(default=None, description="Of this list of the register only")
    without_voucher: bool = Field(default=True, description="Nobody who holds a voucher of the authority to be used")


class MatchBody(StrictModel):
    """A query with what is to go to its list."""

    query: MatchQuery
    voucher_kind: VoucherKind
    template_id: UUID | None = None


class NewMatch(MatchBody):
    match_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["2026届未就业毕业生"])


class PreviewAnswer(StrictModel):
    people: int = Field(description="How many the query finds")
    judged: int = Field(description="How many of them were held against the conditions now: the first thousand")
    fitting: int = Field(description="How many of those judged can be given a voucher")
    reasons: dict[str, int] = Field(description="Why the others cannot, by condition and reason")
    conditions: list[WordsBody] = Field(description="What the jurisdiction asks of the holder")
    template_left: int | None = Field(description="How many vouchers the template has left")


class MatchAnswer(StrictModel):
    match_id: UUID
    authority_code: str
    name: str
    query: MatchQuery
    voucher_kind: VoucherKind
    template_id: UUID | None
    proposed_by: UUID
    proposed_at: datetime
    state: MatchState
    ruled_by: UUID | None
    ruled_at: datetime | None
    ruling_reason: str | None
    people: int
    waiting: int
    pushed: int
    refused: int
    reasons: dict[str, int]

    @classmethod
    def of(cls, match: Match, outcomes: Outcomes) -> Self:
        ruling = match.ruling
        return cls(
            match_id=match.match_id,
            authority_code=match.authority_code,
            name=match.name,
            query=MatchQuery.model_validate(match.query, strict=False),
            voucher_kind=match.voucher_kind,
            template_id=match.template_id,
            proposed_by=match.proposed_by,
            proposed_at=match.proposed_at,
            state=_state(match, outcomes),
            ruled_by=ruling.ruled_by if ruling else None,
            ruled_at=ruling.ruled_at if ruling else None,
            ruling_reason=ruling.reason if ruling else None,
            people=outcomes.people,
            waiting=outcomes.waiting,
            pushed=outcomes.pushed,
            refused=outcomes.refused,
            reasons=dict(outcomes.reasons),
        )


def _state(match: Match, outcomes: Outcomes) -> MatchState:
    if match.ruling is None:
        return MatchState.PROPOSED
    if not match.ruling.approved:
        return MatchState.REFUSED
    return MatchState.RUNNING if outcomes.waiting else MatchState.DONE


class Matches(StrictModel):
    matches: list[MatchAnswer]
    next_cursor: str | None
