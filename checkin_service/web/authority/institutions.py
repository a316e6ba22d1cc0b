"""An institution's own data in pages: it asks for changes, its authority decides; the history stays."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.schemas.changes import NewChange, NewChangeDecision
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/institution", "changes.own", "building-2", Group.INSTITUTION, Permission.INSTITUTION_KEEP),)

Done = Annotated[Literal["sent"] | None, Query()]
_FIELDS = [
    Field(name="name", label="changes.name"),
    Field(name="address", label="changes.address"),
    Field(name="evidence", label="changes.evidence", hint="changes.evidence_hint"),
]


@router.shows("/institution", by=Permission.INSTITUTION_KEEP)
async def own(visit: Visit, done: Done = None) -> Response:
    """What is registered stands in the form, to be changed."""
    return await _page(visit, existing(visit.subject.institution_id), None, done)


@router.takes("/institution", by=Permission.INSTITUTION_KEEP)
async def ask(visit: Visit, form: Choices) -> Response:
    draft, own_id = Draft.sent(form), existing(visit.subject.institution_id)
    with draft.correctable():
        typed = {each.name: draft.value(each.name).strip() for each in _FIELDS}
        body = as_body(NewChange, {"change_id": draft.form_id, **typed})
        await catalogue.ask_change(visit.resources, visit.subject, own_id, body)
        return RedirectResponse("/institution?done=sent", status_code=303)
    return await _page(visit, own_id, draft)


@router.shows("/institutions/{institution_id}/changes", by=Permission.INSTITUTION_LOOK)
async def show(visit: Visit, institution_id: UUID, done: Done = None) -> Response:
    return await _page(visit, institution_id, None, done)


@router.takes("/institutions/{institution_id}/changes/{change_id}", by=Permission.INSTITUTION_CREATE)
async def decide(visit: Visit, institution_id: UUID, change_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "approved": draft.value("decision") == "approve",
            "reason": draft.text("reason"),
        }
        await catalogue.decide_change(visit.resources, visit.subject, change_id, as_body(NewChangeDecision, fields))
        return RedirectResponse(f"/institutions/{institution_id}/changes?done=sent", status_code=303)
    return await _page(visit, institution_id, draft)


async def _page(visit: Visit, institution_id: UUID, draft: Draft | None, done: Done = None) -> Response:
    found = await catalogue.record_of(visit.resources, visit.subject, institution_id)
    contacts = await catalogue.contacts_of(visit.resources, [f"institution:{institution_id}"])
    shown = draft or Draft({"name": [found.name], "address": [found.address or ""]})
    return visit.page(
        "office/institution.html",
        status=shown.status,
        record=found,
        contact=contacts.get(f"institution:{institution_id}"),
        is_waiting=any(each.approved is None for each in found.changes),
        fields=_FIELDS,
        draft=shown,
        new_id=new_id,
        done=done,
    )
