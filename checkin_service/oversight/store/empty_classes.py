"""Classes held so far with the hours signed in for, for whoever supervises or pays for them."""

from datetime import datetime

from sqlalchemy import DateTime, Integer, Uuid, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.types import Text

from checkin_service.attendance.tables import attendance
from checkin_service.catalogue.tables import institution
from checkin_service.eligibility.store.determinations import authorities_in_scope, below
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.http.paging import PageRequest
from checkin_service.oversight.model import SignedClass
from checkin_service.timetable.tables import class_session, registration, training_class

_HELD = (
    select(func.coalesce(func.sum(class_session.c.class_hours), 0))
    .where(
        class_session.c.class_id == training_class.c.class_id,
        class_session.c.cancelled_at.is_(None),
        class_session.c.ends_at <= bindparam("now", type_=DateTime(timezone=True)),
    )
    .scalar_subquery()
)
_SIGNED = func.coalesce(func.sum(attendance.c.credited_hours), 0)
_PEOPLE = func.count(registration.c.trainee_id)
_KINDS = func.array_agg(aggregate_order_by(registration.c.voucher_kind.distinct(), registration.c.voucher_kind))

_SIGNED_CLASSES = Statement(
    select(
        training_class.c.class_id,
        training_class.c.name.label("class_name"),
        training_class.c.institution_id,
        institution.c.name.label("institution"),
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.state,
        _KINDS.label("voucher_kinds"),
        _PEOPLE.label("people"),
        _SIGNED.label("signed_hours"),
        _HELD.label("session_hours"),
    )
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .join(registration, registration.c.class_id == training_class.c.class_id)
    .outerjoin(
        attendance,
        (attendance.c.trainee_id == registration.c.trainee_id) & (attendance.c.class_id == registration.c.class_id),
    )
    .where(
        or_(
            training_class.c.supervising_authority.in_(authorities_in_scope),
            training_class.c.paying_authority.in_(authorities_in_scope),
        ),
        training_class.c.state == func.any(bindparam("states", type_=ARRAY(Text))),
        registration.c.withdrawn_at.is_(None),
        training_class.c.class_id > bindparam("after", type_=Uuid),
    )
    .group_by(training_class.c.class_id, institution.c.name)
    .having(_HELD > 0)
    .order_by(training_class.c.class_id)
    .limit(bindparam("count", type_=Integer)),
    SignedClass,
)
_STATES = ["open", "completion_applied", "completed"]


async def signed_classes(
    database: Database, authority_code: str, page: PageRequest, *, now: datetime
) -> list[SignedClass]:
    """Classes that the authority, or one below it, supervises or pays for, with what was held and signed for."""
    return await database.read(
        _SIGNED_CLASSES,
        below=below(authority_code),
        states=_STATES,
        now=now,
        after=page.after,
        count=page.fetch,
    )
