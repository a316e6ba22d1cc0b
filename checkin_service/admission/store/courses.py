"""Statements about classes offered to the public."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import Date, DateTime, Double, Integer, Text, bindparam, cast, func, literal_column, or_, select, true
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.admission.model import KEPT, ClassOffer, Course
from checkin_service.admission.tables import application_decision, class_application, class_offer
from checkin_service.catalogue.tables import institution, is_active, place_on, project, project_is_active, site
from checkin_service.conduct.tables import is_listed
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, registration, training_class

_offer = upsert(class_offer).values({each.name: bindparam(each.name) for each in class_offer.columns})
set_offer = fragment_of(
    ClassOffer,
    _offer.on_conflict_do_update(
        index_elements=[class_offer.c.class_id],
        set_={name: _offer.excluded[name] for name in ("places", "offered_by", "offered_at")},
    ),
)
"""A class with so many places, offered for the first time or anew."""


@question(select(class_offer).where(matches(class_offer, "class_id")))
async def offer_of(database: Database, class_id: UUID) -> ClassOffer | None: ...


stands = (
    select(application_decision.c.state)
    .where(alike(application_decision, class_application, "trainee_id", "application_id"))
    .order_by(application_decision.c.ordinal.desc())
    .limit(1)
    .correlate(class_application)
    .scalar_subquery()
)
_registered = (
    select(func.count())
    .where(registration.c.class_id == training_class.c.class_id, registration.c.withdrawn_at.is_(None))
    .correlate(training_class)
    .scalar_subquery()
)
_kept = (
    select(func.count())
    .where(
        class_application.c.class_id == training_class.c.class_id,
        stands.in_(literal_column(f"'{each}'") for each in sorted(KEPT)),
    )
    .correlate(training_class)
    .scalar_subquery()
)
taken = _registered + _kept
"""Places of people in the class, and those kept for whoever was offered one."""
first_session = (
    select(class_session.c.starts_at, class_session.c.site_id, class_session.c.delivery)
    .where(class_session.c.class_id == training_class.c.class_id, class_session.c.cancelled_at.is_(None))
    .order_by(class_session.c.starts_at)
    .limit(1)
    .correlate(training_class)
    .lateral("first_session")
)


class Taken(NamedTuple):
    """How many places of a class are taken, and when it begins."""

    taken: int
    starts_at: datetime | None


@question(
    select(taken.label("taken"), first_session.c.starts_at)
    .select_from(training_class)
    .outerjoin(first_session, true())
    .where(matches(training_class, "class_id"))
)
async def taken_of(database: Database, class_id: UUID) -> Taken | None: ...


_here = cast(
    func.ST_SetSRID(
        func.ST_MakePoint(bindparam("wgs84_longitude", type_=Double), bindparam("wgs84_latitude", type_=Double)), 4326
    ),
    Geography("POINT", srid=4326),
)
_on_day = bindparam("on_day", type_=Date)
_place = place_on(_on_day)
_words = bindparam("words", type_=Text)
_named = func.lower(
    func.concat_ws(" ", project.c.name, project.c.occupation, institution.c.name, training_class.c.name)
)
_distance = func.ST_Distance(_place.c.place, _here).label("distance_m")


@question(
    select(
        training_class.c.class_id,
        training_class.c.name.label("class_name"),
        institution.c.name.label("institution_name"),
        project.c.name.label("project_name"),
        project.c.occupation,
        project.c.level,
        project.c.training_type,
        training_class.c.total_hours,
        func.coalesce(training_class.c.fee_fen, project.c.fee_fen).label("fee_fen"),
        project.c.subsidy_fen,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        class_offer.c.places,
        taken.label("taken"),
        first_session.c.starts_at,
        site.c.name.label("site_name"),
        site.c.address,
        _distance,
    )
    .select_from(class_offer)
    .join(training_class, training_class.c.class_id == class_offer.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .join(project, project.c.project_id == training_class.c.project_id)
    .join(first_session, true())
    .outerjoin(site, (site.c.site_id == first_session.c.site_id) & (first_session.c.delivery == "offline"))
    .outerjoin(_place, true())
    .where(
        or_(training_class.c.state == "applied", training_class.c.state == "open"),
        class_offer.c.places > 0,
        is_active(training_class.c.institution_id),
        is_listed(training_class.c.institution_id, _on_day),
        project_is_active(training_class.c.project_id),
        first_session.c.starts_at > bindparam("now", type_=DateTime(timezone=True)),
        func.strpos(_named, func.lower(_words)) > 0,
        or_(
            bindparam("division", type_=Text).is_(None),
            training_class.c.supervising_authority.startswith(bindparam("division", type_=Text)),
        ),
    )
    .order_by(_distance.asc().nulls_last(), first_session.c.starts_at, training_class.c.class_id)
    .limit(bindparam("most", type_=Integer))
)
async def courses(
    database: Database,
    *,
    words: str,
    division: str | None,
    wgs84_longitude: float | None,
    wgs84_latitude: float | None,
    on_day: date,
    now: datetime,
    most: int,
) -> list[Course]:
    """Classes with places that have not begun: the nearest first where a point is given, else the earliest."""
