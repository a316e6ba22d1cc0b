"""Instructors of a class, ticked by the institution's administrator."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.instructors import Instructors
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.term.class_form import class_form, class_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/classes/{class_id}/instructors", by=Permission.INSTRUCTOR_ASSIGN)
async def ask(visit: Visit, class_id: UUID) -> Response:
    found = await timetable.instructors(visit.resources, visit.subject, class_id)
    return await _page(
        visit, class_id, Draft({"instructors": [str(each.staff_id) for each in found.instructors if each.teaches]})
    )


@router.takes("/classes/{class_id}/instructors", by=Permission.INSTRUCTOR_ASSIGN)
async def assign(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "instructors": list(draft.values("instructors"))}
        await timetable.assign(visit.resources, visit.subject, class_id, as_body(Instructors, fields))
        return RedirectResponse(f"/classes/{class_id}/board?done=instructors", status_code=303)
    return await _page(visit, class_id, draft)


async def _page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    found = await timetable.instructors(visit.resources, visit.subject, class_id)
    choices = [(str(each.staff_id), each.display_name) for each in found.instructors]
    hint = "" if choices else "term.instructors_none"
    ticks = Field(name="instructors", label="term.instructors_of", kind="checks", choices=choices, hint=hint)
    return class_form(visit, await class_of(visit, class_id), draft, [ticks], "instructors")
