"""Sign-ins at training places over some months, and how many of them were in doubt, in classes that one supervises."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import Date, DateTime, Double, Text, bindparam, cast, func, literal, select, true, union_all

from checkin_service.catalogue.tables import institution, place_on, site
from checkin_service.checkin.tables import attempt, presence
from checkin_service.kit.database import Database
from checkin_service.kit.questions import question
from checkin_service.timetable.tables import class_session, registration, training_class


class SiteSeen(NamedTuple):
    """A place where somebody signed in; each person counts once in each lesson."""

    site_id: UUID
    site: str
    institution: str
    division: str
    wgs84_longitude: float
    wgs84_latitude: float
    people: int
    signed: int
    doubted_people: int
    doubted: int


_held = (
    select(class_session.c.site_id, class_session.c.class_id, class_session.c.session_id)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .where(
        training_class.c.supervising_authority.between(
            bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)
        ),
        class_session.c.cancelled_at.is_(None),
        class_session.c.delivery == "offline",
        class_session.c.starts_at >= bindparam("since", type_=DateTime(timezone=True)),
        class_session.c.starts_at < bindparam("before", type_=DateTime(timezone=True)),
    )
    .cte("held")
)
_signed = (
    select(_held.c.site_id, presence.c.trainee_id, presence.c.session_id, literal(False).label("is_doubt"))
    .join(registration, registration.c.class_id == _held.c.class_id)
    .join(
        presence,
        (presence.c.trainee_id == registration.c.trainee_id)
        & (presence.c.class_id == _held.c.class_id)
        & (presence.c.session_id == _held.c.session_id),
    )
)
# By the index of doubts.
_doubted = (
    select(_held.c.site_id, attempt.c.trainee_id, attempt.c.session_id, literal(True))
    .join(attempt, (attempt.c.class_id == _held.c.class_id) & (attempt.c.session_id == _held.c.session_id))
    .where(attempt.c.decision == "doubtful")
)
_both = union_all(_signed, _doubted).subquery("both")
_once = (
    select(_both.c.site_id, _both.c.trainee_id, func.bool_or(_both.c.is_doubt).label("is_doubt"))
    .group_by(_both.c.site_id, _both.c.trainee_id, _both.c.session_id)
    .subquery("once")
)
_counts = (
    select(
        _once.c.site_id,
        func.count(_once.c.trainee_id.distinct()).label("people"),
        func.count().label("signed"),
        func.count(_once.c.trainee_id.distinct()).filter(_once.c.is_doubt).label("doubted_people"),
        func.count().filter(_once.c.is_doubt).label("doubted"),
    )
    .group_by(_once.c.site_id)
    .subquery("counts")
)
_place = place_on(bindparam("on_day", type_=Date), _counts.c.site_id)
_point = cast(_place.c.place, Geometry("POINT", srid=4326))


@question(
    select(
        site.c.site_id,
        site.c.name.label("site"),
        institution.c.name.label("institution"),
        institution.c.authority_code.label("division"),
        cast(func.ST_X(_point), Double).label("wgs84_longitude"),
        cast(func.ST_Y(_point), Double).label("wgs84_latitude"),
        _counts.c.people,
        _counts.c.signed,
        _counts.c.doubted_people,
        _counts.c.doubted,
    )
    .select_from(_counts)
    .join(site, site.c.site_id == _counts.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .join(_place, true())
    .order_by(site.c.site_id)
    .limit(5000)
)
async def sites(
    database: Database, *, first_code: str, last_code: str, since: datetime, before: datetime, on_day: date
) -> list[SiteSeen]: ...
