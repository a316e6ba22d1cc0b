"""Headcounts of a lesson in a page of who teaches it: a photograph is counted and dropped, a difference explained."""

from base64 import b64encode
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.checkin.schemas.headcounts import NewHeadcount, NewHeadcountExplanation
from checkin_service.checkin.service import headcounts
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import not_found
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.intakes.uploads import SentPicture
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

Done = Annotated[Literal["counted", "explained"] | None, Query()]


@router.shows("/sessions/{session_id}/headcounts", by=Permission.HEADCOUNT_TAKE)
async def show(visit: Visit, session_id: UUID, done: Done = None) -> Response:
    return await _page(visit, session_id, Draft(), done)


@router.takes("/sessions/{session_id}/headcounts", by=Permission.HEADCOUNT_TAKE)
async def take(visit: Visit, session_id: UUID, sent: SentPicture) -> Response:
    draft = Draft.sent({name: [value] for name, value in sent.fields.items()})
    with draft.correctable():
        fields = {
            "headcount_id": draft.form_id,
            "code": draft.value("code").strip(),
            "picture": b64encode(sent.content).decode(),
        }
        await headcounts.take(visit.resources, visit.subject, session_id, as_body(NewHeadcount, fields))
        return RedirectResponse(f"/sessions/{session_id}/headcounts?done=counted", status_code=303)
    return await _page(visit, session_id, draft)


@router.takes("/sessions/{session_id}/headcounts/{headcount_id}", by=Permission.HEADCOUNT_TAKE)
async def explain(visit: Visit, session_id: UUID, headcount_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "words": draft.value("words").strip()}
        said = as_body(NewHeadcountExplanation, fields)
        await headcounts.explain(visit.resources, visit.subject, session_id, headcount_id, said)
        return RedirectResponse(f"/sessions/{session_id}/headcounts?done=explained", status_code=303)
    return await _page(visit, session_id, draft)


async def _page(visit: Visit, session_id: UUID, draft: Draft, done: Done = None) -> Response:
    found = await headcounts.of_lesson(visit.resources, visit.subject, session_id)
    held = await timetable.session_with_class(visit.resources.database, session_id)
    if held is None:
        raise not_found()
    return visit.page(
        "headcounts/lesson.html",
        status=draft.status,
        session=held.session,
        class_name=held.training_class.name,
        found=found,
        draft=draft,
        new_id=new_id,
        done=done,
    )
