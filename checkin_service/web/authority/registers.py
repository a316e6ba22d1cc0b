"""The authority's registers in pages, by names: institutions and projects, and the shape of every register."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Enterprise, Institution, Project, TrainingType
from checkin_service.catalogue.schemas import NewEnterprise, NewInstitution, NewProject, ProjectAnswer
from checkin_service.kit.http.paging import every
from checkin_service.kit.money import yuan
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, Row, Source, answered, listed
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/institutions", "books.institutions", "building-2", Group.BOOKS, Permission.INSTITUTION_READ),
    Entry("/enterprises", "books.enterprises", "building-2", Group.BOOKS, Permission.ENTERPRISE_CREATE),
    Entry("/projects", "books.projects", "book-open", Group.BOOKS, Permission.PROJECT_READ),
)

Done = Annotated[Literal["entered"] | None, Query()]


def form_page(visit: Visit, draft: Draft, fields: list[Field], *, action: str, title: str, lead: str = "") -> Response:
    """One form as a page, with the way back to the register that it belongs to."""
    say, register = visit.speech, action.rpartition("/")[0]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say(title),
        lead=say(lead) if lead else "",
        back=register,
        back_word=say(f"books.{register.strip('/')}"),
        action=action,
        fields=fields,
        draft=draft,
        submit=say("books.enter"),
    )


async def register_page(
    visit: Visit, columns: Sequence[Column], rows: Sequence[Row], *, name: str, may_add: bool, done: Done
) -> Response:
    """A register that has few entries."""
    said = _said(visit, name, may_add=may_add, done=done)
    return await listed(visit, "office/list.html", columns, rows, file=name, **said)


async def long_register_page(
    visit: Visit,
    columns: Sequence[Column],
    source: Source,
    *,
    name: str,
    may_add: bool,
    done: Done,
    without: Collection[str] = (),
) -> Response:
    """A register that grows without end."""
    said = _said(visit, name, may_add=may_add, done=done)
    return await answered(visit, "office/list.html", columns, source, file=name, without=without, **said)


def _said(visit: Visit, name: str, *, may_add: bool, done: Done) -> dict[str, Any]:
    say = visit.speech
    return {
        "title": say(f"books.{name}"),
        "lead": "",
        "nothing": say("books.nothing"),
        "actions": [(f"/{name}/new", say("books.enter"))] if may_add else [],
        "done": say("books.entered") if done else "",
    }


# Institutions ------------------------------------------------------------------------------------------------------

_INSTITUTION = [
    Field(name="name", label="books.name"),
    Field(name="credit_code", label="books.credit_code", hint="books.credit_code_hint", most=18),
]


@router.shows("/institutions", by=Permission.INSTITUTION_READ)
async def institutions(visit: Visit, done: Done = None) -> Response:
    words = ("books.name", "books.credit_code", "books.since", "standings.standing", "conduct.title", "changes.history")
    source = Source(partial(catalogue.listed_institutions, visit.resources, visit.subject), partial(_rows, visit))
    may = visit.subject.may(Permission.INSTITUTION_CREATE)
    columns = list(map(Column, words))
    return await long_register_page(visit, columns, source, name="institutions", may_add=may, done=done)


async def _rows(visit: Visit, found: Sequence[Institution]) -> list[Row]:
    look = visit.speech("standings.look")
    return [
        (
            Cell(each.name, href=f"/institutions/{each.institution_id}/qualifications"),
            Cell(each.credit_code),
            Cell(moments.day(each.approved_at, visit.speech.language)),
            Cell(look, href=f"/institutions/{each.institution_id}/standings"),
            Cell(look, href=f"/institutions/{each.institution_id}/conduct"),
            Cell(look, href=f"/institutions/{each.institution_id}/changes"),
        )
        for each in found
    ]


@router.shows("/institutions/new", by=Permission.INSTITUTION_CREATE)
async def ask_institution(visit: Visit) -> Response:
    return form_page(visit, Draft(), _INSTITUTION, action="/institutions/new", title="books.new_institution")


@router.takes("/institutions/new", by=Permission.INSTITUTION_CREATE)
async def add_institution(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"institution_id": draft.form_id, **{name: draft.value(name) for name in ("name", "credit_code")}}
        await catalogue.approve_institution(visit.resources, visit.subject, as_body(NewInstitution, fields))
        return RedirectResponse("/institutions?done=entered", status_code=303)
    return form_page(visit, draft, _INSTITUTION, action="/institutions/new", title="books.new_institution")


# Enterprises -------------------------------------------------------------------------------------------------------


@router.shows("/enterprises", by=Permission.ENTERPRISE_CREATE)
async def enterprises(visit: Visit, done: Done = None) -> Response:
    async def show(found: Sequence[Enterprise]) -> list[Row]:
        language = visit.speech.language
        return [
            (Cell(each.name), Cell(each.credit_code), Cell(moments.day(each.approved_at, language))) for each in found
        ]

    columns = (Column("books.name"), Column("books.credit_code"), Column("books.since"))
    source = Source(partial(catalogue.listed_enterprises, visit.resources, visit.subject), show)
    return await long_register_page(visit, columns, source, name="enterprises", may_add=True, done=done)


@router.shows("/enterprises/new", by=Permission.ENTERPRISE_CREATE)
async def ask_enterprise(visit: Visit) -> Response:
    return form_page(visit, Draft(), _INSTITUTION, action="/enterprises/new", title="books.new_enterprise")


@router.takes("/enterprises/new", by=Permission.ENTERPRISE_CREATE)
async def add_enterprise(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"enterprise_id": draft.form_id, **{name: draft.value(name) for name in ("name", "credit_code")}}
        await catalogue.approve_enterprise(visit.resources, visit.subject, as_body(NewEnterprise, fields))
        return RedirectResponse("/enterprises?done=entered", status_code=303)
    return form_page(visit, draft, _INSTITUTION, action="/enterprises/new", title="books.new_enterprise")


# Projects ----------------------------------------------------------------------------------------------------------


def _project_fields(visit: Visit) -> list[Field]:
    say = visit.speech
    kinds = [(str(each), say(f"training_type.{each}")) for each in TrainingType]
    return [
        Field(name="name", label="books.name"),
        Field(name="occupation", label="books.occupation"),
        Field(name="level", label="books.level", is_required=False),
        Field(name="training_type", label="books.training_type", kind="select", choices=kinds),
        Field(name="subsidy", label="books.subsidy", kind="decimal", known_as=("subsidy_fen",)),
        Field(name="fee", label="books.fee", kind="decimal", known_as=("fee_fen",), is_required=False),
        Field(name="occupation_code", label="books.occupation_code", is_required=False),
        Field(name="sector", label="books.sector", hint="books.sector_hint", is_required=False),
    ]


@router.shows("/projects", by=Permission.PROJECT_READ)
async def projects(visit: Visit, done: Done = None) -> Response:
    kinds = {str(each): visit.speech(f"training_type.{each}") for each in TrainingType}

    async def show(found: Sequence[Project]) -> list[Row]:
        stand = await catalogue.project_standings(visit.resources, [each.project_id for each in found])
        return [
            (
                Cell(each.name),
                Cell(each.occupation),
                Cell(each.level or ""),
                Cell(kinds[each.training_type]),
                Cell(yuan(each.subsidy_fen)),
                Cell(yuan(each.fee_fen) if each.fee_fen is not None else ""),
                Cell(each.sector or ""),
                Cell(visit.speech(f"projects.{stand[each.project_id]}"), href=f"/projects/{each.project_id}/steps"),
            )
            for each in found
        ]

    columns = (
        *map(Column, ("books.name", "books.occupation", "books.level", "books.training_type")),
        Column("books.subsidy", is_number=True),
        Column("books.fee", is_number=True),
        Column("books.sector"),
        Column("projects.standing"),
    )
    ask = partial(catalogue.listed_projects, visit.resources, visit.subject)
    source = Source(ask, show, {"training_type": kinds})
    may = visit.subject.may(Permission.PROJECT_CREATE)
    return await long_register_page(visit, columns, source, name="projects", may_add=may, done=done)


async def all_projects(visit: Visit) -> list[ProjectAnswer]:
    return await every(
        lambda page: catalogue.projects(visit.resources, visit.subject, page), lambda page: page.projects
    )


@router.shows("/projects/new", by=Permission.PROJECT_CREATE)
async def ask_project(visit: Visit) -> Response:
    return form_page(visit, Draft(), _project_fields(visit), action="/projects/new", title="books.new_project")


@router.takes("/projects/new", by=Permission.PROJECT_CREATE)
async def add_project(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "project_id": draft.form_id,
            **{name: draft.value(name) for name in ("name", "occupation", "training_type")},
            **{name: draft.text(name) for name in ("level", "occupation_code", "sector")},
            "subsidy_fen": draft.fen("subsidy"),
            "fee_fen": draft.fen("fee"),
        }
        await catalogue.approve_project(visit.resources, visit.subject, as_body(NewProject, fields))
        return RedirectResponse("/projects?done=entered", status_code=303)
    return form_page(visit, draft, _project_fields(visit), action="/projects/new", title="books.new_project")
