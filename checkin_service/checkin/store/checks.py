"""Statements of unannounced checks: classes to draw for, lessons going on, and checks that have begun."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, and_, bindparam, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array

from checkin_service.checkin.model.checks import (
    CheckPlan,
    CheckRow,
    Explanation,
    Lesson,
    Over,
    PersonCheck,
    Together,
    Undrawn,
)
from checkin_service.checkin.tables import (
    attempt,
    check_explanation,
    check_plan,
    check_time_decision,
    code_use,
    person_check,
    presence,
    review,
)
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, registration, training_class

_moment = DateTime(timezone=True)
NOW = bindparam("now", type_=_moment)
IN_A_ROOM = and_(class_session.c.delivery == "offline", class_session.c.cancelled_at.is_(None))

add_plan = fragment_of(CheckPlan, insert(check_plan))
add_check = fragment_of(PersonCheck, insert(person_check))
add_explanation = fragment_of(Explanation, insert(check_explanation))

_times = (
    select(array([person_check.c.opens_at, person_check.c.closes_at]))
    .where(
        person_check.c.trainee_id == registration.c.trainee_id,
        person_check.c.session_id == class_session.c.session_id,
    )
    .scalar_subquery()
)
_is_together = exists().where(
    person_check.c.trainee_id == registration.c.trainee_id,
    person_check.c.session_id == class_session.c.session_id,
    person_check.c.together.is_not(None),
)
ASKED = (_times.label("check_times"), _is_together.label("is_asked_together"))
"""When the person's check in the session began and ends, and whether others were asked too; read with a check-in."""


@question(
    select(
        training_class.c.class_id,
        training_class.c.supervising_authority.label("authority_code"),
        func.array_agg(
            aggregate_order_by(class_session.c.session_id, class_session.c.starts_at), type_=ARRAY(Uuid)
        ).label("sessions"),
    )
    .join(class_session, class_session.c.class_id == training_class.c.class_id)
    .where(
        training_class.c.state == "open",
        IN_A_ROOM,
        class_session.c.starts_at > NOW,
        ~exists().where(alike(check_plan, training_class, "class_id")),
    )
    .group_by(training_class.c.class_id)
    .order_by(training_class.c.class_id)
    .limit(200)
)
async def undrawn(database: Database, *, now: datetime) -> list[Undrawn]:
    """Open classes with lessons ahead in a room that no draw checks yet."""


_is_checked = exists().where(
    person_check.c.trainee_id == presence.c.trainee_id, person_check.c.session_id == presence.c.session_id
)

_is_room_asked = exists().where(
    person_check.c.class_id == class_session.c.class_id,
    person_check.c.session_id == class_session.c.session_id,
    person_check.c.together == Together.ROOM,
)
NEEDS_LONGER = or_(
    exists().where(alike(attempt, presence, "trainee_id", "attempt_id"), attempt.c.sender.startswith("terminal:")),
    exists().where(alike(check_time_decision, presence, "trainee_id", "class_id"), check_time_decision.c.granted),
)


@question(
    select(
        class_session.c.class_id,
        class_session.c.session_id,
        class_session.c.starts_at,
        class_session.c.ends_at,
        check_plan.c.draw_id,
        check_plan.c.authority_code,
        func.array_agg(presence.c.trainee_id, type_=ARRAY(Uuid)).label("present"),
        func.array_agg(presence.c.trainee_id, type_=ARRAY(Uuid)).filter(NEEDS_LONGER).label("longer"),
        _is_room_asked.label("is_room_asked"),
    )
    .select_from(class_session)
    .join(check_plan, alike(check_plan, class_session, "class_id"))
    .join(registration, alike(registration, class_session, "class_id"))
    .join(
        presence,
        alike(presence, registration, "trainee_id", "class_id")
        & (presence.c.session_id == class_session.c.session_id)
        & (presence.c.phase == "in"),
    )
    .where(
        IN_A_ROOM,
        class_session.c.starts_at <= NOW,
        class_session.c.ends_at > NOW,
        registration.c.withdrawn_at.is_(None),
        ~_is_checked,
    )
    .group_by(class_session.c.session_id, check_plan.c.class_id)
)
async def going_on(database: Database, *, now: datetime) -> list[Lesson]:
    """Lessons that go on now in classes that are checked, with who has signed in and was not checked in them."""


@question(
    select(
        check_plan.c.class_id,
        check_plan.c.draw_id,
        check_plan.c.authority_code,
        select(func.array_agg(registration.c.trainee_id, type_=ARRAY(Uuid)))
        .where(registration.c.class_id == check_plan.c.class_id)
        .scalar_subquery()
        .label("people"),
    )
    .where(
        check_plan.c.draw_id == func.any(bindparam("draw_ids", type_=ARRAY(Uuid))),
        ~exists().where(class_session.c.class_id == check_plan.c.class_id, IN_A_ROOM, class_session.c.ends_at > NOW),
    )
    .order_by(check_plan.c.class_id)
)
async def over(database: Database, draw_ids: list[UUID], *, now: datetime) -> list[Over]:
    """Of these draws those whose class has no lesson left in a room."""


_answered = exists().where(alike(presence, person_check, "trainee_id", "session_id"), presence.c.phase == "mid")
_doubtful = exists().where(
    alike(attempt, person_check, "trainee_id", "session_id"),
    attempt.c.phase == "mid",
    attempt.c.decision == "doubtful",
    ~exists().where(alike(review, attempt, "trainee_id", "attempt_id")),
)
_gave_answer = and_(
    alike(presence, person_check, "trainee_id", "session_id"),
    presence.c.phase == "mid",
    alike(attempt, presence, "trainee_id", "attempt_id"),
)
_answered_at = select(attempt.c.received_at).where(_gave_answer).correlate(person_check).scalar_subquery()
_is_by_code = (
    exists()
    .where(
        _gave_answer,
        alike(code_use, presence, "trainee_id", "session_id"),
        code_use.c.attempt_id.in_((attempt.c.attempt_id, attempt.c.claim_id)),
    )
    .correlate(person_check)
)
_rows = (
    select(
        person_check.c.trainee_id,
        person_check.c.class_id,
        person_check.c.session_id,
        class_session.c.ordinal,
        person_check.c.opens_at,
        person_check.c.closes_at,
        _answered.label("is_answered"),
        _doubtful.label("is_doubtful"),
        check_explanation.c.words_sealed,
        person_check.c.together,
        _answered_at.label("answered_at"),
        _is_by_code.label("is_by_code"),
    )
    .join(class_session, class_session.c.session_id == person_check.c.session_id)
    .outerjoin(check_explanation, alike(check_explanation, person_check, "trainee_id", "session_id"))
    .order_by(person_check.c.opens_at, person_check.c.trainee_id)
)


@question(_rows.where(matches(person_check, "trainee_id")))
async def checks_of_person(database: Database, trainee_id: UUID) -> list[CheckRow]:
    """Those that have begun, oldest first."""


@question(_rows.where(matches(person_check, "class_id")))
async def checks_of_class(database: Database, class_id: UUID) -> list[CheckRow]:
    """Those that have begun, oldest first."""


@question(
    select(func.min(person_check.c.closes_at)).where(
        matches(person_check, "class_id", "session_id"),
        person_check.c.together == Together.ROOM,
        person_check.c.opens_at <= NOW,
        person_check.c.closes_at > NOW,
    )
)
async def room_asked_until(database: Database, *, class_id: UUID, session_id: UUID, now: datetime) -> datetime | None:
    """Until when the room that is being asked may answer; of a check of one person it says nothing."""
