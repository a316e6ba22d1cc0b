"""Performance reports on training funds in pages: a year's projects, the form, and the report on paper."""

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.performance import service
from checkin_service.performance.model import FIGURES, TARGETS, Rating
from checkin_service.performance.schemas import NewPerformanceReport
from checkin_service.performance.words import report_pdf
from checkin_service.web.authority.registers import all_projects
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/performance", "performance.title", "coins", Group.WATCH, Permission.PERFORMANCE_READ),)

_TARGETS = [
    Field(name="target_people", label="performance.target.trained", kind="number"),
    Field(name="target_certified", label="performance.target.certified", kind="number"),
    Field(name="target_paid", label="performance.target.paid_fen", kind="decimal", known_as=("target_paid_fen",)),
]
_ASSESSED = [
    Field(name="document_number", label="term.document_number"),
    Field(name="assessment", label="performance.assessment", kind="textarea", most=4000),
    Field(name="measures", label="performance.measures", kind="textarea", most=4000, is_required=False),
]


@router.shows("/performance", by=Permission.PERFORMANCE_READ)
async def show(
    visit: Visit,
    year: Annotated[int | None, Query(ge=2015, le=2099)] = None,
    done: Annotated[Literal["filed"] | None, Query()] = None,
) -> Response:
    this = day_of(visit.resources.clock.now()).year
    found = await service.year(visit.resources, visit.subject, year or this)
    listing = sifted(visit, found.reports, lambda each: [each.project, each.sector, each.document_number])
    return visit.page(
        "performance/year.html",
        listing=listing,
        found=found,
        years=range(this, this - 5, -1),
        figures=FIGURES,
        targets=TARGETS,
        done=done,
    )


@router.shows("/performance/new", by=Permission.PERFORMANCE_FILE)
async def ask(visit: Visit) -> Response:
    return await _form(visit, Draft({"year": [str(day_of(visit.resources.clock.now()).year)]}))


@router.takes("/performance/new", by=Permission.PERFORMANCE_FILE)
async def file(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "report_id": draft.form_id,
            "project_id": draft.text("project_id"),
            "year": draft.number("year"),
            "target_people": draft.number("target_people"),
            "target_certified": draft.number("target_certified"),
            "target_paid_fen": draft.fen("target_paid"),
            "rating": draft.value("rating"),
            "document_number": draft.value("document_number").strip(),
            "assessment": draft.value("assessment").strip(),
            "measures": draft.text("measures"),
        }
        body = as_body(NewPerformanceReport, fields)
        await service.file(visit.resources, visit.subject, body)
        return RedirectResponse(f"/performance?year={body.year}&done=filed", status_code=303)
    return await _form(visit, draft)


@router.shows("/performance/{report_id}/paper.pdf", by=Permission.PERFORMANCE_READ)
async def paper(visit: Visit, report_id: UUID) -> Response:
    found = await service.report(visit.resources, visit.subject, report_id)
    return attachment(await asyncio.to_thread(report_pdf, found.model_dump()), f"performance-{found.year}.pdf", PDF)


async def _form(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    projects = [(str(each.project_id), each.name) for each in await all_projects(visit)]
    ratings = [(each.value, say(f"performance.rating.{each}")) for each in Rating]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("performance.file"),
        lead=say("performance.file_lead"),
        back="/performance",
        back_word=say("performance.title"),
        action="/performance/new",
        fields=[
            Field(name="project_id", label="sectors.project", kind="select", choices=projects),
            Field(name="year", label="performance.year", kind="number"),
            *_TARGETS,
            Field(name="rating", label="performance.rated", kind="select", choices=ratings),
            *_ASSESSED,
        ],
        draft=draft,
        submit=say("performance.file"),
    )
