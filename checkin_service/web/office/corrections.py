"""Corrections of names and documents in pages: asked for with evidence, decided by another person of the authority."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.identity.schemas import CorrectionDecision, NewCorrection
from checkin_service.kit.http.paging import part
from checkin_service.kit.ids import new_id
from checkin_service.review.service import corrections
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.office.people import document_of
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.two_people import Desk
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_ENTRY = ("/person-corrections", "nav.corrections", "pencil")
RAIL = tuple(Entry(*_ENTRY, group, Permission.PERSON_CORRECTION_ASK) for group in (Group.WORK, Group.INSTITUTION))


@router.shows("/person-corrections", by=Permission.PERSON_CORRECTION_ASK)
async def show(
    visit: Visit,
    done: Annotated[Literal["asked", "decided"] | None, Query()] = None,
    cursor: Annotated[UUID | None, Query()] = None,
    *,
    waiting: Annotated[bool, Query()] = False,
) -> Response:
    return await _page(visit, Desk(cursor=cursor, done=done, only_waiting=waiting))


@router.takes("/person-corrections", by=Permission.PERSON_CORRECTION_ASK)
async def ask(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        right = draft.text("right_number")
        fields = {
            "correction_id": draft.form_id,
            "class_id": draft.value("class_id"),
            "document": document_of(draft.value("number")),
            "right_name": draft.text("right_name"),
            "right_document": document_of(right) if right else None,
            "evidence": draft.value("evidence"),
            "reason": draft.value("reason"),
        }
        await corrections.ask(visit.resources, visit.subject, as_body(NewCorrection, fields))
        return RedirectResponse("/person-corrections?done=asked", status_code=303)
    return await _page(visit, Desk(draft=draft))


@router.takes("/person-corrections/{correction_id}", by=Permission.PERSON_CORRECTION_DECIDE)
async def decide(visit: Visit, correction_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "trainee_id": draft.value("trainee_id"),
            "approved": draft.value("decision") == "approve",
            "document_number": draft.text("document_number"),
            "reason": draft.value("reason"),
        }
        body = as_body(CorrectionDecision, fields)
        await corrections.decide(visit.resources, visit.subject, correction_id, body)
        return RedirectResponse("/person-corrections?done=decided", status_code=303)
    return await _page(visit, Desk(ruling=(correction_id, draft)))


async def _page(visit: Visit, desk: Desk) -> Response:
    found, later = await part(
        lambda page: corrections.listed(visit.resources, visit.subject, page, only_waiting=desk.only_waiting),
        lambda page: page.corrections,
        desk.cursor,
    )
    shown = desk.with_refused_first(found, lambda each: each.correction_id)
    return visit.page(
        "office/corrections.html",
        **desk.shown(),
        listing=sifted(
            visit,
            shown,
            lambda each: [each.before.name, each.after.name, each.document_number, each.reason, each.evidence],
            later=later,
        ),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        fields=await _fields(visit),
    )


async def _fields(visit: Visit) -> list[Field]:
    classes = [(str(each.class_id), each.name) for each in await classes_of(visit)]
    return [
        Field(name="class_id", label="corrections.class", kind="select", choices=classes),
        Field(name="number", label="corrections.number", known_as=("document",)),
        Field(name="right_name", label="corrections.right_name", is_required=False),
        Field(name="right_number", label="corrections.right_number", is_required=False, known_as=("right_document",)),
        Field(name="evidence", label="corrections.evidence"),
        Field(name="reason", label="corrections.reason"),
    ]
