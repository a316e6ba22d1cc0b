"""Complaints in pages: anybody files one and follows it by its receipt number, the authority answers at its desk."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.kit.http.paging import part
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.oversight.schemas import (
    ComplaintFiled,
    ComplaintQuery,
    ComplaintStatus,
    NewComplaint,
    NewComplaintStep,
)
from checkin_service.oversight.service import complaints
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/complaint-desk", "complaints.desk", "message-square-warning", Group.WATCH, Permission.COMPLAINT_HANDLE),
)

_FIELDS = [
    Field(name="about", label="complaints.about"),
    Field(name="text", label="complaints.text", kind="textarea", most=2000),
    Field(name="contact", label="complaints.contact", hint="complaints.contact_hint", is_required=False),
]


@router.get("/complaints")
async def ask(request: Request, resources: Res) -> Response:
    return await _form(request, resources, Draft())


@router.post("/complaints")
async def file(request: Request, resources: Res, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("authority_code", "about", "text")
        fields = {
            "complaint_id": draft.form_id,
            **{name: draft.value(name).strip() for name in names},
            "contact": draft.text("contact"),
        }
        filed = await complaints.file(resources, as_body(NewComplaint, fields), address=_address(request))
        return await _form(request, resources, Draft(), filed)
    return await _form(request, resources, draft)


async def _form(request: Request, resources: Res, draft: Draft, filed: ComplaintFiled | None = None) -> Response:
    names = await complaints.addressees(resources)
    fields = [Field(name="authority_code", label="complaints.authority", kind="select", choices=names), *_FIELDS]
    return page(request, "office/complaint.html", status=draft.status, draft=draft, fields=fields, filed=filed)


@router.get("/complaints/status")
async def ask_status(request: Request) -> Response:
    return page(request, "office/complaint_status.html", found=None, is_unknown=False)


@router.post("/complaints/status")
async def show_status(request: Request, resources: Res, form: Form) -> Response:
    """A receipt number stands in no address."""
    found: ComplaintStatus | None = None
    try:
        asked = as_body(ComplaintQuery, {"receipt": form.get("receipt", "").strip()})
        found = await complaints.status(resources, asked, address=_address(request))
    except Problem as problem:
        if problem.kind not in {ProblemKind.NOT_FOUND, ProblemKind.MALFORMED}:
            raise
    status = 200 if found else 404
    return page(request, "office/complaint_status.html", status=status, found=found, is_unknown=not found)


@router.shows("/complaint-desk", by=Permission.COMPLAINT_HANDLE)
async def desk(
    visit: Visit,
    done: Annotated[Literal["taken"] | None, Query()] = None,
    cursor: Annotated[UUID | None, Query()] = None,
) -> Response:
    found, later = await part(
        lambda page: complaints.listed(visit.resources, visit.subject, page), lambda page: page.complaints, cursor
    )
    say = visit.speech
    listing = sifted(
        visit,
        found,
        lambda each: [
            each.about,
            say(f"complaints.state.{each.state}"),
            each.text,
            each.contact,
            *(step.words for step in each.steps),
        ],
        later=later,
    )
    # An id per form makes pressing twice harmless.
    return visit.page("office/complaint_desk.html", listing=listing, new_id=new_id, done=done)


@router.takes("/complaint-desk/{complaint_id}", by=Permission.COMPLAINT_HANDLE)
async def take_step(visit: Visit, complaint_id: UUID, form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "state": form.get("state"),
        "words": form.get("words", "").strip() or None,
    }
    await complaints.take_step(visit.resources, visit.subject, complaint_id, as_body(NewComplaintStep, fields))
    return RedirectResponse("/complaint-desk?done=taken", status_code=303)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
