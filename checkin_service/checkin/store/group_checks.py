"""Statements about suspected groups that are asked at once: planned, in a lesson that goes on, and how it came out."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, false, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.checkin.model.checks import Lesson
from checkin_service.checkin.model.group_checks import GroupCheck, GroupOutcome, GroupOver
from checkin_service.checkin.store.checks import IN_A_ROOM, NEEDS_LONGER, NOW
from checkin_service.checkin.tables import group_check, person_check, presence
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, question
from checkin_service.timetable.tables import class_session, registration

add_group = fragment_of(GroupCheck, insert(group_check))

_is_asked = exists().where(
    person_check.c.class_id == group_check.c.class_id, person_check.c.draw_id == group_check.c.draw_id
)
_is_asked_in_lesson = exists().where(alike(person_check, presence, "trainee_id", "session_id"))


@question(
    select(
        class_session.c.class_id,
        class_session.c.session_id,
        class_session.c.starts_at,
        class_session.c.ends_at,
        group_check.c.draw_id,
        group_check.c.authority_code,
        func.array_agg(presence.c.trainee_id, type_=ARRAY(Uuid)).label("present"),
        func.array_agg(presence.c.trainee_id, type_=ARRAY(Uuid)).filter(NEEDS_LONGER).label("longer"),
        false().label("is_room_asked"),
    )
    .select_from(class_session)
    .join(group_check, alike(group_check, class_session, "class_id"))
    .join(
        registration,
        and_(
            alike(registration, class_session, "class_id"),
            registration.c.trainee_id == func.any(group_check.c.trainee_ids),
        ),
    )
    .join(
        presence,
        alike(presence, registration, "trainee_id", "class_id")
        & (presence.c.session_id == class_session.c.session_id)
        & (presence.c.phase == "in"),
    )
    .where(
        IN_A_ROOM,
        class_session.c.starts_at > group_check.c.planned_at,
        class_session.c.starts_at <= NOW,
        class_session.c.ends_at > NOW,
        registration.c.withdrawn_at.is_(None),
        ~_is_asked_in_lesson,
        ~_is_asked,
    )
    .group_by(class_session.c.session_id, group_check.c.draw_id)
)
async def groups_going_on(database: Database, *, now: datetime) -> list[Lesson]:
    """Lessons that go on now in which people of a group are present that nobody has asked yet."""


@question(
    select(
        group_check.c.draw_id,
        group_check.c.class_id,
        group_check.c.planned_at,
        func.cardinality(group_check.c.trainee_ids).label("people"),
        func.count(person_check.c.trainee_id).label("asked"),
        func.count(presence.c.trainee_id).label("answered"),
        func.max(person_check.c.closes_at).label("closes_at"),
    )
    .outerjoin(person_check, alike(person_check, group_check, "class_id", "draw_id"))
    .outerjoin(presence, alike(presence, person_check, "trainee_id", "session_id") & (presence.c.phase == "mid"))
    .where(group_check.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .group_by(group_check.c.draw_id)
    .order_by(group_check.c.planned_at, group_check.c.draw_id)
)
async def outcomes(database: Database, class_ids: Collection[UUID]) -> list[GroupOutcome]:
    """Of the groups of these classes, oldest first."""


@question(
    select(group_check.c.draw_id, group_check.c.authority_code, group_check.c.trainee_ids.label("people"))
    .where(
        group_check.c.draw_id == func.any(bindparam("draw_ids", type_=ARRAY(Uuid))),
        or_(
            exists().where(alike(person_check, group_check, "class_id", "draw_id"), person_check.c.closes_at < NOW),
            ~exists().where(
                class_session.c.class_id == group_check.c.class_id, IN_A_ROOM, class_session.c.ends_at > NOW
            ),
        ),
    )
    .order_by(group_check.c.draw_id)
)
async def over(database: Database, draw_ids: list[UUID], *, now: datetime) -> list[GroupOver]:
    """Of these draws those whose group was asked, or whose class has no lesson left in a room."""
