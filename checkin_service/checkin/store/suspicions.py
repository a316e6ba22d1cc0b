"""What the nightly examination of sites reads and keeps."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Uuid, bindparam, func, or_, select, text, true
from sqlalchemy.dialects.postgresql import insert

from checkin_service.catalogue.tables import institution, site, site_place
from checkin_service.checkin.model import ExaminedPlace, FoundSuspicion
from checkin_service.checkin.store.fences import place_of_session
from checkin_service.checkin.tables import attempt, site_suspicion
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.timetable.tables import class_session, training_class
from geo import Datum, Position, Suspect, Suspicion

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
_TO_EXAMINE = Statement(
    select(*_where)
    .select_from(_misplaced)
    .where(*_counts)
    .group_by(*_where)
    .having(func.count(attempt.c.trainee_id.distinct()) >= bindparam("people", type_=Integer))
    .order_by(site.c.site_id)
)
_ranked = (
    select(
        attempt.c.trainee_id,
        attempt.c.evidence_sealed,
        func.row_number()
        .over(partition_by=attempt.c.trainee_id, order_by=attempt.c.received_at.desc())
        .label("newness"),
    )
    .select_from(_misplaced)
    .where(*_counts, site.c.site_id == bindparam("site_id", type_=Uuid))
    .subquery("ranked")
)
_FIXES = Statement(
    select(_ranked.c.trainee_id, _ranked.c.evidence_sealed)
    .where(_ranked.c.newness == 1)
    .order_by(_ranked.c.trainee_id)
    .limit(_FIXES_AT_MOST)
)


async def places_to_examine(database: Database, *, since: datetime, people: int) -> list[ExaminedPlace]:
    """Sites where the fixes of at least so many people did not lie inside."""
    return [
        ExaminedPlace(
            site_id=row.site_id, ordinal=row.ordinal, position=_position(row), authority_code=row.authority_code
        )
        for row in await database.read(_TO_EXAMINE, since=since, people=people)
    ]


async def misplaced_evidence(database: Database, site_id: UUID, *, since: datetime) -> list[tuple[UUID, bytes]]:
    """Per person the evidence of the latest fix that did not lie inside."""
    rows = await database.read(_FIXES, site_id=site_id, since=since)
    return [(row.trainee_id, bytes(row.evidence_sealed)) for row in rows]


_KEYS = [column.name for column in site_suspicion.primary_key]
_insert = insert(site_suspicion).values({each.name: bindparam(each.name) for each in site_suspicion.c})
_KEEP = Fragment(
    Statement(
        _insert.on_conflict_do_update(
            index_elements=_KEYS,
            set_={each.name: _insert.excluded[each.name] for each in site_suspicion.c if each.name not in _KEYS},
        )
    )
)


def keep_suspicion(unit: UnitOfWork, place: ExaminedPlace, suspicion: Suspicion, *, found_on: date) -> None:
    """What an examination found on a day; a second one on the same day takes its place."""
    corrected = suspicion.corrected_site
    unit.add(
        _KEEP,
        site_id=place.site_id,
        place_ordinal=place.ordinal,
        found_on=found_on,
        suspect=suspicion.suspect.value,
        declared=suspicion.declared.value,
        actual=suspicion.actual.value,
        longitude=corrected.longitude,
        latitude=corrected.latitude,
        datum=corrected.datum.value,
        displacement_m=suspicion.displacement_m,
        residual_m=suspicion.residual_m,
        limit_m=suspicion.limit_m,
        people=suspicion.fixes_used,
    )


_CURRENT = Statement(
    select(site_suspicion, site.c.name, site.c.institution_id)
    .join(site, site.c.site_id == site_suspicion.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .where(
        or_(
            institution.c.authority_code == bindparam("authority_code"),
            institution.c.institution_id == bindparam("institution_id", type_=Uuid),
        ),
        site_suspicion.c.found_on >= bindparam("since", type_=Date),
        site_suspicion.c.place_ordinal == _present_ordinal,
    )
    .order_by(site_suspicion.c.found_on, site_suspicion.c.site_id)
)


async def current_suspicions(
    database: Database, *, authority_code: str | None, institution_id: UUID | None, since: date
) -> list[FoundSuspicion]:
    """The latest suspicion about each site of an authority or an institution, unless the site has been changed."""
    rows = await database.read(_CURRENT, authority_code=authority_code, institution_id=institution_id, since=since)
    latest = {row.site_id: row for row in rows}
    return [_found(row) for row in latest.values()]


def _found(row: Row) -> FoundSuspicion:
    return FoundSuspicion(
        site_id=row.site_id,
        site_name=row.name,
        institution_id=row.institution_id,
        place_ordinal=row.place_ordinal,
        found_on=row.found_on,
        suspicion=Suspicion(
            suspect=Suspect(row.suspect),
            declared=Datum(row.declared),
            actual=Datum(row.actual),
            corrected_site=_position(row),
            displacement_m=row.displacement_m,
            residual_m=row.residual_m,
            limit_m=row.limit_m,
            fixes_used=row.people,
        ),
    )


def _position(row: Row) -> Position:
    return Position(longitude=row.longitude, latitude=row.latitude, datum=Datum(row.datum))
