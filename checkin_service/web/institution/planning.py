"""A class planned in steps and kept as a draft: project, place, timetable by pattern, check and send."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import CHINA
from checkin_service.kit.ids import derived_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.timetable import rules
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas import ClassApplication
from checkin_service.web.authority.registers import all_projects
from checkin_service.web.authority.sites import all_sites
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body, fen_of
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.office.calendar import WEEKDAYS, months_of
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/drafts", "planning.title", "notebook-pen", Group.INSTITUTION, Permission.CLASS_APPLY),)

Step = Literal["project", "place", "timetable", "check"]
STEPS: tuple[Step, ...] = ("project", "place", "timetable", "check")

_MOST_LESSONS = 400
_INCOMPLETE = Words("请先填完前面的步骤。", "Fill in the steps before this one first.")
_TIMES = Words("下课时间应晚于上课时间。", "A lesson ends after it begins.")


@router.shows("/drafts", by=Permission.CLASS_APPLY)
async def drafts(visit: Visit, done: Annotated[Literal["sent"] | None, Query()] = None) -> Response:
    say = visit.speech
    rows = [
        (
            Cell(each.content.get("name", "") or say("planning.unnamed"), href=f"/drafts/{each.draft_id}/project"),
            Cell(each.content.get("first_day", "")),
            Cell(each.content.get("count", "")),
        )
        for each in await timetable.drafts(visit.resources, visit.subject)
    ]
    return listed(
        visit,
        "office/drafts.html",
        tuple(map(Column, ("home.class", "planning.first_day", "planning.count"))),
        rows,
        file="drafts",
        form_id=Draft().form_id,
        done=done,
    )


@router.takes("/drafts", by=Permission.CLASS_APPLY)
async def begin(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    await timetable.keep_draft(visit.resources, visit.subject, draft.form_id, {})
    return RedirectResponse(f"/drafts/{draft.form_id}/project", status_code=303)


@router.shows("/drafts/{draft_id}/{step}", by=Permission.CLASS_APPLY)
async def show(visit: Visit, draft_id: UUID, step: Step) -> Response:
    held = await timetable.draft_of(visit.resources, visit.subject, draft_id)
    typed = {name: value if isinstance(value, list) else [value] for name, value in held.content.items()}
    return await _step_page(visit, draft_id, step, Draft(typed), held.content)


@router.takes("/drafts/{draft_id}/{step}", by=Permission.CLASS_APPLY)
async def keep(visit: Visit, draft_id: UUID, step: Step, form: Choices) -> Response:
    held = await timetable.draft_of(visit.resources, visit.subject, draft_id)
    draft = Draft.sent(form)
    content = held.content
    with draft.correctable():
        if step == "check":
            body = as_body(ClassApplication, application_of(draft_id, held.content))
            await timetable.apply(visit.resources, visit.subject, body)
            await timetable.draft_sent(visit.resources, visit.subject, draft_id)
            return RedirectResponse(f"/classes/{draft_id}/people?done=sent", status_code=303)
        content = {**held.content, **_typed(draft, await _fields(visit, step))}
        if step == "timetable":
            lessons_of(draft_id, content)  # A pattern that makes no timetable is refused here, beside its fields.
        await timetable.keep_draft(visit.resources, visit.subject, draft_id, content)
        return RedirectResponse(f"/drafts/{draft_id}/{STEPS[STEPS.index(step) + 1]}", status_code=303)
    return await _step_page(visit, draft_id, step, draft, content)


def _typed(draft: Draft, fields: list[Field]) -> dict[str, Any]:
    return {
        each.name: list(draft.values(each.name)) if each.kind == "checks" else draft.value(each.name).strip()
        for each in fields
    }


async def _fields(visit: Visit, step: Step) -> list[Field]:
    say = visit.speech
    if step == "project":
        projects = [(str(each.project_id), f"{each.name} · {each.occupation}") for each in await all_projects(visit)]
        return [
            Field(name="name", label="planning.name"),
            Field(name="project_id", label="planning.project", kind="select", choices=projects),
            Field(name="fee", label="planning.fee", kind="decimal", is_required=False, known_as=("fee_fen",)),
            Field(name="teaching_plan", label="opening.teaching_plan", kind="textarea", most=2000),
        ]
    if step == "place":
        sites = [(str(each.site_id), f"{each.name} · {each.address}") for each in await all_sites(visit)]
        return [Field(name="site_id", label="planning.place", kind="select", choices=sites)]
    if step == "timetable":
        weekdays = [(str(number), say(f"weekday.{name}")) for number, name in enumerate(WEEKDAYS, start=1)]
        return [
            Field(name="first_day", label="planning.first_day", kind="date"),
            Field(name="count", label="planning.count", kind="number"),
            Field(name="starts", label="planning.starts", kind="time"),
            Field(name="ends", label="planning.ends", kind="time"),
            Field(name="class_hours", label="planning.class_hours", kind="number"),
            Field(name="weekdays", label="planning.weekdays", kind="checks", choices=weekdays),
            Field(
                name="holidays",
                label="planning.holidays",
                kind="checks",
                choices=[("off", say("planning.no_holidays"))],
            ),
        ]
    return []


async def _step_page(visit: Visit, draft_id: UUID, step: Step, draft: Draft, content: Mapping[str, Any]) -> Response:
    lessons: list[dict[str, Any]] = []
    problem = None
    if step == "check":
        try:
            lessons = lessons_of(draft_id, content)
        except Problem as refused:
            problem = refused
    return visit.page(
        "office/planning.html",
        status=draft.status,
        draft_id=draft_id,
        step=step,
        steps=STEPS,
        content=content,
        draft=draft,
        fields=await _fields(visit, step),
        lessons=lessons,
        months=months_of([(each["ordinal"], each["starts_at"]) for each in lessons]),
        problem=problem,
        project=next(
            (n for i, n in await _choices(visit, "project", "project_id") if i == content.get("project_id")), ""
        ),
        place=next((n for i, n in await _choices(visit, "place", "site_id") if i == content.get("site_id")), ""),
    )


async def _choices(visit: Visit, step: Step, name: str) -> list[tuple[str, str]]:
    return [pair for each in await _fields(visit, step) if each.name == name for pair in each.choices]


def lessons_of(draft_id: UUID, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lessons that the pattern makes; the same draft makes the same ones, so that sending twice is sending once."""
    try:
        first, count = date.fromisoformat(content.get("first_day", "")), int(content.get("count", ""))
        starts, ends = (time.fromisoformat(content.get(name, "")) for name in ("starts", "ends"))
        hours, weekdays = int(content.get("class_hours", "")), {int(each) for each in content.get("weekdays", [])}
    except ValueError:
        raise Problem(ProblemKind.MALFORMED, _INCOMPLETE) from None
    if ends <= starts:
        raise Problem(ProblemKind.MALFORMED, _TIMES, fields={"errors": [{"field": "ends", "reason": "order"}]})
    if not weekdays or not 1 <= count <= _MOST_LESSONS:
        name = "count" if weekdays else "weekdays"
        wrong = {"field": name, "reason": _INCOMPLETE.en, "reason_zh": _INCOMPLETE.zh}
        raise Problem(ProblemKind.MALFORMED, _INCOMPLETE, fields={"errors": [wrong]})
    days = rules.lesson_days(first, weekdays, count, without_holidays="off" in content.get("holidays", []))
    return [
        {
            "session_id": derived_id(draft_id, f"lesson {number} {day}"),
            "ordinal": number,
            "site_id": content.get("site_id", ""),
            "starts_at": datetime.combine(day, starts, CHINA),
            "ends_at": datetime.combine(day, ends, CHINA),
            "class_hours": hours,
        }
        for number, day in enumerate(days, start=1)
    ]


def application_of(draft_id: UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """The opening application that a draft comes to."""
    return {
        "class_id": draft_id,
        **{name: content.get(name, "") for name in ("name", "project_id", "teaching_plan")},
        "fee_fen": fen_of(content["fee"]) if content.get("fee") else None,
        "sessions": lessons_of(draft_id, content),
    }
