"""Recordings of a class in pages: kept or not lesson by lesson, entered for one lesson or pasted for all."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import CHINA
from checkin_service.kit.http.paging import every
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.recordings import service
from checkin_service.recordings.schemas import ClassRecordings, LessonRecording, NewRecordings
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/unrecorded-classes", "recordings.lacking", "monitor", Group.WATCH, Permission.RECORDING_READ),)

_NONE = ("无", "none", "-")
_LEAST = 3
_ONE = (
    Field(name="link", label="recordings.link", is_required=False, most=500, placeholder="https://"),
    Field(name="starts", label="recordings.starts", kind="time", is_required=False, known_as=("starts_at",)),
    Field(name="ends", label="recordings.ends", kind="time", is_required=False, known_as=("ends_at",)),
    Field(name="sha256", label="recordings.hash", is_required=False, most=64),
    Field(name="absent_because", label="recordings.absent_because", is_required=False),
    Field(name="reason", label="recordings.reason", is_required=False, hint="recordings.reason_hint"),
)
_MANY = (Field(name="lines", label="recordings.lines", kind="textarea", hint="recordings.lines_hint", most=200_000),)


@router.shows("/unrecorded-classes", by=Permission.RECORDING_READ)
async def lacking(visit: Visit) -> Response:
    say = visit.speech
    found = await every(
        lambda page: service.unrecorded_classes(visit.resources, visit.subject, page), lambda page: page.classes
    )
    rows = [
        (
            Cell(each.class_name, href=f"/classes/{each.class_id}/recordings"),
            Cell(each.institution),
            Cell(say("recordings.of", kept=each.kept, lessons=each.lessons), tone="doubt"),
        )
        for each in found
    ]
    return await listed(
        visit,
        "office/list.html",
        tuple(map(Column, ("home.class", "books.institutions", "recordings.kept"))),
        rows,
        file="unrecorded",
        title=say("recordings.lacking"),
        lead=say("recordings.lacking_lead"),
        nothing=say("recordings.nothing_lacking"),
        done="",
    )


@router.shows("/classes/{class_id}/recordings", by=Permission.RECORDING_READ)
async def show(visit: Visit, class_id: UUID, done: Annotated[Literal["entered"] | None, Query()] = None) -> Response:
    return await _page(visit, class_id, done=done)


@router.takes("/classes/{class_id}/recordings", by=Permission.RECORDING_KEEP)
async def enter(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """One lesson, chosen from the list."""
    draft = Draft.sent(form)
    with draft.correctable():
        found = await service.recordings(visit.resources, visit.subject, class_id)
        lesson = _lesson(found, draft.value("lesson"))
        typed = {name: draft.text(name) for name in ("link", "sha256", "absent_because", "reason")}
        times = {f"{name}_at": _moment(lesson, draft.value(name)) for name in ("starts", "ends")}
        await _send(visit, class_id, draft, [{"session_id": lesson.session_id, **typed, **times}])
        return RedirectResponse(f"/classes/{class_id}/recordings?done=entered", status_code=303)
    return await _page(visit, class_id, one=draft)


@router.takes("/classes/{class_id}/recordings/lines", by=Permission.RECORDING_KEEP)
async def enter_many(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """A line for each lesson, as it comes out of a table; all of it is entered, or nothing."""
    draft = Draft.sent(form)
    with draft.correctable():
        found = await service.recordings(visit.resources, visit.subject, class_id)
        lines = [each.split() for each in draft.value("lines").splitlines() if each.strip()]
        await _send(visit, class_id, draft, [_row(found, each) for each in lines])
        return RedirectResponse(f"/classes/{class_id}/recordings?done=entered", status_code=303)
    return await _page(visit, class_id, many=draft)


async def _send(visit: Visit, class_id: UUID, draft: Draft, rows: Sequence[Mapping[str, object]]) -> None:
    body = as_body(NewRecordings, {"request_id": draft.form_id, "recordings": rows})
    await service.record(visit.resources, visit.subject, class_id, body)


def _row(found: ClassRecordings, parts: Sequence[str]) -> dict[str, Any]:
    """`3 https://… 08:55 12:05 [SHA-256]`, or `3 无 原因`."""
    if len(parts) < _LEAST:
        raise _wrong("lines", _LINE.filled(line=" ".join(parts)[:60]))
    lesson = _lesson(found, parts[0], name="lines")
    row: dict[str, Any] = {"session_id": lesson.session_id}
    if lesson.records:
        row["reason"] = "整班重新登记"
    if parts[1] in _NONE:
        return {**row, "absent_because": " ".join(parts[2:])}
    if len(parts) not in (_LEAST + 1, _LEAST + 2):
        raise _wrong("lines", _LINE.filled(line=" ".join(parts)[:60]))
    starts_at, ends_at = (_moment(lesson, each, name="lines") for each in parts[2:4])
    return {
        **row,
        "link": parts[1],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "sha256": parts[4].lower() if len(parts) > _LEAST + 1 else None,
    }


def _lesson(found: ClassRecordings, ordinal: str, *, name: str = "lesson") -> LessonRecording:
    for each in found.sessions:
        if str(each.ordinal) == ordinal.strip():
            return each
    raise _wrong(name, _NO_LESSON.filled(lesson=ordinal[:20]))


def _moment(lesson: LessonRecording, typed: str, *, name: str = "") -> datetime | None:
    """A time of the lesson's own day."""
    if not typed.strip():
        return None
    try:
        at = time.fromisoformat(typed.strip())
    except ValueError:
        raise _wrong(name or "starts", _NO_TIME) from None
    return datetime.combine(lesson.starts_at.astimezone(CHINA).date(), at, CHINA)


def _wrong(name: str, words: Words) -> Problem:
    error = {"field": name, "reason": words.en, "reason_zh": words.zh}
    return Problem(ProblemKind.MALFORMED, words, fields={"errors": [error]})


async def _page(
    visit: Visit, class_id: UUID, *, one: Draft | None = None, many: Draft | None = None, done: str | None = None
) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await service.recordings(visit.resources, visit.subject, class_id)
    lessons = [(str(each.ordinal), _name(visit, each)) for each in found.sessions if each.kept != "not_a_lesson"]
    refused = one or many
    return visit.page(
        "lesson/recordings.html",
        status=refused.status if refused else 200,
        held=held,
        found=found,
        one=one or Draft(),
        many=many or Draft(),
        one_fields=[Field(name="lesson", label="recordings.lesson", kind="select", choices=lessons), *_ONE],
        many_fields=_MANY,
        done=done,
    )


def _name(visit: Visit, lesson: LessonRecording) -> str:
    starts = lesson.starts_at.astimezone(CHINA)
    return visit.speech("recordings.lesson_of", lesson=lesson.ordinal, day=starts.date(), hour=f"{starts:%H:%M}")


_LINE = Words(
    "看不懂这一行：{line}。每行写“课次 链接 开始 结束”，没有录像的写“课次 无 原因”。",
    'This line cannot be read: {line}. Write "lesson link start end", or "lesson none why".',
)
_NO_LESSON = Words("本班没有第{lesson}课，请核对课次。", "The class has no lesson {lesson}: check the number.")
_NO_TIME = Words("时间写成08:55这样的样子。", "Write times like 08:55.")
