"""The register of courses in pages: filed and changed by institutions, examined by their authority, read by all."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.courses import service
from checkin_service.courses.model import ResourceKind, Taught
from checkin_service.courses.schemas import (
    CourseSearch,
    CourseVersion,
    NewCourse,
    NewCourseStanding,
    NewCourseVersion,
    NewExamination,
)
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = tuple(
    Entry("/training-courses", "course_register.title", "book-open", group, Permission.COURSE_READ)
    for group in (Group.BOOKS, Group.INSTITUTION)
)

Done = Annotated[Literal["sent"] | None, Query()]
_COLUMNS = tuple(
    map(
        Column,
        (
            "course_register.course",
            "books.institutions",
            "course_register.taught",
            "course_register.hours",
            "course_register.state",
        ),
    )
)
_TONES = {"filed": "doubt", "approved": "pass", "refused": "fail", "suspended": "fail", "closed": "quiet"}
_KINDS = {"视频": "video", "直播": "live", "文档": "document", "练习": "exercise", "题库": "question_bank"}
_LEAST = 2


# Everybody -----------------------------------------------------------------------------------------------------------


@router.get("/course-register")
async def public(
    request: Request,
    resources: Res,
    words: Annotated[str, Query(max_length=60)] = "",
    division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
) -> Response:
    asked = as_body(CourseSearch, {"words": words, "division": division or None})
    found = await service.search(resources, asked, address=request.client.host if request.client else "")
    return page(request, "courses/public.html", courses=found.courses, words=words, division=division)


@router.get("/course-register/{course_id}")
async def public_course(request: Request, resources: Res, course_id: UUID) -> Response:
    return page(request, "courses/public_course.html", course=await service.public_course(resources, course_id))


# Staff ---------------------------------------------------------------------------------------------------------------


@router.shows("/training-courses", by=Permission.COURSE_READ)
async def show_all(visit: Visit) -> Response:
    say = visit.speech
    found = await every(lambda part: service.courses(visit.resources, visit.subject, part), lambda part: part.courses)
    rows = [
        (
            Cell(each.latest.title, href=f"/training-courses/{each.course_id}"),
            Cell(each.institution),
            Cell(say(f"course_register.taughts.{each.latest.taught}")),
            Cell(str(each.latest.class_hours), order=each.latest.class_hours),
            Cell(
                say("course_register.waits" if each.waiting else f"course_register.states.{each.state}"),
                tone="doubt" if each.waiting else _TONES[each.state],
            ),
        )
        for each in reversed(found)
    ]
    may = visit.subject.may(Permission.COURSE_FILE)
    actions = [
        ("/training-courses/new", say("course_register.file")),
        ("/intakes/courses", say("course_register.from_excel")),
    ]
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        rows,
        file="courses",
        title=say("course_register.title"),
        lead=say("course_register.lead"),
        nothing=say("course_register.none"),
        actions=actions if may else [],
        done="",
    )


@router.shows("/training-courses/new", by=Permission.COURSE_FILE)
async def ask(visit: Visit) -> Response:
    return _new(visit, Draft())


@router.takes("/training-courses/new", by=Permission.COURSE_FILE)
async def file(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewCourse, {"course_id": draft.form_id, **_content(draft)})
        await service.file(visit.resources, visit.subject, body)
        return RedirectResponse(f"/training-courses/{draft.form_id}?done=sent", status_code=303)
    return _new(visit, draft)


def _new(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("course_register.file"),
        lead=say("course_register.file_lead"),
        back="/training-courses",
        back_word=say("course_register.title"),
        action="/training-courses/new",
        fields=_fields(visit),
        draft=draft,
        submit=say("course_register.file"),
    )


@router.shows("/training-courses/{course_id}", by=Permission.COURSE_READ)
async def show(visit: Visit, course_id: UUID, done: Done = None) -> Response:
    return await _page(visit, course_id, done=done)


@router.takes("/training-courses/{course_id}/versions", by=Permission.COURSE_FILE)
async def change(visit: Visit, course_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "reason": draft.value("reason"), **_content(draft)}
        await service.change(visit.resources, visit.subject, course_id, as_body(NewCourseVersion, fields))
        return _sent(course_id)
    return await _page(visit, course_id, change=draft)


@router.takes("/training-courses/{course_id}/examinations", by=Permission.COURSE_EXAMINE)
async def examine(visit: Visit, course_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "version": draft.number("version"),
            "approved": draft.value("decision") == "approve",
            "reason": draft.text("reason"),
        }
        await service.examine(visit.resources, visit.subject, course_id, as_body(NewExamination, fields))
        return _sent(course_id)
    return await _page(visit, course_id, deed=draft)


@router.takes("/training-courses/{course_id}/standings", by=Permission.COURSE_KEEP)
async def keep(visit: Visit, course_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "to": draft.value("to"), "reason": draft.value("reason")}
        await service.set_standing(visit.resources, visit.subject, course_id, as_body(NewCourseStanding, fields))
        return _sent(course_id)
    return await _page(visit, course_id, deed=draft)


def _sent(course_id: UUID) -> Response:
    return RedirectResponse(f"/training-courses/{course_id}?done=sent", status_code=303)


async def _page(
    visit: Visit, course_id: UUID, *, change: Draft | None = None, deed: Draft | None = None, done: str | None = None
) -> Response:
    found = await service.course(visit.resources, visit.subject, course_id)
    refused = change or deed
    return visit.page(
        "courses/course.html",
        status=refused.status if refused else 200,
        course=found,
        tones=_TONES,
        is_own=visit.subject.institution_id == found.institution_id,
        is_examined_here=visit.subject.authority_code == found.authority_code,
        change=change or Draft(_typed(found.latest)),
        change_fields=[*_fields(visit), Field(name="reason", label="course_register.change_reason")],
        deed=deed or Draft(),
        new_id=new_id,
        done=done,
    )


# What is typed -------------------------------------------------------------------------------------------------------


def _fields(visit: Visit) -> list[Field]:
    say = visit.speech
    ways = [(each.value, say(f"course_register.taughts.{each}")) for each in Taught]
    return [
        Field(name="title", label="course_register.course"),
        Field(name="occupation", label="course_register.occupation"),
        Field(name="level", label="course_register.level", is_required=False),
        Field(name="taught", label="course_register.taught", kind="select", choices=ways),
        Field(name="class_hours", label="course_register.hours", kind="number"),
        Field(name="question_count", label="course_register.questions", kind="number", is_required=False),
        Field(name="summary", label="course_register.summary", kind="textarea", most=2000),
        Field(
            name="units",
            label="course_register.units",
            kind="textarea",
            hint="course_register.units_hint",
            most=20_000,
            is_required=False,
        ),
        Field(
            name="resources",
            label="course_register.resources",
            kind="textarea",
            hint="course_register.resources_hint",
            most=100_000,
            is_required=False,
        ),
    ]


def _content(draft: Draft) -> dict[str, Any]:
    return {
        **{name: draft.value(name).strip() for name in ("title", "occupation", "taught", "summary")},
        "level": draft.text("level"),
        "class_hours": draft.number("class_hours"),
        "question_count": draft.number("question_count") if draft.text("question_count") else None,
        "units": [_unit(each) for each in _lines(draft, "units")],
        "resources": [_resource(each) for each in _lines(draft, "resources")],
    }


def _lines(draft: Draft, name: str) -> list[list[str]]:
    return [each.split() for each in draft.value(name).splitlines() if each.strip()]


def _unit(parts: Sequence[str]) -> dict[str, Any]:
    if len(parts) < _LEAST or not (parts[-1].isascii() and parts[-1].isdigit()):
        raise _unread("units", _UNIT.filled(line=" ".join(parts)[:60]))
    return {"title": " ".join(parts[:-1]), "class_hours": int(parts[-1])}


def _resource(parts: Sequence[str]) -> dict[str, Any]:
    kind = _KINDS.get(parts[0], parts[0])
    if len(parts) <= _LEAST or kind not in set(ResourceKind):
        raise _unread("resources", _RESOURCE.filled(line=" ".join(parts)[:60]))
    return {"kind": kind, "title": " ".join(parts[1:-1]), "link": parts[-1]}


def _unread(name: str, words: Words) -> Problem:
    error = {"field": name, "reason": words.en, "reason_zh": words.zh}
    return Problem(ProblemKind.MALFORMED, words, fields={"errors": [error]})


def _typed(version: CourseVersion) -> dict[str, list[str]]:
    """A version as it was typed, to be changed."""
    names = {value: word for word, value in _KINDS.items()}
    typed = {name: str(getattr(version, name) or "") for name in ("title", "occupation", "level", "class_hours")}
    typed |= {"taught": version.taught.value, "summary": version.summary}
    typed["question_count"] = "" if version.question_count is None else str(version.question_count)
    typed["units"] = "\n".join(f"{each.title} {each.class_hours}" for each in version.units)
    typed["resources"] = "\n".join(f"{names[each.kind]} {each.title} {each.link}" for each in version.resources)
    return {name: [value] for name, value in typed.items()}


_UNIT = Words("看不懂这一行：{line}。每行写“单元名称 课时”。", 'This line cannot be read: {line}. Write "title hours".')
_RESOURCE = Words(
    "看不懂这一行：{line}。每行写“视频/直播/文档/练习/题库 名称 链接”。",
    'This line cannot be read: {line}. Write "video/live/document/exercise/question_bank title link".',
)
