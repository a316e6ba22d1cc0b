"""Statements of looks at classes: what signals are given of sign-ins and bindings, and what was kept of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, ScalarSelect, Uuid, and_, bindparam, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.dialects.postgresql import insert as insert_or_leave

from checkin_service.checkin.tables import attempt, code_use, headcount, person_check, presence
from checkin_service.identity.tables import device, device_origin
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import class_session, registration, training_class
from checkin_service.trust.model import BoundIn, DueClass, Found, Look, RiskStep, RiskStepKind, SignIn
from checkin_service.trust.tables import class_look, risk_step

_moment = DateTime(timezone=True)
_in_a_room = and_(class_session.c.delivery == "offline", class_session.c.cancelled_at.is_(None))


def _of_looks(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    return (
        select(value)
        .select_from(class_look)
        .where(class_look.c.class_id == training_class.c.class_id)
        .correlate(training_class)
        .scalar_subquery()
    )


_checked_at = (
    select(func.max(person_check.c.opens_at))
    .where(person_check.c.class_id == training_class.c.class_id)
    .correlate(training_class)
    .scalar_subquery()
)
_counted_at = (
    select(func.max(headcount.c.taken_at))
    .where(headcount.c.class_id == training_class.c.class_id)
    .correlate(training_class)
    .scalar_subquery()
)

add_look = fragment_of(Look, insert_or_leave(class_look).on_conflict_do_nothing())
"""Two nodes may look at once: the first one's look stays."""
add_step = fragment_of(RiskStep, insert(risk_step))


@question(
    select(
        training_class.c.class_id,
        training_class.c.supervising_authority,
        func.count().label("lessons"),
        _of_looks(func.count()).label("looks"),
        _of_looks(func.coalesce(func.max(class_look.c.lessons), 0)).label("looked"),
        _of_looks(func.max(class_look.c.looked_at)).label("looked_at"),
        func.greatest(_checked_at, _counted_at).label("checked_at"),
    )
    .join(class_session, class_session.c.class_id == training_class.c.class_id)
    .where(_in_a_room, class_session.c.ends_at <= bindparam("over_by", type_=_moment))
    .group_by(training_class.c.class_id)
    .having(func.max(class_session.c.ends_at) > bindparam("since", type_=_moment))
    .order_by(training_class.c.class_id)
)
async def classes_with_lessons(database: Database, *, over_by: datetime, since: datetime) -> list[DueClass]:
    """Classes whose latest lesson in a room was over by one moment and after another."""


_numbered = (
    select(
        class_session.c.session_id,
        class_session.c.starts_at,
        func.row_number().over(order_by=(class_session.c.starts_at, class_session.c.ordinal)).label("number"),
    )
    .where(_in_a_room, matches(class_session, "class_id"))
    .subquery("numbered")
)


@question(
    select(
        attempt.c.trainee_id,
        attempt.c.session_id,
        _numbered.c.starts_at,
        attempt.c.captured_at,
        attempt.c.received_at,
        attempt.c.sender,
        func.min(code_use.c.age_ms).label("code_age_ms"),
    )
    .select_from(_numbered)
    .join(registration, registration.c.class_id == bindparam("class_id", type_=Uuid))
    .join(
        presence,
        alike(presence, registration, "trainee_id", "class_id") & (presence.c.session_id == _numbered.c.session_id),
    )
    .join(attempt, alike(attempt, presence, "trainee_id", "attempt_id"))
    .outerjoin(
        code_use,
        alike(code_use, attempt, "trainee_id", "session_id")
        & or_(code_use.c.attempt_id == attempt.c.attempt_id, code_use.c.attempt_id == attempt.c.claim_id),
    )
    .where(
        presence.c.phase == "in",
        _numbered.c.number > bindparam("after"),
        _numbered.c.number <= bindparam("until"),
    )
    .group_by(attempt.c.trainee_id, attempt.c.attempt_id, _numbered.c.starts_at)
    .order_by(_numbered.c.starts_at, attempt.c.trainee_id)
)
async def sign_ins_of(database: Database, *, class_id: UUID, after: int, until: int) -> list[SignIn]:
    """Accepted arrivals at the lessons in a room of these numbers; no evidence is opened for it."""


@question(
    select(
        device.c.trainee_id,
        device.c.bound_at,
        device_origin.c.network_hash,
        device_origin.c.agent_family,
    )
    .outerjoin(device_origin, alike(device_origin, device, "trainee_id", "device_id"))
    .join(registration, registration.c.trainee_id == device.c.trainee_id)
    .where(matches(registration, "class_id"), device.c.revoked_at.is_(None))
    .order_by(device.c.trainee_id)
)
async def bindings_of(database: Database, *, class_id: UUID) -> list[BoundIn]:
    """Where the phones of a class were bound, as far as that is still kept."""


@question(select(class_look).where(matches(class_look, "class_id")).order_by(class_look.c.number))
async def looks_at(database: Database, class_id: UUID) -> list[Look]:
    """At one class, oldest first."""


@question(
    select(class_look)
    .where(matches(class_look, "authority_code"), class_look.c.looked_at > bindparam("since", type_=_moment))
    .ext(distinct_on(class_look.c.class_id))
    .order_by(class_look.c.class_id, class_look.c.number.desc())
)
async def latest_looks(database: Database, authority_code: str, *, since: datetime) -> list[Look]:
    """The latest at each class of an authority."""


@question(select(func.min(class_look.c.looked_at)).where(matches(class_look, "authority_code")))
async def first_look_at(database: Database, authority_code: str) -> datetime | None:
    """When an authority's classes were first looked at."""


@question(
    select(risk_step)
    .where(risk_step.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .order_by(risk_step.c.class_id, risk_step.c.ordinal)
)
async def steps_of(database: Database, class_ids: Collection[UUID]) -> list[RiskStep]: ...


@question(
    select(
        risk_step.c.class_id,
        class_look.c.authority_code,
        risk_step.c.kind,
        class_look.c.notes,
    )
    .join(
        class_look, (class_look.c.class_id == risk_step.c.class_id) & (class_look.c.number <= risk_step.c.look_number)
    )
    .where(risk_step.c.kind.in_((RiskStepKind.IN_ORDER, RiskStepKind.WANTING)))
    .order_by(risk_step.c.class_id, class_look.c.number)
)
async def found_at_classes(database: Database) -> list[Found]:
    """What inspections found that were planned on the list, beside each look at the class by then."""
