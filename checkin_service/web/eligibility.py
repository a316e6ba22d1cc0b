"""The eligibility query (补贴资格审核): determinations by class, trainee or voucher, with their documents."""

import asyncio
import json
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.eligibility import service as eligibility
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.paging import Page, PageRequest
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.oversight import service as oversight
from checkin_service.oversight.schemas import Export, Search
from checkin_service.oversight.words.pdf import pdf_of
from checkin_service.oversight.words.sheets import TITLE
from checkin_service.oversight.words.tables import MEDIA, FileKind
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.forms import Form, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/eligibility", "nav.eligibility", "badge-check", Group.WATCH, Permission.DETERMINATION_READ),
    Entry("/eligibility", "nav.eligibility", "badge-check", Group.INSTITUTION, Permission.DETERMINATION_READ),
)

By = Literal["class", "trainee", "voucher"]

_LONGEST_KEY = 64
_EXPORTED_BY = ("class_id", "outcome", "determined_from", "determined_before")


@router.shows("/eligibility", by=Permission.DETERMINATION_READ)
async def query(
    visit: Visit,
    paging: Page,
    by: Annotated[By, Query()] = "class",
    key: Annotated[str, Query(max_length=_LONGEST_KEY)] = "",
    nobody: Annotated[Literal["1"] | None, Query()] = None,
) -> Response:
    found, problem = await _found(visit, by, key.strip(), paging)
    shown, next_cursor = paging.shown(found, lambda each: each.determination_id)
    completed = await timetable.classes(visit.resources, visit.subject, paging, state=ClassState.COMPLETED)
    return visit.page(
        "eligibility.html",
        by=by,
        key=key.strip(),
        problem=problem,
        determinations=[(each, json.loads(each.document), each.document.decode()) for each in shown],
        names=await _names(visit, shown),
        completed=completed.classes,
        is_nobody=nobody is not None,
        kinds=list(DocumentKind),
        outcomes=list(DeterminationOutcome),
        purposes=list(Purpose),
        next_cursor=next_cursor,
        status=problem.kind.value.status if problem else 200,
    )


@router.takes("/eligibility/searches", by=Permission.DETERMINATION_SEARCH)
async def search(visit: Visit, form: Form) -> Response:
    """A person by document: the number is sent, never an address, and why it is asked stays on record."""
    document = {"kind": form.get("kind"), "number": form.get("number", "").strip()}
    asked = as_body(Search, {"purpose": form.get("purpose"), "document": document, "limit": 1})
    found = await oversight.search(visit.resources, visit.subject, asked)
    where = f"?by=trainee&key={found[0].trainee_id}" if found else "?nobody=1"
    return RedirectResponse(f"/eligibility{where}", status_code=303)


@router.takes("/eligibility/exports", by=Permission.DETERMINATION_SEARCH)
async def export(visit: Visit, form: Form) -> Response:
    """The list as a workbook; who took it, what for and the digest of its rows stay on record."""
    fields = {"purpose": form.get("purpose"), "format": FileKind.XLSX}
    fields |= {name: form[name] for name in _EXPORTED_BY if form.get(name)}
    file = await oversight.export(visit.resources, visit.subject, as_body(Export, fields))
    return attachment(file.content, "eligibility.xlsx", MEDIA[FileKind.XLSX])


@router.shows("/eligibility/{determination_id}/sheet", by=Permission.DETERMINATION_READ)
async def sheet(visit: Visit, determination_id: UUID) -> Response:
    """The determination on paper: the page that is printed, and the PDF beside it."""
    found = await oversight.sheet(visit.resources, visit.subject, determination_id)
    return visit.page("sheet.html", sheet=found, paper_title=TITLE, determination_id=determination_id)


@router.shows("/eligibility/{determination_id}/sheet.pdf", by=Permission.DETERMINATION_READ)
async def sheet_pdf(visit: Visit, determination_id: UUID) -> Response:
    found = await oversight.sheet(visit.resources, visit.subject, determination_id)
    return Response(await asyncio.to_thread(pdf_of, found), media_type="application/pdf")


async def _found(
    visit: Visit, by: By, key: str, paging: PageRequest
) -> tuple[list[StoredDetermination], Problem | None]:
    """What the question finds, or why it finds nothing: a page that asks again helps more than an error."""
    if not key:
        return [], None
    try:
        found = await eligibility.determinations_visible_to(
            visit.resources,
            visit.subject,
            class_id=UUID(key) if by == "class" else None,
            trainee_id=UUID(key) if by == "trainee" else None,
            voucher_code=key if by == "voucher" else None,
            page=paging,
        )
    except ValueError:
        return [], Problem(ProblemKind.NOT_FOUND)
    except Problem as problem:
        return [], problem
    return found, None


async def _names(visit: Visit, shown: list[StoredDetermination]) -> dict[UUID, str]:
    if not visit.subject.may(Permission.ROSTER_READ):
        return {}
    people = await identity.people(visit.resources, {each.trainee_id for each in shown})
    return {trainee_id: person.name for trainee_id, person in people.items()}
