"""Unannounced checks of a class in a page of its authority: what became of each that has ended, and why."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.checkin.schemas.checks import NewCheckTimeDecision
from checkin_service.checkin.service import check_times, own_checks
from checkin_service.kit.ids import new_id
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


Done = Annotated[Literal["decided"] | None, Query()]


@router.shows("/classes/{class_id}/checks", by=Permission.CHECK_READ)
async def show(visit: Visit, class_id: UUID, done: Done = None) -> Response:
    return await _page(visit, class_id, Draft(), done)


@router.takes("/classes/{class_id}/check-times", by=Permission.CHECK_DECIDE)
async def decide(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        said = {
            "request_id": draft.form_id,
            "trainee_id": draft.value("trainee_id"),
            "granted": draft.value("granted") == "yes",
        }
        await check_times.decide(visit.resources, visit.subject, class_id, as_body(NewCheckTimeDecision, said))
        return RedirectResponse(f"/classes/{class_id}/checks?done=decided", status_code=303)
    return await _page(visit, class_id, draft)


async def _page(visit: Visit, class_id: UUID, draft: Draft, done: Done = None) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await own_checks.checks_of_class(visit.resources, visit.subject, class_id)
    say = visit.speech
    listing = sifted(
        visit, found.checks, lambda each: [each.trainee_name, say(f"checks.{each.state}"), each.explanation or ""]
    )
    return visit.page(
        "checks/list.html",
        status=draft.status,
        held=held,
        found=found,
        listing=listing,
        draft=draft,
        new_id=new_id,
        done=done,
    )
