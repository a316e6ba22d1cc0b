"""Signing in and out in the browser, and the home of staff."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access import service as access
from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.access.schemas import PasswordSignIn, SecondStep, TokenAnswer
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.model.roll import LessonOfDay
from checkin_service.checkin.service import roll
from checkin_service.conduct import service as conduct
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.review.service import site_suspicions
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState, Session, TrainingClass
from checkin_service.web import moments, session
from checkin_service.web.authority.first_steps import first_steps
from checkin_service.web.forms import Form, as_body, local_path
from checkin_service.web.listing import Cell, Column, Row, Source, answered
from checkin_service.web.pages import SIGN_IN, page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/staff", "nav.home", "calendar-days", Group.BOOKS, Permission.CLASS_READ),
    Entry("/staff", "today.rail", "calendar-days", Group.INSTITUTION, Permission.CLASS_READ),
)

_HOME = "/staff"
_COLUMNS = (
    *(Column(f"home.{name}") for name in ("class", "institution", "state")),
    Column("home.hours", is_number=True),
    Column("home.applied_on"),
)
_TONES = {
    ClassState.APPLIED: "doubt",
    ClassState.OPEN: "pass",
    ClassState.COMPLETION_APPLIED: "doubt",
    ClassState.COMPLETED: "quiet",
    ClassState.REJECTED: "fail",
}


@router.get(SIGN_IN)
async def ask(request: Request, goal: Annotated[str | None, Query(alias="next")] = None) -> Response:
    return page(request, "sign_in.html", goal=local_path(goal, otherwise=_HOME), login="", problem=None)


@router.post(SIGN_IN)
async def sign_in(request: Request, resources: Res, form: Form) -> Response:
    goal, login = local_path(form.get("next"), otherwise=_HOME), form.get("login", "")
    try:
        body = as_body(PasswordSignIn, {"login": login, "password": form.get("password", "")})
        granted = await access.sign_in(
            resources, login=body.login, password=body.password.get_secret_value(), origin=session.origin(request)
        )
    except Problem as problem:
        if problem.kind is ProblemKind.SECOND_FACTOR_NEEDED:
            return _code_page(request, goal=goal, login=login, halfway=problem.fields["halfway"])
        status = problem.kind.value.status
        return page(request, "sign_in.html", status=status, goal=goal, login=login, problem=problem)
    return _signed_in(request, resources, goal, login, granted)


@router.post(f"{SIGN_IN}/code")
async def sign_in_with_code(request: Request, resources: Res, form: Form) -> Response:
    """The second step: the code of the authenticator app, or one from paper."""
    goal, login = local_path(form.get("next"), otherwise=_HOME), form.get("login", "")
    halfway = form.get("halfway", "")
    try:
        body = as_body(SecondStep, {"halfway": halfway, "code": form.get("code", "").strip()})
        granted = await access.sign_in_with_code(
            resources, halfway_there=body.halfway, code=body.code.get_secret_value(), origin=session.origin(request)
        )
    except Problem as problem:
        return _code_page(request, goal=goal, login=login, halfway=halfway, problem=problem)
    return _signed_in(request, resources, goal, login, granted)


def _code_page(request: Request, *, goal: str, login: str, halfway: str, problem: Problem | None = None) -> Response:
    status = problem.kind.value.status if problem else 200
    return page(request, "sign_in_code.html", status=status, goal=goal, login=login, halfway=halfway, problem=problem)


def _signed_in(request: Request, resources: Resources, goal: str, login: str, granted: TokenAnswer) -> Response:
    response = RedirectResponse(goal, status_code=303)
    session.start(request, response, granted)
    session.know(request, response, resources, login)
    return response


@router.post("/staff/sign-out")
async def sign_out(request: Request, resources: Res, form: Form) -> Response:
    del form  # Read for where it comes from: a foreign page signs nobody out.
    response = RedirectResponse("/", status_code=303)
    await session.end(request, response, resources)
    return response


@router.shows(_HOME, by=Permission.CLASS_READ)
async def home(visit: Visit) -> Response:
    """Who one is, sites whose coordinates are in doubt, and the classes that are one's matter, the latest first."""
    account = await access.me(visit.resources, visit.subject)
    doubted = visit.subject.may(Permission.SITE_READ)
    suspicions = (await site_suspicions.suspicions(visit.resources, visit.subject)).suspicions if doubted else []
    return await answered(
        visit,
        "home.html",
        _COLUMNS,
        Source(
            partial(timetable.listed_classes, visit.resources, visit.subject),
            partial(_rows, visit),
            {"state": {str(each): visit.speech(f"class_state.{each}") for each in ClassState}},
        ),
        file="classes",
        without=("institution",) if visit.is_of_institution else (),
        lessons=await _today(visit) if visit.is_of_institution else None,
        steps=await first_steps(visit),
        name=account.display_name or "",
        suspicions=suspicions,
        sanction_news=await conduct.news_of_sanctions(visit.resources, visit.subject)
        if visit.is_of_institution
        else [],
    )


async def _rows(visit: Visit, classes: Sequence[TrainingClass]) -> list[Row]:
    say = visit.speech
    names = await catalogue.institution_names(visit.resources, {each.institution_id for each in classes})
    may_open = visit.subject.may(Permission.ATTENDANCE_READ)
    return [
        (
            # Whoever reads no names is told of the class, and led to no page that refuses them.
            Cell(each.name, href=f"/classes/{each.class_id}/board" if may_open else ""),
            Cell(names[each.institution_id]),
            Cell(say(f"class_state.{each.state}"), tone=_TONES[each.state]),
            Cell(str(each.total_hours)),
            Cell(moments.day(each.applied_at, say.language)),
        )
        for each in classes
    ]


async def _today(visit: Visit) -> list[tuple[LessonOfDay, str]]:
    """The lessons of today as cards, each with where it stands in time."""
    now = visit.resources.clock.now()
    lessons = await roll.lessons_of_today(visit.resources, visit.subject)
    return [(each, _moment(each.session, now)) for each in lessons]


def _moment(session: Session, now: datetime) -> str:
    if session.cancelled_at is not None:
        return "cancelled"
    if session.ends_at < now:
        return "over"
    return "ahead" if now < session.starts_at else "now"
