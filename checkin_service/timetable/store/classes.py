"""Every statement about classes and their sessions."""

from collections.abc import AsyncIterator, Iterable, Sequence
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest
from checkin_service.timetable.model import (
    ChangeKind,
    ClassState,
    Delivery,
    PlanChange,
    Session,
    SessionPart,
    TrainingClass,
)
from checkin_service.timetable.store.bulk import add_many, insert_many
from checkin_service.timetable.tables import class_session, plan_change, registration, training_class
from checkin_service.voucher.model import Delivery as VoucherDelivery
from checkin_service.voucher.model import TeachingLeg
from checkin_service.voucher.person import prefix_of

_MOMENT = DateTime(timezone=True)

_ADD_CLASS = Fragment(Statement(insert(training_class)))
_CLASS = Statement(select(training_class).where(training_class.c.class_id == bindparam("class_id")))
_CLASSES = Statement(
    select(training_class)
    .where(
        or_(
            training_class.c.institution_id == bindparam("institution_id"),
            training_class.c.supervising_authority.startswith(bindparam("below", type_=Text)),
            training_class.c.paying_authority.startswith(bindparam("below", type_=Text)),
            training_class.c.counting_authority.startswith(bindparam("below", type_=Text)),
        ),
        or_(bindparam("in_state", type_=Text).is_(None), training_class.c.state == bindparam("in_state", type_=Text)),
        training_class.c.class_id > bindparam("after"),
    )
    .order_by(training_class.c.class_id)
    .limit(bindparam("fetch"))
)
_PAGE = 200
_OPEN_CLASSES = Statement(
    select(training_class)
    .where(training_class.c.state == "open", training_class.c.class_id > bindparam("after"))
    .order_by(training_class.c.class_id)
    .limit(bindparam("fetch"))
)
_CLASSES_OF_TRAINEE = Statement(
    select(training_class)
    .join(registration, registration.c.class_id == training_class.c.class_id)
    .where(registration.c.trainee_id == bindparam("trainee_id"), registration.c.withdrawn_at.is_(None))
    .order_by(training_class.c.class_id.desc())
)
_CHANGE_CLASS = Fragment(
    Statement(
        update(training_class)
        .values(
            state=bindparam("to_state", type_=Text),
            phases=bindparam("to_phases", type_=ARRAY(Text)),
            total_hours=bindparam("to_hours", type_=Integer),
            opened_at=bindparam("was_opened_at", type_=_MOMENT),
            completed_at=bindparam("was_completed_at", type_=_MOMENT),
            revision=training_class.c.revision + 1,
        )
        .where(
            training_class.c.class_id == bindparam("of_class"),
            training_class.c.revision == bindparam("seen_revision", type_=Integer),
        )
    ),
    must_change_one=True,
)


def add_class(unit: UnitOfWork, new: TrainingClass) -> None:
    values = {column.name: getattr(new, column.name) for column in training_class.columns}
    teaching = [
        {"delivery": each.delivery, "institution_id": str(each.institution_id), "share_percent": each.share_percent}
        for each in new.teaching
    ]
    unit.add(_ADD_CLASS, **values | {"phases": list(new.phases), "proofs": list(new.proofs), "teaching": teaching})


def change_class(unit: UnitOfWork, changed: TrainingClass) -> None:
    """Keep a class as it has become; the write fails when anybody changed it since it was read.

    Also used with nothing changed: whoever relies on the state of a class raises its revision, so that two such
    writes notice each other.
    """
    unit.add(
        _CHANGE_CLASS,
        of_class=changed.class_id,
        seen_revision=changed.revision,
        to_state=changed.state.value,
        to_phases=list(changed.phases),
        to_hours=changed.total_hours,
        was_opened_at=changed.opened_at,
        was_completed_at=changed.completed_at,
    )


async def class_of(database: Database, class_id: UUID) -> TrainingClass | None:
    row = await database.read_one(_CLASS, class_id=class_id)
    return None if row is None else _class(row)


