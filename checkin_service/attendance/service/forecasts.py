"""Forecasts for the trainees of a class, and the event that warns when the required rate gets out of reach."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Forecast, Standing
from checkin_service.kit.database import Database, UnitOfWork
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Registration, Session, TrainingClass


async def sessions_ahead(resources: Resources, training_class: TrainingClass, now: datetime) -> list[Session]:
    sessions = await timetable.sessions_of(resources.database, training_class.class_id)
    return rules.sessions_ahead(sessions, now=now, policy=_policy(training_class.supervising_authority, now))


def forecast_of(
    training_class: TrainingClass,
    registration: Registration,
    standing: Standing,
    ahead: Sequence[Session],
    credited_ahead: Mapping[UUID, int],
    now: datetime,
) -> Forecast:
    """By the rules of the authority that pays, for the voucher the registration asks for."""
    minimum = _policy(training_class.paying_authority, now).value(
        "attendance.minimum_percent", registration.voucher_kind
    )
    return rules.forecast(
        standing,
        minimum_percent=minimum.integer if minimum.is_required else None,
        hours_left=rules.hours_left(
            ahead, credited_ahead, now=now, policy=_policy(training_class.supervising_authority, now)
        ),
    )


async def hours_still_to_learn(
    database: Database, trainee_id: UUID, ahead: Sequence[Session], now: datetime, policy: PolicyView
) -> list[int]:
    """Class hours of each self-paced session that are still to be had; a class without one asks for nothing."""
    credited = await store.credited_among(database, [trainee_id], [each.session_id for each in ahead])
    return rules.hours_left(ahead, credited.get(trainee_id, {}), now=now, policy=policy)


def announce_outlook(unit: UnitOfWork, forecast: Forecast, *, trainee_id: UUID, class_id: UUID, now: datetime) -> None:
    """News in the write that found it: `attendance.at_risk` or `attendance.out_of_reach`; nothing otherwise."""
    if not forecast.outlook.is_warning:
        return
    announce(
        unit,
        f"attendance.{forecast.outlook}",
        trainee_id,
        {
            "class_id": str(class_id),
            "credited_hours": forecast.credited_hours,
            "total_hours": forecast.total_hours,
            "needed_hours": forecast.needed_hours,
            "may_miss_hours": forecast.may_miss_hours,
        },
        occurred_at=now,
    )


def _policy(authority_code: str, now: datetime) -> PolicyView:
    return policy_at(authority_code, now)
