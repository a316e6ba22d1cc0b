"""Wire shapes of credit scores, appeals against them, and what the public reads."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.credit.model import Grade, Item, KeptScore
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.ratio import decimal
from checkin_service.kit.words import Words, Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_Account = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewScore(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class NewScoreAppeal(StrictModel):
    """What the institution says against the score that holds, once."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    words: _Account


class NewScoreAppealDecision(StrictModel):
    """By a third person. Whoever upholds it names the items that count neither way, and until which day."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    upheld: bool
    set_aside: list[Item] = Field(default=[], max_length=8)
    until: date | None = None
    reason: _Account

    @model_validator(mode="after")
    def _upheld_sets_aside(self) -> Self:
        if self.upheld is not bool(self.set_aside) or self.upheld is (self.until is None):
            raise Wrong(_SET_ASIDE)
        return self


class ScoreAnswer(StrictModel):
    """A score with everything it was computed from: `checkin-service credit` computes it again from `document`."""

    score_id: UUID
    institution_id: UUID
    ordinal: int
    grade: Grade | None = Field(description="None: not rated, `document.missing` says why")
    shown: str | None = Field(description="The score, cut and never rounded up", examples=["82.2"])
    is_low: bool
    document: dict[str, Any]
    computed_at: datetime
    appeal_by: date
    appeal_words: str | None
    appeal_at: datetime | None
    decide_by: date | None
    upheld: bool | None
    set_aside: list[str]
    until: date | None
    appeal_reason: str | None
    appeal_decided_at: datetime | None


class CreditHistory(StrictModel):
    """Scores of an institution, the one that holds last."""

    institution_id: UUID
    institution: str
    scores: list[ScoreAnswer]


class PublicCredit(StrictModel):
    """What the public reads of an institution: grade and inputs; of who is not rated, what is missing."""

    institution: str
    grade: Grade | None
    score: str | None
    satisfaction_percent: str | None
    completion_percent: str | None
    passing_percent: str | None
    uncorrected_percent: str | None
    lapses: int
    open_orders: int
    claw_backs: int
    sanctions: int = Field(description="Decided against the institution itself; referrals are none")
    missing: list[str]
    computed_on: date


class PublicCredits(StrictModel):
    """Institutions of a place, the best grade first."""

    division: str
    is_operators_formula: bool = Field(description="Whether a value of the formula is our default and no authority's")
    institutions: list[PublicCredit]


class ListedInstitution(StrictModel):
    """What the public reads of an institution: what it teaches, how it is reached, how it is graded."""

    institution: str
    division: str
    occupations: list[str] = Field(description="职业（工种） of the classes that it has opened")
    telephone: str | None
    place: str | None = Field(description="The counter where people are received")
    credit: PublicCredit | None = Field(description="None while there is no score")


class InstitutionDirectory(StrictModel):
    """培训单位目录: those that are neither suspended nor closed, nor taken off by a sanction."""

    division: str
    is_operators_formula: bool = Field(description="Whether a value of the formula is our default and no authority's")
    institutions: list[ListedInstitution]
    next_cursor: str | None


def score_shown(found: KeptScore, *, appeal_by: date, decide_by: date | None) -> ScoreAnswer:
    return ScoreAnswer.showing(
        found,
        shown=points(found.document["score"]),
        appeal_by=appeal_by,
        decide_by=decide_by,
        set_aside=list(found.set_aside or ()),
    )


def points(score: str | None) -> str | None:
    """A score for people, cut and never rounded up."""
    return None if score is None else decimal(Fraction(score), 1)


def percent(share: str | None) -> str | None:
    return None if share is None else decimal(Fraction(share) * 100, 1)


_SET_ASIDE = Words(
    "申诉成立的，写明哪些项暂不计入、到哪一天；不成立的都不写。",
    "an upheld appeal names items to set aside and a day; one that is not names neither",
)
