"""Use cases of filing: a course is filed and changed by its institution, examined and suspended by its authority."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.courses import rules, store
from checkin_service.courses.model import Content, Course, Listed, Resource, Step, StepKind, Unit
from checkin_service.courses.schemas import (
    CourseContent,
    NewCourse,
    NewCourseStanding,
    NewCourseVersion,
    NewExamination,
    RegisteredCourse,
)
from checkin_service.courses.service.showing import named, shown
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources


@once_per("course_id")
async def file(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewCourse) -> RegisteredCourse:
    """By an institution; the authority that supervises it examines the course, apart from the institution."""
    held = existing(await catalogue.institution_of(resources, existing(subject.institution_id)))
    await catalogue.require_active(resources, held.institution_id)
    now = resources.clock.now()
    new = Course(
        course_id=body.course_id,
        institution_id=held.institution_id,
        authority_code=held.authority_code,
        filed_at=now,
    )
    content = _content(resources, subject, body, new, ordinal=1, reason=None)
    refuse(rules.content_refusal(content), reason="course")
    store.add_course(unit, new)
    store.add_content(unit, content)
    audit.record(unit, subject, Permission.COURSE_FILE, new.course_id, at=now)
    listed = Listed(
        course_id=new.course_id,
        institution_id=new.institution_id,
        institution=held.name,
        authority_code=new.authority_code,
        filed_at=now,
    )
    return shown(listed, [content], [])


@once_per("request_id", operation="course-version")
async def change(
    unit: UnitOfWork, resources: Resources, subject: Subject, course_id: UUID, body: NewCourseVersion
) -> RegisteredCourse:
    """By its institution; what was approved stands until the change is."""
    found, versions, steps = await _own(resources, subject, course_id)
    refuse(rules.change_refusal(versions, steps), reason="course")
    content = _content(resources, subject, body, found, ordinal=len(versions) + 1, reason=body.reason)
    refuse(rules.content_refusal(content), reason="course")
    store.add_content(unit, content)
    audit.record(unit, subject, Permission.COURSE_FILE, course_id, at=content.filed_at)
    return shown(await named(resources, course_id), [*versions, content], steps)


@once_per("request_id", operation="course-examination")
async def examine(
    unit: UnitOfWork, resources: Resources, subject: Subject, course_id: UUID, body: NewExamination
) -> RegisteredCourse:
    """By one person of the authority that supervises the institution."""
    found, versions, steps = await _examined(resources, subject, course_id)
    refuse(rules.examination_refusal(versions, steps), reason="course")
    if body.version != rules.waiting_version(versions, steps):
        raise Problem(ProblemKind.STATE_CONFLICT)
    kind = StepKind.APPROVED if body.approved else StepKind.REFUSED
    step = _step(resources, subject, found, steps, kind, body.version, body.reason)
    store.add_step(unit, step)
    _audit(unit, subject, found, Permission.COURSE_EXAMINE, step)
    return shown(await named(resources, course_id), versions, [*steps, step])


@once_per("request_id", operation="course-standing")
async def set_standing(
    unit: UnitOfWork, resources: Resources, subject: Subject, course_id: UUID, body: NewCourseStanding
) -> RegisteredCourse:
    """Suspended and resumed by the authority; closed by it, or by the institution whose course it is."""
    is_own = subject.institution_id is not None
    if is_own and body.to != "closed":
        raise Problem(ProblemKind.NOT_PERMITTED)
    of_whom = _own if is_own else _examined
    found, versions, steps = await of_whom(resources, subject, course_id)
    kind = StepKind(body.to)
    refuse(rules.standing_refusal(steps, kind), reason="course")
    step = _step(resources, subject, found, steps, kind, rules.approved_version(steps) or len(versions), body.reason)
    store.add_step(unit, step)
    _audit(unit, subject, found, Permission.COURSE_KEEP, step)
    return shown(await named(resources, course_id), versions, [*steps, step])


async def _own(resources: Resources, subject: Subject, course_id: UUID) -> tuple[Course, list[Content], list[Step]]:
    found = existing(await store.course_of(resources.database, course_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    return await _with_history(resources, found)


async def _examined(
    resources: Resources, subject: Subject, course_id: UUID
) -> tuple[Course, list[Content], list[Step]]:
    found = existing(await store.course_of(resources.database, course_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    return await _with_history(resources, found)


async def _with_history(resources: Resources, found: Course) -> tuple[Course, list[Content], list[Step]]:
    versions = await store.contents_of(resources.database, [found.course_id])
    return found, versions, await store.steps_of(resources.database, [found.course_id])


def _content(
    resources: Resources, subject: Subject, body: CourseContent, of: Course, *, ordinal: int, reason: str | None
) -> Content:
    return Content(
        course_id=of.course_id,
        ordinal=ordinal,
        title=body.title,
        occupation=body.occupation,
        level=body.level,
        taught=body.taught,
        class_hours=body.class_hours,
        summary=body.summary,
        units=tuple(Unit(title=each.title, class_hours=each.class_hours) for each in body.units),
        resources=tuple(Resource(kind=each.kind, title=each.title, link=each.link) for each in body.resources),
        question_count=body.question_count,
        reason=reason,
        filed_by=subject.subject_id,
        filed_at=resources.clock.now(),
    )


def _step(
    resources: Resources,
    subject: Subject,
    found: Course,
    steps: Sequence[Step],
    kind: StepKind,
    version: int,
    reason: str | None,
) -> Step:
    return Step(
        course_id=found.course_id,
        ordinal=len(steps) + 1,
        kind=kind,
        version=version,
        reason=reason,
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )


def _audit(unit: UnitOfWork, subject: Subject, found: Course, permission: Permission, step: Step) -> None:
    tenant = f"institution:{found.institution_id}"
    detail = {"step": step.kind.value, "version": step.version}
    audit.record(unit, subject, permission, found.course_id, at=step.taken_at, tenant=tenant, detail=detail)
