"""The lessons of a site as a device at its door shows them: how many have signed in, and nobody's name."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, bindparam, func, select

from checkin_service.checkin.tables import presence, session_display
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, registration, training_class

_MOST_LESSONS = 50


class LessonRow(NamedTuple):
    session_id: UUID
    class_id: UUID
    class_name: str
    supervising_authority: str
    ordinal: int
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    phases: list[str]
    proofs: list[str]
    people: int
    signed_in: list[str] | None
    """A phase for each that somebody was accepted for."""
    shown_by: UUID | None


_people = (
    select(func.count())
    .where(alike(registration, class_session, "class_id"), registration.c.withdrawn_at.is_(None))
    .correlate(class_session)
    .scalar_subquery()
)
_signed_in = (
    select(func.array_agg(presence.c.phase))
    .join(registration, alike(registration, presence, "trainee_id", "class_id"))
    .where(
        registration.c.class_id == class_session.c.class_id,
        presence.c.session_id == class_session.c.session_id,
    )
    .correlate(class_session)
    .scalar_subquery()
)
_shown_by = (
    select(session_display.c.terminal_id)
    .where(alike(session_display, class_session, "session_id"))
    .order_by(session_display.c.ordinal.desc())
    .limit(1)
    .correlate(class_session)
    .scalar_subquery()
)


@question(
    select(
        class_session.c.session_id,
        class_session.c.class_id,
        training_class.c.name.label("class_name"),
        training_class.c.supervising_authority,
        class_session.c.ordinal,
        class_session.c.site_id,
        class_session.c.starts_at,
        class_session.c.ends_at,
        class_session.c.class_hours,
        training_class.c.phases,
        training_class.c.proofs,
        _people.label("people"),
        _signed_in.label("signed_in"),
        _shown_by.label("shown_by"),
    )
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .where(
        matches(class_session, "site_id"),
        class_session.c.delivery == "offline",
        class_session.c.cancelled_at.is_(None),
        training_class.c.state == "open",
        class_session.c.ends_at > bindparam("since", type_=DateTime(timezone=True)),
        class_session.c.starts_at < bindparam("until", type_=DateTime(timezone=True)),
    )
    .order_by(class_session.c.starts_at, class_session.c.session_id)
    .limit(_MOST_LESSONS)
)
async def lessons_at(database: Database, site_id: UUID, *, since: datetime, until: datetime) -> list[LessonRow]: ...
