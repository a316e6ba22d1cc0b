"""What is read of a session, its class and its site wherever an attempt is judged."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause

from checkin_service.catalogue.tables import site
from checkin_service.checkin.model import Phase, ProofKind, SessionFacts
from checkin_service.checkin.store.fences import fence_columns, fence_in_force
from checkin_service.kit.database import Row
from checkin_service.timetable.model import Delivery, SessionPart
from checkin_service.timetable.tables import class_session, training_class


def session_columns(place: FromClause, moving: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        class_session.c.session_id,
        class_session.c.class_id,
        class_session.c.starts_at,
        class_session.c.ends_at,
        class_session.c.class_hours,
        class_session.c.cancelled_at,
        class_session.c.delivery,
        class_session.c.part,
        training_class.c.institution_id,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.state.label("class_state"),
        training_class.c.phases,
        training_class.c.proofs,
        training_class.c.total_hours,
        training_class.c.revision,
        site.c.site_id,
        *fence_columns(place, moving),
    )


def session_facts(row: Row) -> SessionFacts:
    return SessionFacts(
        session_id=row.session_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        supervising_authority=row.supervising_authority,
        paying_authority=row.paying_authority,
        class_state=row.class_state,
        is_cancelled=row.cancelled_at is not None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        class_hours=row.class_hours,
        total_hours=row.total_hours,
        phases=frozenset(map(Phase, row.phases)),
        proofs=frozenset(map(ProofKind, row.proofs)),
        site_id=row.site_id,
        delivery=Delivery(row.delivery),
        part=None if row.part is None else SessionPart(row.part),
        fence=fence_in_force(row),
        fence_moves=row.moving_radius_m is not None,
    )
