"""The authority's review queue (人工复核): each doubt with its findings, and a decision with a reason."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.checkin import plan, reviews
from checkin_service.checkin.schemas import CheckInAnswer, ReviewPage, ReviewRequest
from checkin_service.kit.http import drawing
from checkin_service.kit.ids import new_id
from checkin_service.kit.paging import Page
from checkin_service.timetable import service as timetable
from checkin_service.web.forms import Form, as_body
from checkin_service.web.pages import PageRoute
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)


@router.get("/reviews")
async def queue(
    visit: Annotated[Visit, Depends(Visitor(Permission.REVIEW_READ))],
    paging: Page,
    done: Annotated[Literal["accept", "reject"] | None, Query()] = None,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
) -> Response:
    found = await reviews.queue(visit.resources, visit.subject, class_id=class_id, page=paging)
    return visit.page(
        "reviews.html",
        # An id per form makes pressing twice harmless.
        waiting=[(new_id(), item) for item in found.reviews],
        places=await _places(visit, found),
        is_placed=is_placed,
        next_cursor=found.next_cursor,
        class_id=class_id,
        done=done,
    )


@router.get("/reviews/{attempt_id}/plan.svg")
async def show_plan(
    visit: Annotated[Visit, Depends(Visitor(Permission.PLAN_READ))], attempt_id: UUID, trainee: UUID
) -> Response:
    return drawing(await plan.plan_of(visit.resources, visit.subject, attempt_id, trainee_id=trainee))


@router.post("/reviews")
async def decide(visit: Annotated[Visit, Depends(Visitor(Permission.REVIEW_DECIDE))], form: Form) -> Response:
    body = as_body(ReviewRequest, form)
    await reviews.decide(visit.resources, visit.subject, body)
    return RedirectResponse(f"/reviews?done={body.decision}", status_code=303)


def is_placed(attempt: CheckInAnswer) -> bool:
    """Whether the attempt came with a fix that was compared with the fence."""
    return any(each.check == "location" and isinstance(each.measured, dict) for each in attempt.findings)


async def _places(visit: Visit, found: ReviewPage) -> dict[UUID, str]:
    """The name of the class and the number of the session, by session."""
    places = {}
    for session_id in {item.attempt.session_id for item in found.reviews}:
        held = await timetable.session_with_class(visit.resources.database, session_id)
        if held is not None:
            session, training_class = held
            places[session_id] = f"{training_class.name} · {session.ordinal}"
    return places
