"""Questions of a class in pages: those who teach it read and answer them, the unanswered first."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.ids import new_id
from checkin_service.questions import service
from checkin_service.questions.schemas import NewAnswer
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/classes/{class_id}/questions", by=Permission.QUESTION_READ)
async def show(visit: Visit, class_id: UUID, done: Annotated[Literal["answered"] | None, Query()] = None) -> Response:
    return await _page(visit, class_id, Draft(), done=done)


@router.takes("/classes/{class_id}/questions/{question_id}", by=Permission.QUESTION_ANSWER)
async def answer(visit: Visit, class_id: UUID, question_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        found = await service.questions(visit.resources, visit.subject, class_id)
        asked_by = {each.question_id: each.trainee_id for each in found.questions}.get(question_id)
        fields = {"request_id": draft.form_id, "trainee_id": asked_by, "text": draft.value("text")}
        await service.answer(visit.resources, visit.subject, question_id, as_body(NewAnswer, fields))
        return RedirectResponse(f"/classes/{class_id}/questions?done=answered", status_code=303)
    return await _page(visit, class_id, draft)


async def _page(visit: Visit, class_id: UUID, draft: Draft, *, done: str | None = None) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await service.questions(visit.resources, visit.subject, class_id)
    listing = sifted(visit, found.questions, lambda each: [each.trainee_name, *(one.text for one in each.entries)])
    return visit.page(
        "lesson/questions.html", status=draft.status, held=held, listing=listing, draft=draft, new_id=new_id, done=done
    )
