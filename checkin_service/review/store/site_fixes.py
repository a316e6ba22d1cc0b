"""Statements of the cloud of fixes: sealed evidence of accepted check-ins at a place of a site."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, LargeBinary, bindparam, func, select, true, type_coerce

from checkin_service.catalogue.tables import institution, site
from checkin_service.checkin.store.fences import place_of_session
from checkin_service.checkin.tables import attempt, presence
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, registration, training_class

_PEOPLE_AT_MOST = 300

_place = place_of_session()
# From the site's lessons through their rosters, so that each step is served by a key.
_accepted = (
    class_session.join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .join(_place, true())
    .join(registration, registration.c.class_id == class_session.c.class_id)
    .join(
        presence,
        alike(presence, registration, "trainee_id", "class_id") & (presence.c.session_id == class_session.c.session_id),
    )
    .join(attempt, alike(attempt, presence, "trainee_id", "attempt_id"))
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
    .select_from(_accepted)
    .where(
        matches(class_session, "site_id"),
        matches(institution, "authority_code"),
        class_session.c.starts_at > bindparam("since", type_=DateTime(timezone=True)),
        class_session.c.starts_at < bindparam("until", type_=DateTime(timezone=True)),
        attempt.c.received_at < bindparam("until", type_=DateTime(timezone=True)),
        _place.c.ordinal == bindparam("place_ordinal", type_=Integer),
        attempt.c.decision == "accepted",
        attempt.c.located.is_not(None),
        attempt.c.evidence_sealed.is_not(None),
        ~training_class.c.moving_fence,
    )
    .subquery("ranked")
)


class AcceptedRow(NamedTuple):
    """The sealed evidence of a person's latest accepted check-in."""

    trainee_id: UUID
    evidence_sealed: bytes


@question(
    select(_ranked.c.trainee_id, _ranked.c.evidence_sealed)
    .where(_ranked.c.newness == 1)
    .order_by(_ranked.c.trainee_id)
    .limit(_PEOPLE_AT_MOST)
)
async def accepted_evidence(
    database: Database, *, site_id: UUID, authority_code: str, place_ordinal: int, since: datetime, until: datetime
) -> list[AcceptedRow]:
    """Per person the latest accepted fix at this place of a site that the authority supervises."""
