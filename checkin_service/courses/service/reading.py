"""Use cases of reading: courses for their institutions, their authorities and everybody, and which a class may name."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of, reach_of, reads
from checkin_service.courses import rules, store
from checkin_service.courses.model import Course, CourseState, Listed
from checkin_service.courses.schemas import CoursePage, CourseSearch, PublicCourse, PublicCourses, RegisteredCourse
from checkin_service.courses.service.showing import answers, named, public
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest, everything
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import prefix_of

_MOST = 100
_CITY, _PROVINCE = 4, 2
_ASKED = Limit("courses", most=60)


async def course(resources: Resources, subject: Subject, course_id: UUID) -> RegisteredCourse:
    """For its institution, its authority and those above; an approved one also for every other institution."""
    found = await named(resources, course_id)
    (answer,) = await answers(resources, [found])
    is_theirs = subject.institution_id == found.institution_id or reads(subject, found.authority_code)
    if not is_theirs and answer.state is not CourseState.APPROVED:
        raise not_found()
    return answer


async def courses(resources: Resources, subject: Subject, page: PageRequest) -> CoursePage:
    """An institution's own, or those that an authority and the ones below it examine."""
    found = await store.courses_of(
        resources.database,
        institution_id=subject.institution_id,
        below=reach_of(subject),
        after=page.after,
        count=page.fetch,
    )
    shown, cursor = page.shown(found, lambda each: each.course_id)
    return CoursePage(courses=await answers(resources, shown), next_cursor=cursor)


async def search(resources: Resources, asked: CourseSearch, *, address: str) -> PublicCourses:
    """The approved courses that stand, for everybody, of institutions that public lists name."""
    await resources.limits.require_of(_ASKED, address)
    division = None if asked.division is None else prefix_of(asked.division)
    today = day_of(resources.clock.now())
    found = await store.public_courses(
        resources.database, words=asked.words, division=division, on_day=today, most=_MOST
    )
    shown = await answers(resources, found)
    return PublicCourses(courses=[public(each) for each in shown if each.state is CourseState.APPROVED])


async def public_course(resources: Resources, course_id: UUID) -> PublicCourse:
    today = day_of(resources.clock.now())
    (answer,) = await answers(resources, [existing(await store.public_course(resources.database, course_id, today))])
    if answer.state is not CourseState.APPROVED:
        raise not_found()
    return public(answer)


async def require_usable(
    resources: Resources, course_id: UUID | None, supervising: str, policy: PolicyView, *, is_online: bool
) -> None:
    """Refuse a class whose course is not approved for its place, or that names none where one is asked for."""
    if course_id is None:
        refusal = rules.need_refusal(policy, is_online=is_online)
    else:
        found = existing(await store.course_of(resources.database, course_id))
        steps = await store.steps_of(resources.database, [course_id])
        refusal = rules.use_refusal(found, steps, supervising, policy)
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason="course")


async def usable_courses(resources: Resources, supervising: str, policy: PolicyView) -> list[PublicCourse]:
    """The approved courses that a class under this authority may name."""
    found = await store.approved_courses(
        resources.database, division=supervising[:_CITY], most=None
    ) + await store.approved_courses(resources.database, division=f"{supervising[:_PROVINCE]}0000", most=None)
    usable = []
    for each in {one.course_id: one for one in found}.values():
        steps = await store.steps_of(resources.database, [each.course_id])
        held = Course(
            course_id=each.course_id,
            institution_id=each.institution_id,
            authority_code=each.authority_code,
            filed_at=each.filed_at,
        )
        if rules.use_refusal(held, steps, supervising, policy) is None:
            usable.append(each)
    return [public(each) for each in await answers(resources, usable)]


async def waiting(resources: Resources, subject: Subject) -> list[RegisteredCourse]:
    """Courses of an authority's institutions with a version that nobody has examined."""

    async def ask(page: PageRequest) -> tuple[list[Listed], str | None]:
        found = await store.courses_of(
            resources.database,
            institution_id=None,
            below=authority_of(subject),
            after=page.after,
            count=page.fetch,
        )
        return page.shown(found, lambda each: each.course_id)

    found = [each for each in await everything(ask) if each.authority_code == subject.authority_code]
    shown = await answers(resources, found)
    return [each for each in shown if each.waiting is not None and each.state is not CourseState.CLOSED]
