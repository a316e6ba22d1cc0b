"""The public list of courses: searched by words, without signing in and without a script."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.admission import service
from checkin_service.admission.schemas import CourseQuery
from checkin_service.web.forms import as_body
from checkin_service.web.pages import PageRoute, page

router = APIRouter(route_class=PageRoute)


@router.get("/courses")
async def courses(
    request: Request,
    resources: Res,
    words: Annotated[str, Query(max_length=60)] = "",
    division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
) -> Response:
    """What is offered, the earliest first; where somebody is never stands in the address."""
    query = as_body(CourseQuery, {"words": words, "division": division or None})
    address = request.client.host if request.client else ""
    found = await service.courses(resources, query, address=address)
    return page(request, "admission/courses.html", courses=found.courses, words=words, division=division)
