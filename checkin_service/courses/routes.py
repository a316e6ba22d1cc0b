"""The register of courses over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.courses import service
from checkin_service.courses.schemas import (
    CoursePage,
    CourseSearch,
    NewCourse,
    NewCourseStanding,
    NewCourseVersion,
    NewExamination,
    PublicCourses,
    RegisteredCourse,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="courses")


@router.post(
    "/training-course-searches", response_model=PublicCourses, summary="The register of courses, for all (培训课程库)"
)
async def search_register(resources: Res, request: Request, body: CourseSearch) -> Response:
    """Approved courses with their units and online resources, without signing in."""
    address = request.client.host if request.client else ""
    return answer(await service.search(resources, body, address=address))


@router.creates("/training-courses", by=Permission.COURSE_FILE, summary="File a course (课程报审)")
async def file_course(resources: Res, subject: Subject, body: NewCourse) -> Kept[RegisteredCourse]:
    """By an institution; it is in the register once its authority has approved it."""
    return await service.file(resources, subject, body)


@router.reads("/training-courses", by=Permission.COURSE_READ, summary="Courses filed")
async def list_courses(resources: Res, subject: Subject, page: Page) -> CoursePage:
    """An institution's own, or those that an authority and the ones below it examine."""
    return await service.courses(resources, subject, page)


@router.reads("/training-courses/{course_id}", by=Permission.COURSE_READ, summary="A course with its history")
async def get_course(resources: Res, subject: Subject, course_id: UUID) -> RegisteredCourse:
    return await service.course(resources, subject, course_id)


@router.creates("/training-courses/{course_id}/versions", by=Permission.COURSE_FILE, summary="Change a course")
async def change_course(
    resources: Res, subject: Subject, course_id: UUID, body: NewCourseVersion
) -> Kept[RegisteredCourse]:
    """What was approved stands until the change is approved."""
    return await service.change(resources, subject, course_id, body)


@router.creates(
    "/training-courses/{course_id}/examinations", by=Permission.COURSE_EXAMINE, summary="Examine a course (课程审核)"
)
async def examine_course(
    resources: Res, subject: Subject, course_id: UUID, body: NewExamination
) -> Kept[RegisteredCourse]:
    """By one person of the authority, apart from the admission of the institution."""
    return await service.examine(resources, subject, course_id, body)


@router.creates(
    "/training-courses/{course_id}/standings", by=Permission.COURSE_KEEP, summary="Suspend, resume or close a course"
)
async def keep_course(
    resources: Res, subject: Subject, course_id: UUID, body: NewCourseStanding
) -> Kept[RegisteredCourse]:
    """Suspended and resumed by the authority; closed by it or by the institution."""
    return await service.set_standing(resources, subject, course_id, body)
