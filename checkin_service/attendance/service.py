"""Use cases of attendance: a class's dashboard, and one's own standing."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model import Counter
from checkin_service.attendance.outlooks import forecast_of, sessions_ahead
from checkin_service.attendance.schemas import (
    ClassAttendance,
    ForecastBody,
    OwnAttendance,
    OwnAttendances,
    StandingBody,
    TraineeAttendance,
)
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
    on_leave = await _leave_hours(resources, class_id, None)
    policy = timetable.policy_of_class(training_class, now=now)
    held = rules.held_hours(await timetable.sessions_of(resources.database, class_id), now=now)

    def shown(registration: Registration) -> TraineeAttendance:
        trainee_id = registration.trainee_id
        standing = hours.get(trainee_id, Counter()).of(training_class.total_hours)
        return TraineeAttendance(
            trainee_id=trainee_id,
            name=people[trainee_id].name,
            voucher_kind=registration.voucher_kind,
            attendance=StandingBody.of(rules.shown(standing, held, policy)),
            leave_hours=on_leave.get(trainee_id, 0),
            forecast=ForecastBody.of(
                forecast_of(training_class, registration, standing, ahead, credited.get(trainee_id, {}), now)
            ),
        )

    return ClassAttendance(
        class_id=class_id,
        name=training_class.name,
        state=training_class.state,
        baseline_hours=training_class.baseline_hours,
        total_hours=training_class.total_hours,
        held_hours=held,
        sessions_left=len(ahead),
        trainees=[shown(registration) for registration in roster],
    )


async def own(resources: Resources, subject: Subject) -> OwnAttendances:
    """The trainee's own standing in every class."""
    now, trainee_id = resources.clock.now(), subject.subject_id
    answers = []
    for registration, training_class in await timetable.registrations_of_trainee(resources.database, trainee_id):
        ahead = await sessions_ahead(resources, training_class, now)
        credited = await store.credited_among(resources.database, [trainee_id], [each.session_id for each in ahead])
        hours = await store.counter(resources.database, trainee_id, training_class.class_id)
        standing = hours.of(training_class.total_hours)
        policy = timetable.policy_of_class(training_class, now=now)
        held = rules.held_hours(await timetable.sessions_of(resources.database, training_class.class_id), now=now)
        credited_ahead = credited.get(trainee_id, {})
        forecast = forecast_of(training_class, registration, standing, ahead, credited_ahead, now)
        answers.append(
            OwnAttendance(
                class_id=training_class.class_id,
                name=training_class.name,
                baseline_hours=training_class.baseline_hours,
                held_hours=held,
                attendance=StandingBody.of(rules.shown(standing, held, policy)),
                leave_hours=(await _leave_hours(resources, training_class.class_id, trainee_id)).get(trainee_id, 0),
                forecast=ForecastBody.of(forecast),
            )
        )
    return OwnAttendances(classes=answers)


async def _leave_hours(resources: Resources, class_id: UUID, trainee_id: UUID | None) -> dict[UUID, int]:
    """Absent class hours that leave explains, by trainee; a class without leave asks no further."""
    granted = await store.granted_leaves(resources.database, class_id, trainee_id=trainee_id)
    if not granted:
        return {}
    sessions = await timetable.sessions_of(resources.database, class_id)
    credited = await store.credited_among(resources.database, list(granted), [each.session_id for each in sessions])
    return {
        trainee_id: rules.hours_on_leave(leaves, sessions, credited.get(trainee_id, {}))
        for trainee_id, leaves in granted.items()
    }
