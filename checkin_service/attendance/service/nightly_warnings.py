"""Nightly warnings: trainees who stayed away learn of it while the required rate can still be reached."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.attendance import store
from checkin_service.attendance.model.credits import Counter, Forecast
from checkin_service.attendance.service.forecasts import announce_outlook, forecast_of, sessions_ahead
from checkin_service.kit.database import Stale
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import TrainingClass


async def warn_those_at_risk(resources: Resources) -> int:
    """Tell everybody in an open class whose outlook has changed since it was last told; how many were."""
    told = 0
    async for training_class in timetable.open_classes(resources.database):
        told += await _warn_in(resources, training_class)
    return told


async def _warn_in(resources: Resources, training_class: TrainingClass) -> int:
    now = resources.clock.now()
    counters = await store.counters_of_class(resources.database, training_class.class_id)
    told = 0
    for trainee_id, forecast in (await _forecasts(resources, training_class, counters, now)).items():
        if forecast.outlook is not counters.get(trainee_id, Counter()).outlook:
            told += await _tell(resources, training_class, trainee_id, forecast, now)
    return told


async def _forecasts(
    resources: Resources, training_class: TrainingClass, counters: Mapping[UUID, Counter], now: datetime
) -> dict[UUID, Forecast]:
    roster = [each for each in await timetable.roster_of(resources.database, training_class.class_id) if each.is_active]
    ahead = await sessions_ahead(resources, training_class, now)
    trainees, sessions = [each.trainee_id for each in roster], [each.session_id for each in ahead]
    credited = await store.credited_among(resources.database, trainees, sessions)
    return {
        each.trainee_id: forecast_of(
            training_class,
            each,
            counters.get(each.trainee_id, Counter()).of(training_class.total_hours),
            ahead,
            credited.get(each.trainee_id, {}),
            now,
        )
        for each in roster
    }


async def _tell(
    resources: Resources, training_class: TrainingClass, trainee_id: UUID, forecast: Forecast, now: datetime
) -> int:
    class_id = training_class.class_id
    try:
        async with resources.database.write() as unit:
            store.note_outlook(unit, trainee_id=trainee_id, class_id=class_id, outlook=forecast.outlook, at=now)
            announce_outlook(unit, forecast, trainee_id=trainee_id, class_id=class_id, now=now)
    except Stale:
        return 0  # Told a moment ago, by a check-in or by another process.
    return 1
