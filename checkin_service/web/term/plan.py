"""Changes of an approved plan, and the list published before payment."""

import asyncio
import json
from typing import Any
from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.attendance.service import plan_changes
from checkin_service.kit.ids import derived_id
from checkin_service.kit.printing import MEDIA_TYPE
from checkin_service.oversight import service as oversight
from checkin_service.oversight.schemas import NewPublication
from checkin_service.oversight.words.publication_pdf import publication_pdf
from checkin_service.timetable.model import ChangeKind
from checkin_service.timetable.schemas import ClassAnswer
from checkin_service.timetable.schemas.plan_changes import PlanChangeRequest
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.term.class_form import class_form, class_of, lessons_of, moment_at
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/classes/{class_id}/plan-changes", by=Permission.PLAN_CHANGE)
async def ask_change(visit: Visit, class_id: UUID) -> Response:
    return await _change_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/plan-changes", by=Permission.PLAN_CHANGE)
async def change_plan(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        held = await class_of(visit, class_id)
        fields = {"change_id": draft.form_id, "reason": draft.value("reason"), "change": _change(draft, held)}
        body = as_body(PlanChangeRequest, fields)
        await plan_changes.change_plan(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/board?done=plan", status_code=303)
    return await _change_page(visit, class_id, draft)


def _change(draft: Draft, held: ClassAnswer) -> dict[str, Any]:
    """What the chosen kind of change needs; a new lesson is held where the chosen one was."""
    kind, lesson = draft.value("kind"), draft.value("session_id")
    if kind == ChangeKind.CANCELLED:
        return {"kind": kind, "session_id": lesson}
    if kind == ChangeKind.BROKEN_OFF:
        return {"kind": kind, "session_id": lesson, "hours_held": draft.number("hours")}
    times = {"starts_at": moment_at(draft, "day", "starts"), "ends_at": moment_at(draft, "day", "ends")}
    if kind == ChangeKind.MOVED:
        return {"kind": kind, "session_id": lesson, **times}
    like = next((each for each in held.sessions if str(each.session_id) == lesson), None)
    return {
        "kind": kind,
        "session_id": derived_id(draft.form_id, "session"),
        "site_id": like.site_id if like else None,
        "class_hours": draft.number("hours"),
        **times,
    }


async def _change_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held, say = await class_of(visit, class_id), visit.speech
    kinds = [(str(each), say(f"plan_change.{each}")) for each in ChangeKind]
    fields = [
        Field(name="kind", label="term.change", kind="select", choices=kinds),
        Field(
            name="session_id",
            label="term.lesson",
            kind="select",
            choices=lessons_of(visit, held),
            hint="term.lesson_hint",
        ),
        Field(name="day", label="term.day", kind="date", is_required=False, hint="term.day_hint"),
        Field(name="starts", label="term.starts", kind="time", is_required=False, known_as=("change",)),
        Field(name="ends", label="term.ends", kind="time", is_required=False),
        Field(name="hours", label="term.hours", kind="number", is_required=False, most=2, hint="term.hours_hint"),
        Field(name="reason", label="term.reason"),
    ]
    return class_form(visit, held, draft, fields, "plan-changes")


@router.shows("/classes/{class_id}/publication", by=Permission.PUBLICATION_MAKE)
async def ask_publication(visit: Visit, class_id: UUID) -> Response:
    return class_form(visit, await class_of(visit, class_id), Draft(), [], "publication")


@router.takes("/classes/{class_id}/publication", by=Permission.PUBLICATION_MAKE)
async def publish(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """The list as it is put up: what is kept and what is printed are the same."""
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewPublication, {"publication_id": draft.form_id})
        kept = await oversight.publish(visit.resources, visit.subject, class_id, body)
        content = await asyncio.to_thread(publication_pdf, json.loads(kept))
        headers = {"Content-Disposition": 'attachment; filename="publication.pdf"'}
        return Response(content, media_type=MEDIA_TYPE, headers=headers)
    return class_form(visit, await class_of(visit, class_id), draft, [], "publication")