async def classes_of(
    database: Database,
    page: PageRequest,
    *,
    institution_id: UUID | None,
    authority_code: str | None,
    state: ClassState | None,
) -> list[TrainingClass]:
    """The classes of an institution or of an authority, whichever is given."""
    rows = await database.read(
        _CLASSES,
        institution_id=institution_id,
        below=None if authority_code is None else prefix_of(authority_code),
        in_state=state.value if state else None,
        after=page.after,
        fetch=page.fetch,
    )
    return [_class(row) for row in rows]


async def open_classes(database: Database) -> AsyncIterator[TrainingClass]:
    """Every class that is being held, page by page."""
    after = UUID(int=0)
    while rows := await database.read(_OPEN_CLASSES, after=after, fetch=_PAGE):
        for row in rows:
            yield _class(row)
        after = rows[-1].class_id


async def classes_of_trainee(database: Database, trainee_id: UUID) -> list[TrainingClass]:
    """The classes a person is registered in, newest first."""
    return [_class(row) for row in await database.read(_CLASSES_OF_TRAINEE, trainee_id=trainee_id)]


# Sessions ------------------------------------------------------------------------------------------------------------

_ADD_SESSIONS = insert_many(class_session)
_SESSION = Statement(select(class_session).where(class_session.c.session_id == bindparam("session_id")))
_SESSIONS = Statement(
    select(class_session)
    .where(class_session.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .order_by(class_session.c.class_id, class_session.c.starts_at, class_session.c.ordinal)
)


def add_sessions(unit: UnitOfWork, sessions: Sequence[Session]) -> None:
    add_many(unit, _ADD_SESSIONS, class_session, sessions)


_CHANGE_SESSION = Fragment(
    Statement(
        update(class_session)
        .values(
            site_id=bindparam("to_site", type_=Uuid),
            starts_at=bindparam("to_start", type_=_MOMENT),
            ends_at=bindparam("to_end", type_=_MOMENT),
            cancelled_at=bindparam("was_cancelled_at", type_=_MOMENT),
        )
        .where(
            class_session.c.session_id == bindparam("of_session", type_=Uuid), class_session.c.cancelled_at.is_(None)
        )
    ),
    must_change_one=True,
)
_ADD_CHANGE = Fragment(
    Statement(insert(plan_change).values({each.name: bindparam(each.name) for each in plan_change.c}))
)
_CHANGES = Statement(
    select(plan_change).where(plan_change.c.class_id == bindparam("class_id")).order_by(plan_change.c.change_id)
)


def change_session(unit: UnitOfWork, changed: Session) -> None:
    """Keep a session as it has become: its place and time, or that it is cancelled."""
    unit.add(
        _CHANGE_SESSION,
        of_session=changed.session_id,
        to_site=changed.site_id,
        to_start=changed.starts_at,
        to_end=changed.ends_at,
        was_cancelled_at=changed.cancelled_at,
    )


def add_plan_change(unit: UnitOfWork, change: PlanChange) -> None:
    unit.add(_ADD_CHANGE, **{each.name: getattr(change, each.name) for each in plan_change.c})


async def plan_changes_of(database: Database, class_id: UUID) -> list[PlanChange]:
    """Every change of a class's plan, oldest first."""
    rows = await database.read(_CHANGES, class_id=class_id)
    return [PlanChange(**row._asdict() | {"kind": ChangeKind(row.kind)}) for row in rows]


async def session_of(database: Database, session_id: UUID) -> Session | None:
    row = await database.read_one(_SESSION, session_id=session_id)
    return None if row is None else _session(row)


async def sessions_of(database: Database, class_ids: Iterable[UUID]) -> list[Session]:
    """The sessions of these classes, each class's in the order in which they take place."""
    return [_session(row) for row in await database.read(_SESSIONS, class_ids=list(class_ids))]


def _session(row: Row) -> Session:
    values = row._asdict()
    part = None if row.part is None else SessionPart(row.part)
    return Session(**values | {"delivery": Delivery(row.delivery), "part": part})


def _class(row: Row) -> TrainingClass:
    values = row._asdict()
    for name in ("phases", "proofs"):
        values[name] = tuple(values[name])
    values["teaching"] = tuple(
        TeachingLeg(
            delivery=VoucherDelivery(each["delivery"]),
            institution_id=UUID(each["institution_id"]),
            share_percent=each["share_percent"],
        )
        for each in values["teaching"]
    )
    return TrainingClass(**values | {"state": ClassState(values["state"])})
