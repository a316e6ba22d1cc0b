"""Read access to the timetable for its own use cases and for the capabilities above."""

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.database import Database
from checkin_service.kit.http.paging import PageRequest, everything
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, in_the_name_of
from checkin_service.policy.book import PolicyView, book, policy_at
from checkin_service.timetable import rules
from checkin_service.timetable.model import (
    ClassState,
    HeldSession,
    OwnRegistration,
    Registration,
    Session,
    TrainingClass,
)
from checkin_service.timetable.store import classes, instructors, of_projects, registrations, teaching


async def class_for(resources: Resources, subject: Subject, class_id: UUID) -> TrainingClass:
    """The class, for those whose matter it is; 404 for everybody else."""
    found = await classes.class_of(resources.database, class_id)
    if found is None or not rules.may_see(subject, found):
        raise not_found()
    await require_teaching(resources, subject, class_id)
    return found


async def class_of_party(resources: Resources, subject: Subject, class_id: UUID) -> TrainingClass:
    """The class, also for an institution that teaches one of its legs (FJ-26); 404 for everybody else."""
    found = await classes.class_of(resources.database, class_id)
    if found is None or not rules.takes_part(subject, found):
        raise not_found()
    await require_teaching(resources, subject, class_id)
    return found


async def require_teaching(resources: Resources, subject: Subject, class_id: UUID) -> None:
    """An instructor sees the classes that the institution gave them, and no other; for everybody else this is open."""
    staff_id = instructor_of(subject)
    if staff_id is not None and await instructors.instructor_of(resources.database, class_id, staff_id) is None:
        raise not_found()


async def session_with_class(database: Database, session_id: UUID) -> HeldSession | None:
    session = await classes.session_of(database, session_id)
    training_class = await classes.class_of(database, session.class_id) if session else None
    return None if session is None or training_class is None else HeldSession(session, training_class)


async def sessions_on(resources: Resources, subject: Subject, day: date) -> list[HeldSession]:
    """The lessons of a day in somebody's own open classes, the earliest first; not of those with a leg of theirs."""

    async def ask(page: PageRequest) -> tuple[list[TrainingClass], str | None]:
        found = await classes.classes_of(resources.database, page, whose(subject, ClassState.OPEN))
        return page.shown(found, lambda each: each.class_id)

    open_now = {each.class_id: each for each in await everything(ask) if rules.may_see(subject, each)}
    since = datetime.combine(day, time(), CHINA)
    before = since + timedelta(days=1)
    sessions = await classes.sessions_between(resources.database, list(open_now), since=since, before=before)
    return [HeldSession(each, open_now[each.class_id]) for each in sessions]


def instructor_of(subject: Subject) -> UUID | None:
    """Whose classes alone somebody sees: an instructor's own."""
    return subject.subject_id if subject.role is Role.INSTRUCTOR else None


def whose(subject: Subject, state: ClassState | None) -> classes.Whose:
    """Which classes are somebody's matter."""
    return classes.Whose(subject.institution_id, subject.authority_code, state, instructor_of(subject))


async def sessions_of(database: Database, class_id: UUID) -> list[Session]:
    """The sessions of a class in order, cancelled ones too."""
    return await classes.sessions_of(database, [class_id])


async def sessions_of_trainee(database: Database, trainee_id: UUID) -> list[Session]:
    """The sessions of every class that a person is registered in and has not left."""
    lines = await registrations.registrations_of(database, trainee_id)
    return await classes.sessions_of(database, [each.class_id for each in lines if each.is_active])


async def class_names(resources: Resources, class_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these classes are called."""
    return dict(await classes.names_of(resources.database, list(class_ids)))


async def institutions_teaching(resources: Resources, class_ids: Collection[UUID]) -> set[UUID]:
    """Whose classes these are."""
    return {each.institution_id for each in await teaching.institutions_of(resources.database, list(class_ids))}


async def unfinished_classes(resources: Resources, institution_id: UUID) -> list[TrainingClass]:
    """Classes of an institution that have begun and not come to their end."""
    return await in_the_name_of(Work.INSTITUTION, classes.unfinished_of(resources.database, institution_id))


async def classes_of_project(resources: Resources, project_id: UUID) -> list[TrainingClass]:
    """Of a project the classes that wait for their opening, are held, or wait for their completion."""
    return await of_projects.going_on_with(resources.database, project_id)


def open_classes(database: Database) -> AsyncIterator[TrainingClass]:
    """Every class that is being held."""
    return classes.open_classes(database)


async def roster_of(database: Database, class_id: UUID) -> list[Registration]:
    return await registrations.roster_of(database, class_id)


async def registration_of(database: Database, trainee_id: UUID, class_id: UUID) -> Registration | None:
    return await registrations.registration_of(database, trainee_id, class_id)


async def registration_with_class(database: Database, trainee_id: UUID, class_id: UUID) -> OwnRegistration | None:
    registration = await registrations.registration_of(database, trainee_id, class_id)
    training_class = await classes.class_of(database, class_id) if registration else None
    return None if registration is None or training_class is None else OwnRegistration(registration, training_class)


async def registrations_of_trainee(database: Database, trainee_id: UUID) -> list[OwnRegistration]:
    """Everything a person is registered in and has not withdrawn from, the newest class first."""
    lines = {each.class_id: each for each in await registrations.registrations_of(database, trainee_id)}
    found = await classes.classes_of_trainee(database, trainee_id)
    return [OwnRegistration(lines[each.class_id], each) for each in found if each.class_id in lines]


def policy_on(authority_code: str, *, on: date, now: datetime) -> PolicyView:
    """An authority's rules for a day, as far as they are known at this moment."""
    return book().at(authority_code, on=on, known_on=day_of(now))


def policy_of_session(held: HeldSession, *, now: datetime) -> PolicyView:
    """The supervising authority's rules for the session's day, as far as they are known at this moment."""
    return policy_at(held.training_class.supervising_authority, held.session.starts_at, known_at=now)


def policy_of_class(training_class: TrainingClass, *, now: datetime) -> PolicyView:
    """The supervising authority's rules for the present day."""
    return policy_at(training_class.supervising_authority, now, known_at=now)
