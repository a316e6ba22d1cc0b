"""Inspections with their visits and results, and the draws that some of them come from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class InspectionKind(StrEnum):
    REGULAR = "regular"
    """定期检查: the institution hears of it beforehand."""
    UNANNOUNCED = "unannounced"
    """不定期检查: the institution sees nothing of it until somebody has been there."""


class Origin(StrEnum):
    """Why there is an inspection."""

    PLANNED = "planned"
    DRAWN = "drawn"
    """随机抽取, by a seed that was committed to before."""
    EMPTY_CLASS = "empty_class"
    """空转提示: hardly anybody signed in."""
    COMPLAINT = "complaint"
    """投诉举报."""
    CREDIT = "credit"
    """信用预警: the institution's credit score is low."""
    RISK = "risk"
    """风险清单: signals over many check-ins of the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is to be looked at, until when and why."""

    inspection_id: UUID
    authority_code: str
    institution_id: UUID
    class_id: UUID | None
    kind: InspectionKind
    origin: Origin
    draw_id: UUID | None
    complaint_id: UUID | None
    due_on: date
    reason: str
    planned_by: UUID
    planned_at: datetime


class StepKind(StrEnum):
    VISIT = "visit"
    """Somebody was there, counted heads and wrote down what they saw."""
    STATEMENT = "statement"
    """What the institution says to it."""
    PASSED = "passed"
    """未发现问题; final."""
    WANTING = "wanting"
    """发现问题; final. The lapse it proposes counts once a second person confirms it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionStep:
    """One thing that happened in an inspection. A visit holds how many the roll knew then, and the heads counted."""

    inspection_id: UUID
    ordinal: int
    kind: StepKind
    session_id: UUID | None
    present: int | None
    doubtful: int | None
    missing: int | None
    headcount: int | None
    words: str
    taken_by: UUID
    taken_at: datetime


class Shows(StrEnum):
    """What a photograph is of; never people."""

    ROOM = "room"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoNote:
    """What is known of a photograph without opening it."""

    photo_id: UUID
    inspection_id: UUID
    ordinal: int
    shows: Shows
    digest: bytes
    is_kept: bool
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class InspectionPhoto:
    """A photograph taken at a visit, as we drew it anew; it never prints."""

    photo_id: UUID
    inspection_id: UUID
    ordinal: int
    """Of the visit among the steps."""
    shows: Shows
    sealed: bytes
    """Under the inspection's own key; empty once its time was over."""
    digest: bytes
    """SHA-256 of the file; it stays."""
    taken_by: UUID
    taken_at: datetime

    def note(self) -> PhotoNote:
        return PhotoNote(
            photo_id=self.photo_id,
            inspection_id=self.inspection_id,
            ordinal=self.ordinal,
            shows=self.shows,
            digest=self.digest,
            is_kept=bool(self.sealed),
            taken_at=self.taken_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDraw:
    """What a draw of classes is for; its hash, seed and what it drew are the draw's own."""

    draw_id: UUID
    authority_code: str
    due_on: date
    reason: str
    committed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many inspections of an authority came to which result."""

    origin: Origin
    result: StepKind | None
    count: int
