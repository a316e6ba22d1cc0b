"""Wire shapes of attendance."""

from uuid import UUID

from pydantic import Field

from checkin_service.attendance.model import Forecast, Outlook, Standing
from checkin_service.attendance.words import sentence_of
from checkin_service.kit import ratio
from checkin_service.kit.schema import StrictModel, WordsBody


class StandingBody(StrictModel):
    """The exact rate as a fraction, and a decimal for people (cut, never rounded up)."""

    credited_hours: int
    corrected_hours: int = Field(default=0, description="Of the credited hours, those given by decision")
    imported_hours: int = Field(default=0, description="Of the credited hours, those from paper")
    total_hours: int
    rate: str = Field(examples=["30/50"])
    decimal: str = Field(examples=["0.6000"])

    @classmethod
    def of(cls, standing: Standing) -> "StandingBody":
        rate = standing.rate
        return cls(
            credited_hours=standing.credited_hours,
            corrected_hours=standing.corrected_hours,
            imported_hours=standing.imported_hours,
            total_hours=standing.total_hours,
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
    def of(cls, forecast: Forecast) -> "ForecastBody":
        return cls(
            outlook=forecast.outlook,
            needed_hours=forecast.needed_hours,
            sessions_left=forecast.sessions_left,
            hours_left=forecast.hours_left,
            may_miss_sessions=forecast.may_miss_sessions,
            may_miss_hours=forecast.may_miss_hours,
            sentence=WordsBody.of(sentence_of(forecast)),
        )


class TraineeAttendance(StrictModel):
    trainee_id: UUID
    name: str
    voucher_kind: str
    attendance: StandingBody
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
    leave_hours: int = Field(description="Absent class hours that a granted leave explains; they stay absent")
    forecast: ForecastBody


class OwnAttendances(StrictModel):
    classes: list[OwnAttendance]
