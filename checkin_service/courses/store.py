"""Statements about courses of the register, their versions and steps."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import institution, is_active
from checkin_service.conduct.tables import is_listed
from checkin_service.courses.model import Content, Course, Listed, Step
from checkin_service.courses.tables import course_content, course_step, training_course
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_course = fragment_of(Course, insert(training_course))
add_content = fragment_of(Content, insert(course_content))
add_step = fragment_of(Step, insert(course_step))

_IDS = bindparam("course_ids", type_=ARRAY(Uuid))
_LISTED = select(
    training_course.c.course_id,
    training_course.c.institution_id,
    institution.c.name.label("institution"),
    training_course.c.authority_code,
    training_course.c.filed_at,
).join(institution, institution.c.institution_id == training_course.c.institution_id)


@question(select(training_course).where(matches(training_course, "course_id")))
async def course_of(database: Database, course_id: UUID) -> Course | None: ...


@question(_LISTED.where(matches(training_course, "course_id")))
async def listed_course(database: Database, course_id: UUID) -> Listed | None: ...


@question(
    select(course_content)
    .where(course_content.c.course_id == func.any(_IDS))
    .order_by(course_content.c.course_id, course_content.c.ordinal)
)
async def contents_of(database: Database, course_ids: Iterable[UUID]) -> list[Content]:
    """Every version of these courses, of each the oldest first."""


@question(
    select(course_step)
    .where(course_step.c.course_id == func.any(_IDS))
    .order_by(course_step.c.course_id, course_step.c.ordinal)
)
async def steps_of(database: Database, course_ids: Iterable[UUID]) -> list[Step]:
    """What became of these courses, of each the oldest first."""


@question(
    _LISTED.where(
        or_(
            matches(training_course, "institution_id"),
            training_course.c.authority_code.startswith(bindparam("below", type_=Text)),
        ),
        training_course.c.course_id > bindparam("after", type_=Uuid),
    )
    .order_by(training_course.c.course_id)
    .limit(bindparam("count", type_=Integer))
)
async def courses_of(
    database: Database, *, institution_id: UUID | None, below: str | None, after: UUID, count: int
) -> list[Listed]:
    """Of an institution, or those that an authority and the ones below it examine; whichever is given."""


_approved = exists().where(alike(course_step, training_course, "course_id"), course_step.c.kind == "approved")
_text = func.lower(func.concat_ws(" ", course_content.c.title, course_content.c.occupation, institution.c.name))
_ON = bindparam("on_day", type_=Date)
_is_public = is_active(training_course.c.institution_id) & is_listed(training_course.c.institution_id, _ON)
_APPROVED = (
    _LISTED.where(_approved).order_by(training_course.c.course_id.desc()).limit(bindparam("most", type_=Integer))
)


@question(_APPROVED.where(training_course.c.authority_code.startswith(bindparam("division", type_=Text))))
async def approved_courses(database: Database, *, division: str, most: int | None) -> list[Listed]:
    """Courses that were approved once, the latest first, so many at most; whether they stand, their steps say."""


@question(
    _APPROVED.where(
        _is_public,
        exists().where(
            alike(course_content, training_course, "course_id"),
            func.strpos(_text, func.lower(bindparam("words", type_=Text))) > 0,
        ),
        or_(
            bindparam("division", type_=Text).is_(None),
            training_course.c.authority_code.startswith(bindparam("division", type_=Text)),
        ),
    )
)
async def public_courses(
    database: Database, *, words: str, division: str | None, on_day: date, most: int | None
) -> list[Listed]:
    """The same of institutions that stand and that no sanction takes off the public lists."""


@question(_LISTED.where(matches(training_course, "course_id"), _is_public))
async def public_course(database: Database, course_id: UUID, on_day: date) -> Listed | None: ...
