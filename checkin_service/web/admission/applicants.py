"""The institution's page of a class: its places on offer, and who has applied for one."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.admission import service
from checkin_service.admission.model import OPEN
from checkin_service.admission.schemas import ApplicationRuling, Offer
from checkin_service.kit.ids import new_id
from checkin_service.timetable import service as timetable
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

Done = Annotated[str | None, Query(pattern="^(offered|decided)$")]


@router.shows("/classes/{class_id}/applications", by=Permission.APPLICATION_DECIDE)
async def show(visit: Visit, class_id: UUID, done: Done = None) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await service.applicants(visit.resources, visit.subject, class_id)
    return visit.page(
        "admission/applicants.html",
        held=held,
        found=found,
        # An id per form makes pressing twice harmless.
        applicants=[(new_id(), each, each.state in OPEN) for each in found.applicants],
        offer_id=new_id(),
        done=done,
    )


@router.takes("/classes/{class_id}/offer", by=Permission.CLASS_OFFER)
async def offer(visit: Visit, class_id: UUID, form: Form) -> Response:
    places = form.get("places", "")
    fields = {"request_id": form.get("request_id"), "places": int(places) if places.isdecimal() else places}
    await service.offer(visit.resources, visit.subject, class_id, as_body(Offer, fields))
    return RedirectResponse(f"/classes/{class_id}/applications?done=offered", status_code=303)


@router.takes("/classes/{class_id}/applications/{application_id}", by=Permission.APPLICATION_DECIDE)
async def decide(visit: Visit, class_id: UUID, application_id: UUID, form: Choices) -> Response:
    single = {
        name: (form.get(name) or [""])[0].strip() or None for name in ("request_id", "state", "reason", "evidence")
    }
    body = as_body(ApplicationRuling, single | {"examined": list(form.get("examined", []))})
    await service.decide(visit.resources, visit.subject, application_id, body)
    return RedirectResponse(f"/classes/{class_id}/applications?done=decided", status_code=303)
