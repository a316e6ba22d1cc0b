"""The plan of each class in the facts' statement, with its recordings: read once, however many people are asked for."""

from sqlalchemy import Boolean, Text, Uuid, bindparam, cast, func, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, distinct_on

from checkin_service.recordings.tables import lesson_recording
from checkin_service.timetable.model import Delivery
from checkin_service.timetable.tables import class_session

CLASSES = bindparam("classes", type_=ARRAY(Uuid))

_is_held = class_session.c.cancelled_at.is_(None)
_is_offline = class_session.c.delivery == Delivery.OFFLINE.value
_holds_both = func.bool_or(_is_offline).filter(_is_held) & func.bool_or(~_is_offline).filter(_is_held)

_recorded = (
    select(lesson_recording.c.session_id, lesson_recording.c.starts_at, lesson_recording.c.ends_at)
    .ext(distinct_on(lesson_recording.c.session_id))
    .where(lesson_recording.c.class_id == func.any(CLASSES))
    .order_by(lesson_recording.c.session_id, lesson_recording.c.ordinal.desc())
    .subquery("recorded")
)
_is_lesson = _is_held & (class_session.c.delivery != Delivery.SELF_PACED.value)
_recordings = func.json_agg(
    func.json_build_array(
        class_session.c.starts_at, class_session.c.ends_at, _recorded.c.starts_at, _recorded.c.ends_at
    )
).filter(_is_lesson)

# Else PostgreSQL, which expects one person, writes the sessions down again for each.
PLAN = (
    select(
        class_session.c.class_id,
        cast(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_array(
                        class_session.c.session_id,
                        class_session.c.starts_at,
                        class_session.c.class_hours,
                        class_session.c.cancelled_at.is_not(None),
                    ),
                    class_session.c.starts_at,
                    class_session.c.session_id,
                )
            ),
            Text,
        ).label("sessions"),
        func.max(class_session.c.ends_at).filter(_is_held).label("ended_at"),
        type_coerce(func.coalesce(_holds_both, False), Boolean).label("is_mixed"),
        func.coalesce(cast(_recordings, Text), "[]").label("recordings"),
    )
    .outerjoin(_recorded, _recorded.c.session_id == class_session.c.session_id)
    .where(class_session.c.class_id == func.any(CLASSES))
    .group_by(class_session.c.class_id)
    .cte("plan")
    .prefix_with("MATERIALIZED")
)
