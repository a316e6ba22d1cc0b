"""Statements about references to recordings of lessons."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import institution
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import question
from checkin_service.policy.model import prefix_of
from checkin_service.recordings.model import HeldClass, Recording
from checkin_service.recordings.tables import lesson_recording
from checkin_service.timetable.tables import class_session, training_class

add_recording = fragment_of(Recording, insert(lesson_recording))
"""Of two for one lesson at once the second finds the write refused."""


@question(
    select(lesson_recording)
    .where(lesson_recording.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .order_by(lesson_recording.c.session_id, lesson_recording.c.ordinal)
)
async def recordings_of(database: Database, class_ids: Iterable[UUID]) -> list[Recording]:
    """Everything said of the lessons of these classes, of each lesson the earliest first."""


_HELD = Statement(
    select(
        training_class.c.class_id,
        training_class.c.name.label("class_name"),
        training_class.c.institution_id,
        institution.c.name.label("institution"),
        training_class.c.supervising_authority,
    )
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .where(
        or_(
            training_class.c.supervising_authority.startswith(bindparam("below", type_=Text)),
            training_class.c.paying_authority.startswith(bindparam("below", type_=Text)),
        ),
        training_class.c.state == func.any(bindparam("states", type_=ARRAY(Text))),
        exists().where(
            class_session.c.class_id == training_class.c.class_id,
            class_session.c.ends_at <= bindparam("now", type_=DateTime(timezone=True)),
        ),
        training_class.c.class_id > bindparam("after", type_=Uuid),
    )
    .order_by(training_class.c.class_id)
    .limit(bindparam("count", type_=Integer)),
    HeldClass,
)
_STATES = ["open", "completion_applied", "completed"]


async def held_classes(database: Database, authority_code: str, page: PageRequest, *, now: datetime) -> list[HeldClass]:
    """Classes with a lesson that is over, which the authority, or one below it, supervises or pays for."""
    return await database.read(
        _HELD, below=prefix_of(authority_code), states=_STATES, now=now, after=page.after, count=page.fetch
    )
