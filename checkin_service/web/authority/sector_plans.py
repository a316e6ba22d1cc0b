"""Plans of sector authorities (行业培训计划) in pages: filed before their training begins, with people and rate."""

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import every
from checkin_service.kit.money import yuan
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.sector_plans import NewSectorPlan
from checkin_service.web.authority.registers import Done, all_projects
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/sector-plans", "sectors.title", "book-open", Group.BOOKS, Permission.SECTOR_PLAN_READ),)

_COLUMNS = (
    Column("sectors.project"),
    Column("sectors.sector"),
    Column("sectors.document_number"),
    Column("sectors.people", is_number=True),
    Column("sectors.rate", is_number=True),
    Column("sectors.training_plan"),
    Column("sectors.filed_on"),
)


@router.shows("/sector-plans", by=Permission.SECTOR_PLAN_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    """The latest filed of a project holds; the earlier ones stay on record."""
    say = visit.speech
    found = await every(lambda page: timetable.plans(visit.resources, visit.subject, page), lambda page: page.plans)
    rows = [
        (
            Cell(each.project_name),
            Cell(each.sector),
            Cell(each.document_number),
            Cell(str(each.people), order=each.people),
            Cell(yuan(each.subsidy_fen), order=each.subsidy_fen),
            Cell(each.training_plan),
            Cell(day_of(each.filed_at).isoformat()),
        )
        for each in found
    ]
    may = visit.subject.may(Permission.SECTOR_PLAN_FILE)
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="sector-plans",
        title=say("sectors.title"),
        lead=say("sectors.lead"),
        nothing=say("books.nothing"),
        actions=[("/sector-plans/new", say("sectors.file"))] if may else [],
        done=say("sectors.filed") if done else "",
    )


@router.shows("/sector-plans/new", by=Permission.SECTOR_PLAN_FILE)
async def ask(visit: Visit) -> Response:
    return await _form(visit, Draft())


@router.takes("/sector-plans/new", by=Permission.SECTOR_PLAN_FILE)
async def file(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "plan_id": draft.form_id,
            "project_id": draft.text("project_id"),
            **{name: draft.text(name) or "" for name in ("document_number", "training_plan")},
            "subsidy_fen": draft.fen("subsidy"),
            "documents": _documents(draft),
        }
        await timetable.file_plan(visit.resources, visit.subject, as_body(NewSectorPlan, fields))
        return RedirectResponse("/sector-plans?done=entered", status_code=303)
    return await _form(visit, draft)


async def _form(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    of_sectors = [each for each in await all_projects(visit) if each.sector]
    projects = [(str(each.project_id), f"{each.name} · {each.sector}") for each in of_sectors]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("sectors.file"),
        lead=say("sectors.file_lead" if projects else "sectors.no_project"),
        back="/sector-plans",
        back_word=say("sectors.title"),
        action="/sector-plans/new",
        fields=_fields(projects, say),
        draft=draft,
        submit=say("sectors.file"),
    )


def _fields(projects: list[tuple[str, str]], say: Speech) -> list[Field]:
    kinds = [(kind.value, say(f"document_kind.{kind}")) for kind in DocumentKind]
    return [
        Field(name="project_id", label="sectors.project", kind="select", choices=projects),
        Field(name="document_number", label="sectors.document_number"),
        Field(name="training_plan", label="sectors.training_plan", kind="textarea", most=4000),
        Field(name="subsidy", label="sectors.rate", kind="decimal", known_as=("subsidy_fen",)),
        Field(name="kind", label="sectors.kind", kind="select", choices=kinds),
        Field(
            name="lines",
            label="sectors.lines",
            hint="sectors.lines_hint",
            kind="textarea",
            most=60_000,
            placeholder="王芳 330602199003072337",
            known_as=("documents",),
        ),
    ]


def _documents(draft: Draft) -> list[dict[str, str]]:
    """One person a line; the number is the last word, and the name before it is nothing that is kept."""
    words = [line.replace(",", " ").replace("，", " ").split() for line in draft.value("lines").splitlines()]
    return [{"kind": draft.value("kind"), "number": each[-1]} for each in words if each]
