"""Statements of the nightly examination of sites: fixes that were never inside, and the suspicions kept."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    DateTime,
    Integer,
    LargeBinary,
    bindparam,
    func,
    or_,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import insert

from checkin_service.catalogue.tables import institution, site, site_place
from checkin_service.checkin.model.places import ExaminedPlace, FoundSuspicion
from checkin_service.checkin.store.fences import place_of_session
from checkin_service.checkin.tables import attempt, site_suspicion
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_session, training_class
from geo import Datum, Suspect, Suspicion

_FIXES_AT_MOST = 500

_place = place_of_session()
_present_ordinal = (
    select(func.max(site_place.c.ordinal)).where(site_place.c.site_id == site.c.site_id).scalar_subquery()
)
# A corrected site starts clean: only fixes judged by its latest place count. Moving fences are nobody's mix-up.
_misplaced = (
    attempt.join(class_session, class_session.c.session_id == attempt.c.session_id)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .join(_place, true())
)
_counts = (
    # Written as in the index that serves it.
    text("attempt.located IN ('edge', 'outside')"),
    attempt.c.received_at > bindparam("since", type_=DateTime(timezone=True)),
    attempt.c.evidence_sealed.is_not(None),
    ~training_class.c.moving_fence,
    _place.c.ordinal == _present_ordinal,
)
_where = (
    site.c.site_id,
    _place.c.ordinal,
    _place.c.longitude,
    _place.c.latitude,
    _place.c.datum,
    institution.c.authority_code,
)
_ranked = (
    select(
        attempt.c.trainee_id,
        # Never absent: the conditions see to it.
        type_coerce(attempt.c.evidence_sealed, LargeBinary).label("evidence_sealed"),
        func.row_number()
        .over(partition_by=attempt.c.trainee_id, order_by=attempt.c.received_at.desc())
        .label("newness"),
    )
    .select_from(_misplaced)
    .where(*_counts, matches(site, "site_id"))
    .subquery("ranked")
)


class _Misplaced(NamedTuple):
    trainee_id: UUID
    evidence_sealed: bytes


_FIXES = Statement(
    select(_ranked.c.trainee_id, _ranked.c.evidence_sealed)
    .where(_ranked.c.newness == 1)
    .order_by(_ranked.c.trainee_id)
    .limit(_FIXES_AT_MOST),
    _Misplaced,
)


@question(
    select(*_where)
    .select_from(_misplaced)
    .where(*_counts)
    .group_by(*_where)
    .having(func.count(attempt.c.trainee_id.distinct()) >= bindparam("people", type_=Integer))
    .order_by(site.c.site_id)
)
async def places_to_examine(database: Database, *, since: datetime, people: int) -> list[ExaminedPlace]:
    """Sites where the fixes of at least so many people did not lie inside."""


async def misplaced_evidence(database: Database, site_id: UUID, *, since: datetime) -> list[tuple[UUID, bytes]]:
    """Per person the evidence of the latest fix that did not lie inside."""
    return [*await database.read(_FIXES, site_id=site_id, since=since)]


_KEYS = [column.name for column in site_suspicion.primary_key]
_insert = insert(site_suspicion).values({each.name: bindparam(each.name) for each in site_suspicion.c})


@fragment(
    _insert.on_conflict_do_update(
        index_elements=_KEYS,
        set_={each.name: _insert.excluded[each.name] for each in site_suspicion.c if each.name not in _KEYS},
    )
)
def _keep(
    unit: UnitOfWork,
    *,
    site_id: UUID,
    place_ordinal: int,
    found_on: date,
    suspect: Suspect,
    declared: Datum,
    actual: Datum,
    longitude: float,
    latitude: float,
    datum: Datum,
    displacement_m: float,
    residual_m: float,
    limit_m: float,
    people: int,
) -> None: ...


def keep_suspicion(unit: UnitOfWork, place: ExaminedPlace, suspicion: Suspicion, *, found_on: date) -> None:
    """What an examination found on a day; a second one on the same day takes its place."""
    corrected = suspicion.corrected_site
    _keep(
        unit,
        site_id=place.site_id,
        place_ordinal=place.ordinal,
        found_on=found_on,
        suspect=suspicion.suspect,
        declared=suspicion.declared,
        actual=suspicion.actual,
        longitude=corrected.longitude,
        latitude=corrected.latitude,
        datum=corrected.datum,
        displacement_m=suspicion.displacement_m,
        residual_m=suspicion.residual_m,
        limit_m=suspicion.limit_m,
        people=suspicion.fixes_used,
    )


_CURRENT = Statement(
    select(
        site_suspicion.c.site_id,
        site.c.name.label("site_name"),
        site.c.institution_id,
        site_suspicion.c.place_ordinal,
        site_suspicion.c.found_on,
        site_suspicion.c.suspect,
        site_suspicion.c.declared,
        site_suspicion.c.actual,
        site_suspicion.c.longitude,
        site_suspicion.c.latitude,
        site_suspicion.c.datum,
        site_suspicion.c.displacement_m,
        site_suspicion.c.residual_m,
        site_suspicion.c.limit_m,
        site_suspicion.c.people.label("fixes_used"),
    )
    .join(site, site.c.site_id == site_suspicion.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .where(
        or_(matches(institution, "authority_code"), matches(institution, "institution_id")),
        site_suspicion.c.found_on >= bindparam("since", type_=Date),
        site_suspicion.c.place_ordinal == _present_ordinal,
    )
    .order_by(site_suspicion.c.found_on, site_suspicion.c.site_id),
    FoundSuspicion,
)


async def current_suspicions(
    database: Database, *, authority_code: str | None, institution_id: UUID | None, since: date
) -> list[FoundSuspicion]:
    """The latest suspicion about each site of an authority or an institution, unless the site has been changed."""
    rows = await database.read(_CURRENT, authority_code=authority_code, institution_id=institution_id, since=since)
    return [*{row.site_id: row for row in rows}.values()]
