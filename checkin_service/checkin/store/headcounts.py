"""Statements of headcounts: whether the room was asked, how many had signed in, and what was counted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.checkin.model.checks import Together
from checkin_service.checkin.model.headcounts import Headcount, HeadcountExplanation, HeadcountRow, HeadsOfClass
from checkin_service.checkin.store.checks import NOW
from checkin_service.checkin.tables import headcount, headcount_explanation, person_check, presence
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, training_class

add_headcount = fragment_of(Headcount, insert(headcount))
add_explanation = fragment_of(HeadcountExplanation, insert(headcount_explanation))


@question(
    select(func.min(person_check.c.closes_at)).where(
        matches(person_check, "class_id", "session_id"),
        person_check.c.together == Together.ROOM,
        person_check.c.opens_at <= NOW,
    )
)
async def room_was_asked_until(
    database: Database, *, class_id: UUID, session_id: UUID, now: datetime
) -> datetime | None:
    """Until when the room of a lesson that has been asked could answer; None before it was."""


@question(select(func.count()).where(matches(presence, "class_id", "session_id"), presence.c.phase == "in"))
async def signed_in(database: Database, *, class_id: UUID, session_id: UUID) -> int:
    """How many arrivals of a lesson were accepted."""


@question(
    select(
        headcount.c.headcount_id,
        headcount.c.class_id,
        headcount.c.session_id,
        class_session.c.ordinal,
        headcount.c.counted,
        headcount.c.present,
        headcount.c.code_source,
        headcount.c.taken_at,
        headcount_explanation.c.words,
    )
    .join(class_session, class_session.c.session_id == headcount.c.session_id)
    .outerjoin(headcount_explanation, alike(headcount_explanation, headcount, "headcount_id"))
    .where(headcount.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .order_by(headcount.c.taken_at, headcount.c.headcount_id)
)
async def headcounts(database: Database, class_ids: Collection[UUID]) -> list[HeadcountRow]:
    """Of these classes, oldest first."""


@question(
    select(
        headcount.c.class_id,
        training_class.c.name.label("class_name"),
        headcount.c.session_id,
        headcount.c.counted,
        headcount.c.present,
    )
    .join(training_class, alike(training_class, headcount, "class_id"))
    .where(
        training_class.c.supervising_authority == bindparam("authority_code", type_=Text),
        headcount.c.taken_at > bindparam("since", type_=DateTime(timezone=True)),
    )
    .order_by(headcount.c.class_id)
)
async def heads_of_authority(database: Database, *, authority_code: str, since: datetime) -> list[HeadsOfClass]:
    """Counted since then in the classes that an authority supervises, by class."""
