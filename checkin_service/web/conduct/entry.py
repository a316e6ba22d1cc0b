"""Admission of institutions in pages: anybody applies and follows it by a receipt number, two officers decide."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.conduct import service
from checkin_service.conduct.schemas.entry import (
    EntryAnswer,
    EntryFiled,
    EntryQuery,
    EntryStatus,
    NewEntryApplication,
    NewEntryDecision,
)
from checkin_service.kit.http.paging import every
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.oversight.service import complaints
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import PageRouter, Visit
from geo import Datum

router = PageRouter()

RAIL = (Entry("/institution-applications", "entries.title", "inbox", Group.BOOKS, Permission.INSTITUTION_CREATE),)

_TYPED = [
    Field(name="name", label="entries.name"),
    Field(name="credit_code", label="books.credit_code"),
    Field(name="licence_number", label="licences.number"),
    Field(name="valid_from", label="licences.valid_from", kind="date"),
    Field(name="valid_until", label="licences.valid_until", kind="date", is_required=False, hint="licences.until_hint"),
    Field(name="address", label="books.address"),
    Field(name="telephone", label="contacts.telephone"),
    Field(name="longitude", label="books.longitude", hint="entries.point_hint"),
    Field(name="latitude", label="books.latitude"),
]
_PAPERS = Field(name="papers", label="entries.papers", hint="entries.papers_hint", kind="textarea", most=2000)
_COLUMNS = tuple(
    map(Column, ("entries.name", "books.credit_code", "entries.kind", "entries.state", "entries.filed_on"))
)


@router.get("/institution-entry")
async def ask(request: Request, resources: Res) -> Response:
    return await _form(request, resources, Draft())


@router.post("/institution-entry")
async def apply(request: Request, resources: Res, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("authority_code", "kind", "datum", "name", "credit_code", "licence_number", "valid_from", "address")
        fields = {
            "application_id": draft.form_id,
            **{name: draft.value(name).strip() for name in (*names, "telephone")},
            "valid_until": draft.text("valid_until"),
            **{name: draft.decimal(name) for name in ("longitude", "latitude")},
            "papers": [line.strip() for line in draft.value("papers").splitlines() if line.strip()],
        }
        filed = await service.file_entry(resources, as_body(NewEntryApplication, fields), address=_address(request))
        return await _form(request, resources, Draft(), filed)
    return await _form(request, resources, draft)


async def _form(request: Request, resources: Res, draft: Draft, filed: EntryFiled | None = None) -> Response:
    say = Speech(Language.of(request))
    kinds = [(kind.value, say(f"institution_kind.{kind}")) for kind in InstitutionKind]
    datums = [(each.value, say(f"datum.{each}")) for each in Datum]
    fields = [
        Field(
            name="authority_code",
            label="entries.authority",
            kind="select",
            choices=await complaints.addressees(resources),
        ),
        Field(name="kind", label="licences.kind", kind="select", choices=kinds),
        *_TYPED,
        Field(name="datum", label="books.datum", kind="select", choices=datums, hint="entries.datum_hint"),
        _PAPERS,
    ]
    return page(request, "conduct/entry.html", status=draft.status, draft=draft, fields=fields, filed=filed)


@router.get("/institution-entry/status")
async def ask_status(request: Request) -> Response:
    return page(request, "conduct/entry_status.html", found=None, is_unknown=False)


@router.post("/institution-entry/status")
async def show_status(request: Request, resources: Res, form: Form) -> Response:
    """A receipt number stands in no address."""
    found: EntryStatus | None = None
    try:
        asked = as_body(EntryQuery, {"receipt": form.get("receipt", "").strip()})
        found = await service.entry_status(resources, asked, address=_address(request))
    except Problem as problem:
        if problem.kind not in {ProblemKind.NOT_FOUND, ProblemKind.MALFORMED}:
            raise
    status = 200 if found else 404
    return page(request, "conduct/entry_status.html", status=status, found=found, is_unknown=not found)


# The authority -----------------------------------------------------------------------------------------------------


@router.shows("/institution-applications", by=Permission.INSTITUTION_CREATE)
async def show_all(visit: Visit) -> Response:
    say = visit.speech
    found = await every(
        lambda asked: service.entries(visit.resources, visit.subject, asked), lambda part: part.applications
    )
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        [_row(visit, each) for each in reversed(found)],
        file="institution-applications",
        title=say("entries.title"),
        lead=say("entries.lead"),
        nothing=say("entries.none"),
        actions=[],
        done="",
    )


def _row(visit: Visit, each: EntryAnswer) -> tuple[Cell, ...]:
    say = visit.speech
    return (
        Cell(each.name, href=f"/institution-applications/{each.application_id}"),
        Cell(each.credit_code),
        Cell(say(f"institution_kind.{each.kind}")),
        Cell(say(f"entries.is.{each.state}")),
        Cell(moments.day(each.filed_at, say.language), order=each.filed_at),
    )


@router.shows("/institution-applications/{application_id}", by=Permission.INSTITUTION_CREATE)
async def show(visit: Visit, application_id: UUID) -> Response:
    return await _page(visit, application_id, Draft())


@router.takes("/institution-applications/{application_id}", by=Permission.INSTITUTION_CREATE)
async def propose(visit: Visit, application_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "decision_id": draft.form_id,
            "admitted": draft.value("admitted") == "yes",
            **{name: draft.value(name).strip() for name in ("document_number", "reason")},
        }
        body = as_body(NewEntryDecision, fields)
        await service.propose_entry(visit.resources, visit.subject, application_id, body)
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _page(visit, application_id, draft)


async def _page(visit: Visit, application_id: UUID, draft: Draft) -> Response:
    say = visit.speech
    ways = [("yes", say("entries.admit")), ("no", say("entries.refuse"))]
    fields = [
        Field(name="admitted", label="entries.decision", kind="select", choices=ways),
        Field(name="document_number", label="term.document_number"),
        Field(name="reason", label="term.reason"),
    ]
    found = await service.entry_of(visit.resources, visit.subject, application_id)
    waits = await service.entry_waits(visit.resources, visit.subject, application_id)
    return visit.page(
        "conduct/entry_case.html", status=draft.status, found=found, fields=fields, draft=draft, waits=waits
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
