"""Performance reports: targets, the assessment, and the figures of a project's year as they stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Rating(StrEnum):
    """优、良、中、差."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


FIGURES = ("issued", "used", "completed", "trained", "certified", "written_off", "paid_fen", "clawed_back_fen")
"""What is counted of a project in a year and shown beside its assessment."""
TARGETS = {"trained": "target_people", "certified": "target_certified", "paid_fen": "target_paid_fen"}
"""Which figure stands against which target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceReport:
    """One report on a project's year; a later one of the same project and year takes its place."""

    report_id: UUID
    authority_code: str
    project_id: UUID
    year: int
    ordinal: int
    document_number: str
    target_people: int
    target_certified: int
    target_paid_fen: int
    figures: Mapping[str, int]
    """As they were counted when it was filed."""
    rating: Rating
    assessment: str
    measures: str | None
    is_of_sector: bool
    """Whether the sector authority itself filed it."""
    filed_by: UUID
    filed_at: datetime
