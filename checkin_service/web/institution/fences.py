"""A lesson held away from its site: the instructor's own place becomes the middle of the fence (以我为中心)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse
from pydantic_core import from_json

from checkin_service.access.model import Permission
from checkin_service.checkin.schemas.fences import NewMovingFence
from checkin_service.checkin.service import moving_fences
from checkin_service.kit.problem import existing
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/sessions/{session_id}/fence", by=Permission.FENCE_MOVE)
async def ask(visit: Visit, session_id: UUID, done: Annotated[Literal["placed"] | None, Query()] = None) -> Response:
    return await _page(visit, session_id, Draft(), done=done)


@router.takes("/sessions/{session_id}/fence", by=Permission.FENCE_MOVE)
async def place(visit: Visit, session_id: UUID, form: Choices) -> Response:
    """Where the instructor stands, as the browser measured it; nobody types a place."""
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewMovingFence, {**_measured(draft), "fence_id": draft.form_id})
        await moving_fences.place_fence(visit.resources, visit.subject, session_id, body)
        return RedirectResponse(f"/sessions/{session_id}/fence?done=placed", status_code=303)
    return await _page(visit, session_id, draft)


def _measured(draft: Draft) -> dict[str, object]:
    try:
        measured = from_json(draft.value("position"))
    except ValueError:
        return {}
    return measured if isinstance(measured, dict) else {}


async def _page(visit: Visit, session_id: UUID, draft: Draft, *, done: str | None = None) -> Response:
    found = existing(await timetable.session_with_class(visit.resources.database, session_id))
    held = await timetable.shown_class(visit.resources, visit.subject, found.session.class_id)
    return visit.page(
        "lesson/fence.html", status=draft.status, held=held, session=found.session, draft=draft, done=done
    )
