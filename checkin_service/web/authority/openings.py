"""Opening applications in pages: the plan as a calendar, the place, what the rules ask for, and the decision."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Site
from checkin_service.kit.civil import day_of
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState, TrainingClass
from checkin_service.timetable.schemas import ClassAnswer, ClassSummary, Decision
from checkin_service.web import moments
from checkin_service.web.authority.ground_plans import map_shown, underlay_shown
from checkin_service.web.authority.site_plans import scale_of
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, Row, Source, answered
from checkin_service.web.office.calendar import months_of
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/openings", "opening.title", "file-check", Group.WORK, Permission.CLASS_APPROVE),)

_REASON = [Field(name="reason", label="opening.reason", is_required=False, hint="opening.reason_hint")]


@router.shows("/openings", by=Permission.CLASS_APPROVE)
async def openings(visit: Visit, done: Annotated[Literal["approved", "returned"] | None, Query()] = None) -> Response:
    say = visit.speech
    columns = (
        *map(Column, ("home.class", "books.institution")),
        Column("home.hours", is_number=True),
        Column("home.applied_on"),
        Column("opening.age", is_number=True),
    )
    ask = partial(timetable.listed_classes, visit.resources, visit.subject, state=ClassState.APPLIED)
    return await answered(
        visit,
        "office/list.html",
        columns,
        Source(ask, partial(_rows, visit)),
        file="openings",
        title=say("opening.title"),
        lead=say("opening.lead"),
        nothing=say("opening.none"),
        done=say(f"opening.{done}") if done else "",
    )


async def _rows(visit: Visit, found: Sequence[TrainingClass]) -> list[Row]:
    now, language = visit.resources.clock.now(), visit.speech.language
    names = await catalogue.institution_names(visit.resources, {each.institution_id for each in found})
    return [
        (
            Cell(each.name, href=f"/openings/{each.class_id}"),
            Cell(names[each.institution_id]),
            Cell(str(each.total_hours)),
            Cell(moments.day(each.applied_at, language)),
            Cell(str((now - each.applied_at).days)),
        )
        for each in found
    ]


async def applied_classes(visit: Visit) -> list[ClassSummary]:
    return await classes_of(visit, ClassState.APPLIED)


@router.shows("/openings/{class_id}", by=Permission.CLASS_APPROVE)
async def opening(visit: Visit, class_id: UUID) -> Response:
    return await _shown(visit, class_id, Draft())


@router.takes("/openings/{class_id}", by=Permission.CLASS_APPROVE)
async def decide(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        approved = draft.value("decision") == "approve"
        fields = {"request_id": draft.form_id, "approved": approved, "reason": draft.text("reason")}
        await timetable.decide_opening(visit.resources, visit.subject, class_id, as_body(Decision, fields))
        where = f"/classes/{class_id}/people?done=approved" if approved else "/openings?done=returned"
        return RedirectResponse(where, status_code=303)
    return await _shown(visit, class_id, draft)


async def _shown(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    checks = await timetable.opening_checks(visit.resources, visit.subject, class_id)
    project = await catalogue.project_of(visit.resources, held.project_id)
    institution = await catalogue.institution_of(visit.resources, held.institution_id)
    people = (await timetable.roster(visit.resources, visit.subject, class_id)).trainees
    return visit.page(
        "office/opening.html",
        status=draft.status,
        held=held,
        project=project.name if project else "",
        institution=institution.name if institution else "",
        people=[each for each in people if each.is_active],
        checks=checks,
        months=months_of([(each.ordinal, each.starts_at) for each in held.sessions]),
        places=[
            (site, scale_of(site.place.radius_m), await underlay_shown(visit, site), map_shown(visit, site))
            for site in await _sites(visit, held)
        ],
        base_map=visit.base_map,
        first_day=day_of(held.sessions[0].starts_at),
        draft=draft,
        fields=_REASON,
    )


async def _sites(visit: Visit, held: ClassAnswer) -> list[Site]:
    ids = dict.fromkeys(each.site_id for each in held.sessions)
    found = [await catalogue.site_of(visit.resources, site_id) for site_id in ids]
    return [each for each in found if each is not None]
