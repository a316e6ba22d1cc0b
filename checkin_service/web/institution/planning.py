"""A class planned in steps and kept as a draft: project, place, timetable by pattern, roster, check and send."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.courses import service as courses
from checkin_service.intake import service as intake
from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.ids import derived_id
from checkin_service.kit.intake.columns import Kind
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassDraft
from checkin_service.timetable.schemas import ClassApplication
from checkin_service.timetable.service import planned_rosters
from checkin_service.web.authority.registers import all_projects
from checkin_service.web.authority.sites import all_sites
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body, fen_of
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.moments import hour
from checkin_service.web.office.calendar import WEEKDAYS, months_of
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/drafts", "planning.title", "notebook-pen", Group.INSTITUTION, Permission.CLASS_APPLY),)

Step = Literal["project", "place", "timetable", "roster", "check"]
STEPS: tuple[Step, ...] = ("project", "place", "timetable", "roster", "check")

_MOST_LESSONS = 400
_INCOMPLETE = Words("请先填完前面的步骤。", "Fill in the steps before this one first.")
_TIMES = Words("下课时间应晚于上课时间。", "A lesson ends after it begins.")


@router.shows("/drafts", by=Permission.CLASS_APPLY)
async def drafts(visit: Visit, done: Annotated[Literal["kept", "discarded"] | None, Query()] = None) -> Response:
    say = visit.speech
    people = await planned_rosters.summaries(visit.resources, visit.subject)
    rows = []
    for each in await timetable.drafts(visit.resources, visit.subject):
        step, count = next_step(each.draft_id, each.content, people.get(each.draft_id, 0)), people.get(each.draft_id)
        name = each.content.get("name", "") or say("planning.unnamed")
        rows.append(
            (
                Cell(name, href=f"/drafts/{each.draft_id}/{step}"),
                Cell(f"{STEPS.index(step) + 1} {say(f'planning_step.{step}')}", order=STEPS.index(step)),
                Cell(each.content.get("first_day", "")),
                Cell(each.content.get("count", "")),
                Cell(str(count or ""), order=count or 0),
                Cell(f"{day_of(each.changed_at)} {hour(each.changed_at)}"),
            )
        )
    words = ("home.class", "planning.next_step", "planning.first_day", "planning.count", "planning.people")
    return await listed(
        visit,
        "office/drafts.html",
        (*map(Column, words), Column("planning.changed")),
        rows,
        file="drafts",
        form_id=Draft().form_id,
        done=done,
    )


@router.takes("/drafts", by=Permission.CLASS_APPLY)
async def begin(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    await timetable.begin_draft(visit.resources, visit.subject, draft.form_id, {})
    return RedirectResponse(f"/drafts/{draft.form_id}/project", status_code=303)


@router.takes("/drafts/{draft_id}/removal", by=Permission.CLASS_APPLY)
async def discard(visit: Visit, draft_id: UUID, form: Choices) -> Response:
    Draft.sent(form)
    await timetable.discard_draft(visit.resources, visit.subject, draft_id)
    return RedirectResponse("/drafts?done=discarded", status_code=303)


@router.takes("/drafts/{draft_id}/roster/removal", by=Permission.CLASS_APPLY)
async def take_people_off(visit: Visit, draft_id: UUID, form: Choices) -> Response:
    Draft.sent(form)
    await planned_rosters.drop(visit.resources, visit.subject, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}/roster", status_code=303)


@router.shows("/drafts/{draft_id}/{step}", by=Permission.CLASS_APPLY)
async def show(
    visit: Visit, draft_id: UUID, step: Step, done: Annotated[int | None, Query(ge=1, le=100_000)] = None
) -> Response:
    held = await timetable.draft_of(visit.resources, visit.subject, draft_id)
    if held.sent_at is not None:
        return RedirectResponse(f"/classes/{draft_id}/people", status_code=303)
    typed = {name: value if isinstance(value, list) else [value] for name, value in held.content.items()}
    return await _step_page(visit, held, step, Draft(typed), done=done)


@router.takes("/drafts/{draft_id}/{step}", by=Permission.CLASS_APPLY)
async def keep(visit: Visit, draft_id: UUID, step: Step, form: Choices) -> Response:
    held = await timetable.draft_of(visit.resources, visit.subject, draft_id)
    draft = Draft.sent(form)
    with draft.correctable():
        if step == "check":
            body = as_body(ClassApplication, application_of(draft_id, held.content))
            await timetable.require_sendable(visit.resources, visit.subject, draft_id)
            await timetable.apply(visit.resources, visit.subject, body)
            people = await timetable.finish_draft(visit.resources, visit.subject, draft_id)
            done = "sent_with_people" if people else "sent"
            return RedirectResponse(f"/classes/{draft_id}/people?done={done}", status_code=303)
        held = replace(held, content={**held.content, **_typed(draft, await _fields(visit, step))})
        if step == "timetable" and not draft.text("later"):
            lessons_of(draft_id, held.content)  # A pattern that makes no timetable is refused here, beside its fields.
        await timetable.keep_draft(visit.resources, visit.subject, draft_id, held.content)
        if draft.text("later"):
            return RedirectResponse("/drafts?done=kept", status_code=303)
        return RedirectResponse(f"/drafts/{draft_id}/{STEPS[STEPS.index(step) + 1]}", status_code=303)
    return await _step_page(visit, held, step, draft)


def next_step(draft_id: UUID, content: Mapping[str, Any], people: int) -> Step:
    """Where somebody who comes back goes on: the first step that is not filled in."""
    if not content.get("name") or not content.get("project_id"):
        return "project"
    if not content.get("site_id"):
        return "place"
    try:
        lessons_of(draft_id, content)
    except Problem:
        return "timetable"
    return "check" if people else "roster"


def _typed(draft: Draft, fields: list[Field]) -> dict[str, Any]:
    return {
        each.name: list(draft.values(each.name)) if each.kind == "checks" else draft.value(each.name).strip()
        for each in fields
    }


async def _fields(visit: Visit, step: Step) -> list[Field]:
    say = visit.speech
    if step == "project":
        projects = [
            (str(each.project_id), f"{each.name} · {each.occupation}")
            for each in await all_projects(visit)
            if each.standing is Standing.ACTIVE
        ]
        return [
            Field(name="name", label="planning.name"),
            Field(name="project_id", label="planning.project", kind="select", choices=projects),
            Field(name="fee", label="planning.fee", kind="decimal", is_required=False, known_as=("fee_fen",)),
            *await _course_field(visit),
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


async def _course_field(visit: Visit) -> list[Field]:
    """The courses that a class here may name; without any there is nothing to choose."""
    held = existing(await catalogue.institution_of(visit.resources, existing(visit.subject.institution_id)))
    now = visit.resources.clock.now()
    policy = policy_at(held.authority_code, now, known_at=now)
    found = await courses.usable_courses(visit.resources, held.authority_code, policy)
    choices = [(str(each.course_id), f"{each.title} · {each.institution}") for each in found]
    if not choices:
        return []
    return [Field(name="course_id", label="planning.course", kind="select", choices=choices, is_required=False)]


async def _step_page(visit: Visit, held: ClassDraft, step: Step, draft: Draft, *, done: int | None = None) -> Response:
    draft_id, content = held.draft_id, held.content
    lessons: list[dict[str, Any]] = []
    problem = None
    if step == "check":
        try:
            lessons = lessons_of(draft_id, content)
            await _require_acceptable_people(visit, held)
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
        done=done,
        roster=await planned_rosters.summary(visit.resources, visit.subject, draft_id),
        use=intake.use_of("planned_roster", visit.subject),
        kinds=Kind,
        kept_days=planned_rosters.KEPT_FOR.days,
        project=next(
            (n for i, n in await _choices(visit, "project", "project_id") if i == content.get("project_id")), ""
        ),
        place=next((n for i, n in await _choices(visit, "place", "site_id") if i == content.get("site_id")), ""),
    )


async def _require_acceptable_people(visit: Visit, held: ClassDraft) -> None:
    """What was planned since, or happened elsewhere, may be in the way of people who were accepted before."""
    planned = await planned_rosters.opened(visit.resources, visit.subject, held.draft_id)
    if planned is not None:
        await planned_rosters.require_acceptable(visit.resources, visit.subject, held, planned.trainees)


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
        "course_id": content.get("course_id") or None,
        "sessions": lessons_of(draft_id, content),
    }
