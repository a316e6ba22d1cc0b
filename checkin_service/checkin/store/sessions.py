"""The columns of session, class and site that every judgement of an attempt reads, and their value."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause

from checkin_service.checkin.model.attempts import Phase, SessionFacts
from checkin_service.checkin.store.fences import FenceRow, fence_columns, fence_in_force
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery, SessionPart
from checkin_service.timetable.tables import class_session, training_class


class SessionRow(NamedTuple):
    """A session with what its class and its site say."""

    session_id: UUID
    class_id: UUID
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    cancelled_at: datetime | None
    delivery: Delivery
    part: SessionPart | None
    institution_id: UUID
    supervising_authority: str
    paying_authority: str
    class_state: str
    phases: frozenset[Phase]
    proofs: frozenset[ProofKind]
    total_hours: int
    revision: int
    site_id: UUID
    fence: FenceRow


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
        class_session.c.site_id,
        *fence_columns(place, moving),
    )


def session_facts(row: SessionRow) -> SessionFacts:
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
        phases=row.phases,
        proofs=row.proofs,
        site_id=row.site_id,
        delivery=row.delivery,
        part=row.part,
        fence=fence_in_force(row.fence),
        fence_moves=row.fence.moving is not None,
    )
