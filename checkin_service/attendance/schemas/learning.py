"""Wire shapes of self-paced learning: platforms, and records of what was learnt on them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.access.schemas import PublicKey, Signature
from checkin_service.attendance.model.learning import IdentifiedBy, OperatorDuty
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.attendance.words.learning import LEARNING_WORDS
from checkin_service.conduct.schemas.sanctions import SanctionAnswer
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import CleanText, Moment, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.verdict import Finding
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

Count = Annotated[int, Field(ge=0, le=10_000)]


class NewPlatform(Grounded):
    """A platform whose statements an authority will believe, once another person has approved it."""

    platform_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["技能学习在线"])
    operator_id: UUID = Field(description="The institution that answers for it; never a witness for its own classes")
    public_key: PublicKey
    duties: list[OperatorDuty] = Field(
        default_factory=list, max_length=len(OperatorDuty), description="Taken on by the operator, in the document"
    )


class PlatformBody(StrictModel):
    platform_id: UUID
    authority_code: str
    name: str
    operator_id: UUID | None
    registered_at: datetime
    ended_at: datetime | None


class Platforms(StrictModel):
    platforms: list[PlatformBody]


class PlatformSanctions(StrictModel):
    """Sanctions for the deeds of a platform (FJ-34), oldest first; its operator may appeal against each."""

    platform_id: UUID
    sanctions: list[SanctionAnswer]


class PlatformEnd(StrictModel):
    """From now on nothing that the platform signs is believed."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText


class NewDutyPaper(StrictModel):
    """A paper that shows how the operator keeps a duty, as an officer has seen it."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    duty: OperatorDuty
    document_number: ShortText = Field(examples=["网安备〔2026〕12号"])
    shows: ShortText = Field(examples=["信息系统安全等级保护三级备案证明"])
    seen_on: date = Field(examples=["2026-03-02"])


class DutyPaperBody(StrictModel):
    document_number: str
    shows: str
    seen_on: date
    recorded_at: datetime


class DutyBody(StrictModel):
    """A duty of the operator (FJ-30): taken on or not, what its use shows, and the papers that were seen."""

    duty: OperatorDuty
    words: WordsBody
    is_taken_on: bool = Field(description="In the document by which the platform was entered")
    in_use: WordsBody | None = Field(description="What the records of the last year show; absent: nothing")
    papers: list[DutyPaperBody]
    has_record: bool = Field(description="Shown by its use or by a paper")


class PlatformDuties(StrictModel):
    platform: PlatformBody
    operator: str | None
    document_number: str | None = Field(description="By which two people entered it")
    duties: list[DutyBody]


class SeenDocument(StrictModel):
    """The document of whom the platform identified."""

    kind: DocumentKind
    number: CleanText = Field(min_length=1, max_length=64)


class NewLearningRecord(StrictModel):
    """One sitting as the platform states and signs it; the trainee's own device sends it."""

    record_id: ClientId = Field(examples=[_EXAMPLE_ID])
    session_id: UUID
    platform_id: UUID
    course: ShortText = Field(examples=["安全用电基础"])
    document: SeenDocument
    identified_by: IdentifiedBy
    started_at: Moment = Field(examples=["2026-03-02T19:00:00+08:00"])
    ended_at: Moment = Field(examples=["2026-03-02T19:50:00+08:00"])
    minutes: Count = Field(description="Spent learning, as measured by the platform")
    questions: Count
    right_answers: Count
    signature: Signature = Field(
        description="By the platform, over the hex SHA-256 of the canonical JSON of all other fields"
    )

    @model_validator(mode="after")
    def _no_more_right_than_asked(self) -> Self:
        if self.right_answers > self.questions:
            raise Wrong(Words("答对题数不能多于总题数。", "more right answers than questions"))
        return self


class RecordFinding(StrictModel):
    """One check of a record, and its sentence."""

    check: str
    outcome: Literal["pass", "note", "doubt", "fail"]
    reason: str
    measured: int | str | None
    limit: int | str | list[str] | None
    unit: str | None
    clause: str | None
    sentence: WordsBody

    @classmethod
    def of(cls, finding: Finding) -> "RecordFinding":
        return cls.model_validate(
            {
                "check": finding.check,
                "outcome": finding.outcome.name.lower(),
                "reason": finding.reason,
                "measured": finding.measured,
                "limit": finding.limit,
                "unit": finding.unit,
                "clause": finding.basis.clause,
                "sentence": WordsBody.of(LEARNING_WORDS[finding.reason]),
            }
        )


class LearningAnswer(StrictModel):
    """What a record came to; a refused one is kept and counts nothing."""

    record_id: UUID
    class_id: UUID
    session_id: UUID
    accepted: bool
    findings: list[RecordFinding]
    counted_minutes: int
    credited_hours: int
    attendance: StandingBody
    forecast: ForecastBody


class LearningRecordBody(StrictModel):
    trainee_id: UUID
    record_id: UUID
    class_id: UUID
    session_id: UUID
    platform_id: UUID
    course: str
    started_at: datetime
    ended_at: datetime
    minutes: int
    questions: int
    right_answers: int
    identified_by: IdentifiedBy
    accepted: bool
    reasons: list[str]
    counted_minutes: int
    credited_hours: int
    received_at: datetime


class LearningRecords(StrictModel):
    records: list[LearningRecordBody]
    next_cursor: str | None
