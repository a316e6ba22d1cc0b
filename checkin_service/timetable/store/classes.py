"""Every statement about classes and their sessions."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.catalogue.tables import institution
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.lists import LongList, age, day, number, text, word
from checkin_service.kit.questions import matches, question
from checkin_service.policy.model import prefix_of
from checkin_service.timetable.model import (
    ClassState,
    PlanChange,
    Session,
    TrainingClass,
)
from checkin_service.timetable.tables import class_instructor, class_session, plan_change, registration, training_class

_MOMENT = DateTime(timezone=True)

_matters = select(training_class).where(
    or_(
        matches(training_class, "institution_id"),
        training_class.c.supervising_authority.startswith(bindparam("below", type_=Text)),
        training_class.c.paying_authority.startswith(bindparam("below", type_=Text)),
        training_class.c.counting_authority.startswith(bindparam("below", type_=Text)),
        training_class.c.teaching.contains(bindparam("with_leg", type_=JSONB)),
    ),
    or_(bindparam("in_state", type_=Text).is_(None), training_class.c.state == bindparam("in_state", type_=Text)),
    or_(
        bindparam("of_instructor", type_=Uuid).is_(None),
        exists().where(
            class_instructor.c.class_id == training_class.c.class_id,
            class_instructor.c.staff_id == bindparam("of_instructor", type_=Uuid),
            class_instructor.c.teaches,
        ),
    ),
)
_CLASSES = Statement(
    _matters.where(training_class.c.class_id > bindparam("after"))
    .order_by(training_class.c.class_id)
    .limit(bindparam("fetch")),
    TrainingClass,
)
_NAMED = _matters.join(institution, institution.c.institution_id == training_class.c.institution_id)
_COLUMNS = {
    "class": text(training_class.c.name),
    "institution": text(institution.c.name),
    "state": word(training_class.c.state, of="state"),
    "hours": number(training_class.c.total_hours),
    "applied_on": day(training_class.c.applied_at),
    "age": age(training_class.c.applied_at),
}
_LATEST_FIRST = LongList(_NAMED, TrainingClass, key=training_class.c.class_id, columns=_COLUMNS, latest_first=True)
_OLDEST_FIRST = LongList(_NAMED, TrainingClass, key=training_class.c.class_id, columns=_COLUMNS)
_BY_NAME = Statement(
    _matters.with_only_columns(training_class.c.class_id, maintain_column_froms=True).where(
        func.strpos(func.lower(training_class.c.name), func.lower(bindparam("part_of_name", type_=Text))) > 0
    ),
    UUID,
)
_PAGE = 200
_OPEN_CLASSES = Statement(
    select(training_class)
    .where(training_class.c.state == "open", training_class.c.class_id > bindparam("after"))
    .order_by(training_class.c.class_id)
    .limit(bindparam("fetch")),
    TrainingClass,
)


@fragment(
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
    ),
    must_change_one=True,
)
def _change_class(
    unit: UnitOfWork,
    *,
    of_class: UUID,
    seen_revision: int,
    to_state: ClassState,
    to_phases: list[str],
    to_hours: int,
    was_opened_at: datetime | None,
    was_completed_at: datetime | None,
) -> None: ...


add_class = fragment_of(TrainingClass, insert(training_class))


def change_class(unit: UnitOfWork, changed: TrainingClass) -> None:
    """Keep a class as it has become; the write fails when anybody changed it since it was read.

    Also used with nothing changed: whoever relies on the state of a class raises its revision, so that two such
    writes notice each other.
    """
    _change_class(
        unit,
        of_class=changed.class_id,
        seen_revision=changed.revision,
        to_state=changed.state,
        to_phases=list(changed.phases),
        to_hours=changed.total_hours,
        was_opened_at=changed.opened_at,
        was_completed_at=changed.completed_at,
    )


@question(select(training_class).where(matches(training_class, "class_id")))
async def class_of(database: Database, class_id: UUID) -> TrainingClass | None: ...


class _NamedClass(NamedTuple):
    class_id: UUID
    name: str


@question(
    select(training_class.c.class_id, training_class.c.name).where(
        training_class.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid)))
    )
)
async def names_of(database: Database, class_ids: Iterable[UUID]) -> list[_NamedClass]: ...


@question(
    select(training_class)
    .where(
        matches(training_class, "institution_id"),
        or_(training_class.c.state == "open", training_class.c.state == "completion_applied"),
        exists().where(registration.c.class_id == training_class.c.class_id, registration.c.withdrawn_at.is_(None)),
    )
    .order_by(training_class.c.class_id)
)
async def unfinished_of(database: Database, institution_id: UUID) -> list[TrainingClass]:
    """Of an institution's own classes those that were opened, are not completed, and have somebody left in them."""


