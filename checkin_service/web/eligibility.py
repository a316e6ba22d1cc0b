"""The eligibility query (补贴资格审核): determinations by class, trainee or voucher, with their documents."""

import asyncio
import json
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from checkin_service.access.model import Permission
from checkin_service.eligibility import service as eligibility
from checkin_service.eligibility.model import StoredDetermination
from checkin_service.eligibility.pdf import pdf_of
from checkin_service.eligibility.sheet import TITLE
from checkin_service.identity import service as identity
from checkin_service.kit.paging import Page, PageRequest
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.pages import PageRoute
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

By = Literal["class", "trainee", "voucher"]

_LONGEST_KEY = 64


@router.get("/eligibility")
async def query(
    visit: Annotated[Visit, Depends(Visitor(Permission.DETERMINATION_READ))],
    paging: Page,
    by: Annotated[By, Query()] = "class",
    key: Annotated[str, Query(max_length=_LONGEST_KEY)] = "",
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
        next_cursor=next_cursor,
        status=problem.kind.value.status if problem else 200,
    )


@router.get("/eligibility/{determination_id}/sheet")
async def sheet(
    visit: Annotated[Visit, Depends(Visitor(Permission.DETERMINATION_READ))], determination_id: UUID
) -> Response:
    """The determination on paper: the page that is printed, and the PDF beside it."""
    found = await eligibility.sheet(visit.resources, visit.subject, determination_id)
    return visit.page("sheet.html", sheet=found, paper_title=TITLE, determination_id=determination_id)


@router.get("/eligibility/{determination_id}/sheet.pdf")
async def sheet_pdf(
    visit: Annotated[Visit, Depends(Visitor(Permission.DETERMINATION_READ))], determination_id: UUID
) -> Response:
    found = await eligibility.sheet(visit.resources, visit.subject, determination_id)
    return Response(await asyncio.to_thread(pdf_of, found), media_type="application/pdf")


async def _found(
    visit: Visit, by: By, key: str, paging: PageRequest
) -> tuple[list[StoredDetermination], Problem | None]:
    """What the question finds, or why it finds nothing: a page that asks again helps more than an error."""
    if not key:
        return [], None
    try:
        found = await eligibility.readable(
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
