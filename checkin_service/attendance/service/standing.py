"""Use cases of attendance: a class's dashboard, and one's own standing."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Counter
from checkin_service.attendance.model.leave import Leave
from checkin_service.attendance.schemas.standing import (
    ClassAttendance,
    ForecastBody,
    OwnAttendance,
    OwnAttendances,
    StandingBody,
    TraineeAttendance,
)
from checkin_service.attendance.service.forecasts import forecast_of, sessions_ahead
from checkin_service.identity import service as identity
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Registration


async def of_class(resources: Resources, subject: Subject, class_id: UUID) -> ClassAttendance:
    """Every registered trainee of a class with exact rate and forecast; nothing here scans attempts."""
    now = resources.clock.now()
    training_class = await timetable.class_for(resources, subject, class_id)
    roster = [each for each in await timetable.roster_of(resources.database, class_id) if each.is_active]
    ahead = await sessions_ahead(resources, training_class, now)
    trainees = [registration.trainee_id for registration in roster]
    hours = await store.counters_of_class(resources.database, class_id)
    credited = await store.credited_among(resources.database, trainees, [each.session_id for each in ahead])
    people = await identity.people(resources, trainees)
    by_class = await store.hours_by_class(resources.database, trainees, class_id)
    on_leave = await _leave_hours(resources, class_id)
    policy = timetable.policy_of_class(training_class, now=now)
    held = rules.held_hours(await timetable.sessions_of(resources.database, class_id), now=now)

    def row_of(registration: Registration) -> TraineeAttendance:
        trainee_id = registration.trainee_id
        standing = hours.get(trainee_id, Counter()).of(training_class.total_hours)
        return TraineeAttendance(
            trainee_id=trainee_id,
            name=people[trainee_id].name,
            voucher_kind=registration.voucher_kind,
            attendance=StandingBody.of(rules.standing_shown(standing, held, policy)),
            evidence_hours=by_class.get(trainee_id, {}),
            leave_hours=on_leave.get(trainee_id, 0),
            forecast=ForecastBody.of(
                forecast_of(training_class, registration, standing, ahead, credited.get(trainee_id, {}), now)
            ),
        )

    # Beside the event loop: of a class of hundreds the exact rates and forecasts take longer than many check-ins.
    return ClassAttendance.showing(
        training_class,
        class_id=class_id,
        held_hours=held,
        sessions_left=len(ahead),
        trainees=await asyncio.to_thread(lambda: list(map(row_of, roster))),
    )


async def credited_in_class(
    resources: Resources, trainees: Sequence[UUID], sessions: Sequence[UUID]
) -> dict[UUID, dict[UUID, int]]:
    """Class hours that count, by person and session."""
    return await store.credited_among(resources.database, trainees, sessions)


async def leaves_in_class(resources: Resources, class_id: UUID) -> dict[UUID, list[Leave]]:
    """The leaves granted in a class, by person."""
    return await store.granted_leaves(resources.database, class_id)


async def own_standings(resources: Resources, subject: Subject) -> OwnAttendances:
    """The trainee's own standing in every class, by as many reads for ten classes as for one."""
    now, database, trainee_id = resources.clock.now(), resources.database, subject.subject_id
    found = await timetable.registrations_of_trainee(database, trainee_id)
    hours, leaves = await store.own_hours(database, trainee_id), await store.own_leaves(database, trainee_id)
    sessions = defaultdict(list)
    for session in await timetable.sessions_of_trainee(database, trainee_id):
        sessions[session.class_id].append(session)
    answers = []
    for registration, training_class in found:
        class_id, own = training_class.class_id, hours.get(training_class.class_id, store.OwnHours())
        standing, held = own.counter.of(training_class.total_hours), rules.held_hours(sessions[class_id], now=now)
        policy = timetable.policy_of_class(training_class, now=now)
        ahead = rules.sessions_ahead(sessions[class_id], now=now, policy=policy)
        forecast = forecast_of(training_class, registration, standing, ahead, own.by_session, now)
        answers.append(
            OwnAttendance(
                class_id=class_id,
                name=training_class.name,
                baseline_hours=training_class.baseline_hours,
                held_hours=held,
                attendance=StandingBody.of(rules.standing_shown(standing, held, policy)),
                evidence_hours=own.by_evidence,
                leave_hours=rules.hours_on_leave(leaves.get(class_id, ()), sessions[class_id], own.by_session),
                forecast=ForecastBody.of(forecast),
            )
        )
    return OwnAttendances(classes=answers)


async def own_hours(resources: Resources, trainee_id: UUID) -> dict[UUID, int]:
    """Class hours that count of a person, by class; a class without any is absent."""
    found = await store.own_hours(resources.database, trainee_id)
    return {class_id: own.counter.credited_hours for class_id, own in found.items()}


async def _leave_hours(resources: Resources, class_id: UUID) -> dict[UUID, int]:
    """Absent class hours that leave explains, by trainee; a class without leave asks no further."""
    granted = await store.granted_leaves(resources.database, class_id)
    if not granted:
        return {}
    sessions = await timetable.sessions_of(resources.database, class_id)
    credited = await store.credited_among(resources.database, list(granted), [each.session_id for each in sessions])
    return {
        trainee_id: rules.hours_on_leave(leaves, sessions, credited.get(trainee_id, {}))
        for trainee_id, leaves in granted.items()
    }