class Whose(NamedTuple):
    """The classes of an institution, also those it teaches a leg of, or of an authority, whichever is given.

    With an instructor only those that the institution gave to this one.
    """

    institution_id: UUID | None
    authority_code: str | None
    state: ClassState | None
    instructor_id: UUID | None

    @property
    def values(self) -> dict[str, object]:
        institution_id, authority_code = self.institution_id, self.authority_code
        return {
            "institution_id": institution_id,
            "with_leg": None if institution_id is None else [{"institution_id": str(institution_id)}],
            "below": None if authority_code is None else prefix_of(authority_code),
            "in_state": self.state.value if self.state else None,
            "of_instructor": self.instructor_id,
        }


async def classes_of(database: Database, page: PageRequest, whose: Whose) -> list[TrainingClass]:
    """The oldest first."""
    return await database.read(_CLASSES, after=page.after, fetch=page.fetch, **whose.values)


async def listed_classes(database: Database, wanted: Wanted, whose: Whose) -> ListPart[TrainingClass]:
    """Searched and sorted: the latest first, of those in one state the one that has waited longest."""
    classes = _LATEST_FIRST if whose.state is None else _OLDEST_FIRST
    return await classes.part(database, wanted, **whose.values)


async def classes_named(database: Database, words: str, whose: Whose) -> list[UUID]:
    """Whose names hold these words, the ids alone."""
    return await database.read(_BY_NAME, part_of_name=words, **whose.values)


async def open_classes(database: Database) -> AsyncIterator[TrainingClass]:
    """Every class that is being held, page by page."""
    after = UUID(int=0)
    while found := await database.read(_OPEN_CLASSES, after=after, fetch=_PAGE):
        for training_class_ in found:
            yield training_class_
        after = found[-1].class_id


@question(
    select(training_class)
    .join(registration, registration.c.class_id == training_class.c.class_id)
    .where(matches(registration, "trainee_id"), registration.c.withdrawn_at.is_(None))
    .order_by(training_class.c.class_id.desc())
)
async def classes_of_trainee(database: Database, trainee_id: UUID) -> list[TrainingClass]:
    """The classes a person is registered in, newest first."""


# Sessions ------------------------------------------------------------------------------------------------------------


@fragment(
    update(class_session)
    .values(
        site_id=bindparam("to_site", type_=Uuid),
        starts_at=bindparam("to_start", type_=_MOMENT),
        ends_at=bindparam("to_end", type_=_MOMENT),
        class_hours=bindparam("to_hours", type_=Integer),
        cancelled_at=bindparam("was_cancelled_at", type_=_MOMENT),
    )
    .where(class_session.c.session_id == bindparam("of_session", type_=Uuid), class_session.c.cancelled_at.is_(None)),
    must_change_one=True,
)
def _change_session(
    unit: UnitOfWork,
    *,
    of_session: UUID,
    to_site: UUID,
    to_start: datetime,
    to_end: datetime,
    to_hours: int,
    was_cancelled_at: datetime | None,
) -> None: ...


add_sessions = fragment_of_many(Session, class_session)


def change_session(unit: UnitOfWork, changed: Session) -> None:
    """Keep a session as it has become: its place and time, or that it is cancelled."""
    _change_session(
        unit,
        of_session=changed.session_id,
        to_site=changed.site_id,
        to_start=changed.starts_at,
        to_end=changed.ends_at,
        to_hours=changed.class_hours,
        was_cancelled_at=changed.cancelled_at,
    )


add_plan_change = fragment_of(PlanChange, insert(plan_change))


@question(select(plan_change).where(matches(plan_change, "class_id")).order_by(plan_change.c.change_id))
async def plan_changes_of(database: Database, class_id: UUID) -> list[PlanChange]:
    """Every change of a class's plan, oldest first."""


@question(select(class_session).where(matches(class_session, "session_id")))
async def session_of(database: Database, session_id: UUID) -> Session | None: ...


@question(
    select(class_session)
    .where(class_session.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .order_by(class_session.c.class_id, class_session.c.starts_at, class_session.c.ordinal)
)
async def sessions_of(database: Database, class_ids: Iterable[UUID]) -> list[Session]:
    """The sessions of these classes, each class's in the order in which they take place."""


@question(
    select(class_session)
    .where(
        class_session.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))),
        class_session.c.starts_at >= bindparam("since", type_=_MOMENT),
        class_session.c.starts_at < bindparam("before", type_=_MOMENT),
        class_session.c.delivery != "self_paced",
    )
    .order_by(class_session.c.starts_at, class_session.c.session_id)
)
async def sessions_between(
    database: Database, class_ids: Iterable[UUID], *, since: datetime, before: datetime
) -> list[Session]:
    """The lessons of these classes that begin in a time, the earliest first."""
