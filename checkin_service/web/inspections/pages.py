"""Inspections in pages: planned and drawn by an officer, entered on a phone at the place, answered."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.model.roll import Roll, Seen
from checkin_service.checkin.service import roll
from checkin_service.conduct.model import LapseKind
from checkin_service.inspections import service
from checkin_service.inspections.model import InspectionKind, Shows
from checkin_service.inspections.schemas import (
    InspectionAnswer,
    NewDraw,
    NewInspection,
    NewResult,
    NewReveal,
    NewStatement,
    NewVisit,
)
from checkin_service.inspections.service import draws
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed, sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = tuple(
    Entry("/inspections", "inspections.title", "eye", group, Permission.INSPECTION_READ)
    for group in (Group.WATCH, Group.INSTITUTION)
)

_SOON = timedelta(hours=1)
Done = Annotated[Literal["sent"] | None, Query()]
_COLUMNS = tuple(
    map(
        Column,
        ("inspections.what", "books.institutions", "inspections.origin", "inspections.due_on", "inspections.result"),
    )
)


@router.shows("/inspections", by=Permission.INSPECTION_READ)
async def show_all(visit: Visit, done: Done = None) -> Response:
    say = visit.speech
    found = await every(
        lambda page: service.inspections(visit.resources, visit.subject, page), lambda page: page.inspections
    )
    rows = [
        (
            Cell(each.class_name or each.institution, href=f"/inspections/{each.inspection_id}"),
            Cell(each.institution),
            Cell(say(f"inspections.origins.{each.origin}") if each.origin else ""),
            Cell(each.due_on.isoformat(), tone="fail" if each.is_overdue else ""),
            Cell(say(f"inspections.results.{each.result or 'open'}")),
        )
        for each in reversed(found)
    ]
    may = visit.subject.may(Permission.INSPECTION_RUN)
    actions = [("/inspections/new", say("inspections.plan")), ("/inspections/draws", say("inspections.draws"))]
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="inspections",
        title=say("inspections.title"),
        lead=say("inspections.lead"),
        nothing=say("inspections.none"),
        actions=actions if may else [],
        done=say("inspections.sent") if done else "",
    )


# Planning ----------------------------------------------------------------------------------------------------------


@router.shows("/inspections/new", by=Permission.INSPECTION_RUN)
async def ask(
    visit: Visit,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    complaint_id: Annotated[UUID | None, Query(alias="complaint")] = None,
    institution_id: Annotated[UUID | None, Query(alias="institution")] = None,
    origin: Literal["planned", "empty_class", "risk"] = "planned",
) -> Response:
    about = f"class:{class_id}" if class_id else f"institution:{institution_id}" if institution_id else ""
    begun: dict[str, list[str]] = {
        "about": [about] if about else [],
        "kind": [InspectionKind.UNANNOUNCED.value],
        "origin": ["credit" if institution_id else origin],
    }
    return await _form(visit, Draft(begun), complaint_id)


@router.takes("/inspections/new", by=Permission.INSPECTION_RUN)
async def plan(
    visit: Visit, form: Choices, complaint_id: Annotated[UUID | None, Query(alias="complaint")] = None
) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "inspection_id": draft.form_id,
            "origin": "complaint" if complaint_id else draft.value("origin", "planned"),
            "complaint_id": complaint_id,
            **{name: draft.value(name).strip() for name in ("about", "kind", "due_on", "reason")},
        }
        await service.plan(visit.resources, visit.subject, as_body(NewInspection, fields))
        return RedirectResponse(f"/inspections/{draft.form_id}?done=sent", status_code=303)
    return await _form(visit, draft, complaint_id)


async def _form(visit: Visit, draft: Draft, complaint_id: UUID | None) -> Response:
    say = visit.speech
    kinds = [(each.value, say(f"inspections.kinds.{each}")) for each in InspectionKind]
    origins = [(each, say(f"inspections.origins.{each}")) for each in ("planned", "empty_class", "credit", "risk")]
    fields = [
        Field(name="about", label="inspections.what", kind="select", choices=await _objects(visit)),
        Field(name="kind", label="inspections.kind", kind="select", choices=kinds),
        *([] if complaint_id else [Field(name="origin", label="inspections.origin", kind="select", choices=origins)]),
        Field(name="due_on", label="inspections.due_on", kind="date"),
        Field(name="reason", label="term.reason"),
    ]
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("inspections.plan"),
        lead=say("inspections.on_complaint" if complaint_id else "inspections.plan_lead"),
        back="/inspections",
        back_word=say("inspections.title"),
        action=f"/inspections/new?complaint={complaint_id}" if complaint_id else "/inspections/new",
        fields=fields,
        draft=draft,
        submit=say("inspections.plan"),
    )


async def _objects(visit: Visit) -> list[tuple[str, str]]:
    """Open classes first, each with its institution, then the institutions as such."""
    own = visit.subject.authority_code
    institutions = await every(
        lambda page: catalogue.institutions(visit.resources, visit.subject, page), lambda page: page.institutions
    )
    classes = [each for each in await classes_of(visit, ClassState.OPEN) if each.supervising_authority == own]
    names = await catalogue.institution_names(visit.resources, {each.institution_id for each in classes})
    return [(f"class:{each.class_id}", f"{each.name} · {names[each.institution_id]}") for each in classes] + [
        (f"institution:{each.institution_id}", each.name) for each in institutions
    ]


# Draws -------------------------------------------------------------------------------------------------------------

_DRAW = [
    Field(name="count", label="inspections.count", kind="number"),
    Field(name="due_on", label="inspections.due_on", kind="date"),
    Field(name="reason", label="term.reason"),
]


@router.shows("/inspections/draws", by=Permission.INSPECTION_RUN)
async def show_draws(visit: Visit, done: Done = None) -> Response:
    return await _draws(visit, Draft(), done)


@router.takes("/inspections/draws", by=Permission.INSPECTION_RUN)
async def announce(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"draw_id": draft.form_id, "count": draft.number("count")}
        fields |= {name: draft.value(name).strip() for name in ("due_on", "reason")}
        await draws.announce(visit.resources, visit.subject, as_body(NewDraw, fields))
        return RedirectResponse("/inspections/draws?done=sent", status_code=303)
    return await _draws(visit, draft)


@router.takes("/inspections/draws/{draw_id}", by=Permission.INSPECTION_RUN)
async def reveal(visit: Visit, draw_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewReveal, {"request_id": draft.form_id})
        await draws.reveal(visit.resources, visit.subject, draw_id, body)
        return RedirectResponse("/inspections/draws?done=sent", status_code=303)
    return await _draws(visit, draft)


async def _draws(visit: Visit, draft: Draft, done: Done = None) -> Response:
    found = await every(lambda page: draws.draws(visit.resources, visit.subject, page), lambda page: page.draws)
    return visit.page(
        "inspections/draws.html",
        status=draft.status,
        listing=sifted(visit, reversed(found), lambda each: [each.reason, each.due_on.isoformat(), each.commitment]),
        fields=_DRAW,
        draft=draft,
        new_id=new_id,
        done=done,
    )


# One case ----------------------------------------------------------------------------------------------------------


@router.shows("/inspections/{inspection_id}", by=Permission.INSPECTION_READ)
async def show(visit: Visit, inspection_id: UUID, done: Done = None) -> Response:
    return await case_page(visit, inspection_id, Draft(), done)


@router.takes("/inspections/{inspection_id}/visits", by=Permission.INSPECTION_RUN)
async def enter_visit(visit: Visit, inspection_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "session_id": draft.text("session"),
            "headcount": draft.number("headcount") if draft.text("headcount") else None,
            "words": draft.value("words").strip(),
        }
        await service.visit(visit.resources, visit.subject, inspection_id, as_body(NewVisit, fields))
        return RedirectResponse(f"/inspections/{inspection_id}?done=sent", status_code=303)
    return await case_page(visit, inspection_id, draft)


@router.takes("/inspections/{inspection_id}/result", by=Permission.INSPECTION_RUN)
async def conclude(visit: Visit, inspection_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        is_wanting = draft.value("result") == "wanting"
        fields = {
            "request_id": draft.form_id,
            "result": draft.value("result"),
            "words": draft.value("words").strip(),
            "lapse_kind": draft.text("lapse_kind") if is_wanting else None,
            "document_number": draft.text("document_number") if is_wanting else None,
        }
        await service.conclude(visit.resources, visit.subject, inspection_id, as_body(NewResult, fields))
        return RedirectResponse(f"/inspections/{inspection_id}?done=sent", status_code=303)
    return await case_page(visit, inspection_id, draft)


@router.takes("/inspections/{inspection_id}/statement", by=Permission.INSPECTION_ANSWER)
async def state(visit: Visit, inspection_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewStatement, {"request_id": draft.form_id, "words": draft.value("words").strip()})
        await service.state(visit.resources, visit.subject, inspection_id, body)
        return RedirectResponse(f"/inspections/{inspection_id}?done=sent", status_code=303)
    return await case_page(visit, inspection_id, draft)


async def case_page(visit: Visit, inspection_id: UUID, draft: Draft, done: Done = None) -> Response:
    found = await service.inspection(visit.resources, visit.subject, inspection_id)
    may_run = visit.subject.may(Permission.INSPECTION_RUN)
    now_there = await _roll(visit, found) if may_run and found.result is None else None
    return await visit.long_page(
        "inspections/case.html",
        case=found,
        draft=draft,
        new_id=new_id,
        done=done,
        lapse_kinds=list(LapseKind),
        kinds_of_photos=list(Shows),
        roll=now_there,
        counts=[(each, now_there.count(each)) for each in (Seen.PRESENT, Seen.DOUBTFUL, Seen.MISSING)]
        if now_there
        else [],
        now=visit.resources.clock.now(),
        status=draft.status,
    )


async def _roll(visit: Visit, found: InspectionAnswer) -> Roll | None:
    """Of the lesson that goes on now, or of the next one today; around midnight too."""
    if found.class_id is None:
        return None
    now = visit.resources.clock.now()
    sessions = await timetable.sessions_of(visit.resources.database, found.class_id)
    near = [
        each
        for each in sessions
        if each.cancelled_at is None
        and each.ends_at > now
        and (day_of(each.starts_at) == day_of(now) or each.starts_at < now + _SOON)
    ]
    if not near:
        return None
    return await roll.roll_of_session(visit.resources, visit.subject, near[0].session_id)
