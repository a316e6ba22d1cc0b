"""Wire shapes of attendance."""

from functools import lru_cache
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.attendance.model.credits import Forecast, Outlook, Standing
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.words.forecast import sentence_of
from checkin_service.kit import ratio
from checkin_service.kit.http.schema import StrictModel, WordsBody

EvidenceHours = Annotated[
    dict[EvidenceClass, int],
    Field(
        description="Credited hours by class of evidence, A to G; hours credited before classes were kept are in none",
        examples=[{"A": 20, "B": 9, "C": 8}],
    ),
]


class StandingBody(StrictModel):
    """The exact rate as a fraction, and a decimal for people (cut, never rounded up)."""

    credited_hours: int
    corrected_hours: int = Field(default=0, description="Of the credited hours, those given by decision")
    imported_hours: int = Field(default=0, description="Of the credited hours, those from paper")
    asserted_hours: int = Field(default=0, description="Of the credited hours, those on the national platform's word")
    total_hours: int
    rate: str = Field(examples=["30/50"])
    decimal: str = Field(examples=["0.6000"])

    @classmethod
    @lru_cache(maxsize=4096)  # Numbers alone: a class has few standings, and each check-in tells one.
    def of(cls, standing: Standing) -> "StandingBody":
        rate = standing.rate
        return cls.showing(
            standing,
            rate=f"{standing.credited_hours}/{standing.total_hours}",
            decimal="" if rate is None else ratio.decimal(rate),
        )


class ForecastBody(StrictModel):
    outlook: Outlook
    needed_hours: int | None
    sessions_left: int
    hours_left: int
    may_miss_sessions: int
    may_miss_hours: int
    sentence: WordsBody

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, forecast: Forecast) -> "ForecastBody":
        return cls.showing(forecast, sentence=WordsBody.of(sentence_of(forecast)))


class TraineeAttendance(StrictModel):
    trainee_id: UUID
    name: str
    voucher_kind: str
    attendance: StandingBody
    evidence_hours: EvidenceHours
    leave_hours: int = Field(description="Absent class hours that a granted leave explains; they stay absent")
    forecast: ForecastBody


class ClassAttendance(StrictModel):
    """The dashboard of a class: every registered trainee."""

    class_id: UUID
    name: str
    state: str
    baseline_hours: int = Field(description="总课时 of the plan as approved at the opening")
    total_hours: int
    held_hours: int = Field(description="Of the total, class hours of sessions that are over")
    sessions_left: int
    trainees: list[TraineeAttendance]


class OwnAttendance(StrictModel):
    class_id: UUID
    name: str
    baseline_hours: int = Field(description="总课时 of the plan as approved at the opening")
    held_hours: int = Field(description="Of the total, class hours of sessions that are over")
    attendance: StandingBody
    evidence_hours: EvidenceHours
    leave_hours: int = Field(description="Absent class hours that a granted leave explains; they stay absent")
    forecast: ForecastBody


class OwnAttendances(StrictModel):
    classes: list[OwnAttendance]
