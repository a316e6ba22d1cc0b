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
from checkin_service.oversight.model import ComplaintKind
from checkin_service.oversight.schemas.complaints import (
    ComplaintContent,
    ComplaintFiled,
    ComplaintQuery,
    ComplaintReading,
    ComplaintStatus,
    NewComplaint,
    NewComplaintAssignment,
    NewComplaintStep,
)
from checkin_service.oversight.service import complaints
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Language, Speech
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
        names = ("authority_code", "kind", "about", "text")
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
    say = Speech(Language.of(request))
    kinds = [(each.value, say(f"complaints.kind.{each}")) for each in ComplaintKind]
    fields = [
        Field(name="authority_code", label="complaints.authority", kind="select", choices=names),
        Field(name="kind", label="complaints.what", kind="select", choices=kinds),
        *_FIELDS,
    ]
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


Done = Annotated[Literal["taken", "assigned"] | None, Query()]


@router.shows("/complaint-desk", by=Permission.COMPLAINT_HANDLE)
async def desk(visit: Visit, done: Done = None, cursor: Annotated[UUID | None, Query()] = None) -> Response:
    return await _desk(visit, done=done, cursor=cursor)


@router.takes("/complaint-desk/{complaint_id}/reading", by=Permission.COMPLAINT_HANDLE)
async def read(visit: Visit, complaint_id: UUID, form: Form) -> Response:
    """What it says stands on this answer alone, and in no address."""
    body = as_body(ComplaintReading, {"purpose": form.get("purpose", "")})
    content = await complaints.read(visit.resources, visit.subject, complaint_id, body)
    return await _desk(visit, content=content)


async def _desk(
    visit: Visit, *, done: Done = None, cursor: UUID | None = None, content: ComplaintContent | None = None
) -> Response:
    found, later = await part(
        lambda page: complaints.listed(visit.resources, visit.subject, page), lambda page: page.complaints, cursor
    )
    if content is not None:
        found = [each for each in found if each.complaint_id == content.complaint_id] or found
    say = visit.speech
    staff = await complaints.handlers(visit.resources, visit.subject)
    listing = sifted(
        visit,
        found,
        lambda each: [
            each.about,
            say(f"complaints.state.{each.state}"),
            say(f"complaints.kind.{each.kind}"),
            staff.get(each.assigned_to) if each.assigned_to else None,
            *(step.words for step in each.steps),
        ],
        later=later,
    )
    others = [
        (code, name)
        for code, name in await complaints.addressees(visit.resources)
        if code != visit.subject.authority_code
    ]
    return visit.page(
        "office/complaint_desk.html",
        listing=listing,
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        done=done,
        content=content,
        staff=staff,
        others=others,
    )


@router.takes("/complaint-desk/{complaint_id}", by=Permission.COMPLAINT_HANDLE)
async def take_step(visit: Visit, complaint_id: UUID, form: Form) -> Response:
    state = form.get("state", "")
    fields = {
        "request_id": form.get("request_id"),
        "state": state,
        "words": form.get("words", "").strip() or None,
        "to_authority": (form.get("to_authority") or None) if state == "transferred" else None,
    }
    await complaints.take_step(visit.resources, visit.subject, complaint_id, as_body(NewComplaintStep, fields))
    return RedirectResponse("/complaint-desk?done=taken", status_code=303)


@router.takes("/complaint-desk/{complaint_id}/assignment", by=Permission.COMPLAINT_HANDLE)
async def assign(visit: Visit, complaint_id: UUID, form: Form) -> Response:
    fields = {"request_id": form.get("request_id"), "staff_id": form.get("staff_id")}
    await complaints.assign(visit.resources, visit.subject, complaint_id, as_body(NewComplaintAssignment, fields))
    return RedirectResponse("/complaint-desk?done=assigned", status_code=303)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
