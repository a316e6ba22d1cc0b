"""Import pages: choose the kind, download the template, send the filled table, look at it, confirm it."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.intake import service
from checkin_service.intake.schemas import FilledTable
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake.columns import Column, Kind
from checkin_service.kit.intake.grid import unreadable
from checkin_service.kit.intake.lookalikes import NOTHING
from checkin_service.kit.intake.table import Table
from checkin_service.kit.intake.template import template
from checkin_service.kit.money import yuan
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.workbook import MEDIA_TYPE
from checkin_service.timetable import service as timetable
from checkin_service.web.forms import FormWithFile, as_body
from checkin_service.web.intakes.uploads import Sent
from checkin_service.web.rail import Entry, Group
from checkin_service.web.settlements import payment_tables
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/intakes", "intakes.title", "upload", Group.BOOKS, Permission.INSTITUTION_CREATE),
    Entry("/intakes", "intakes.title", "upload", Group.INSTITUTION, Permission.ROSTER_WRITE),
)


_SHOWN_ROWS = 8
_STEPS = {"planned_roster": "/drafts/{target}/roster"}
"""Where a table is sent that is a step of something else: its form stands there, and one goes on from there."""
_CORRECTABLE = frozenset({ProblemKind.RULE_REFUSED, ProblemKind.STATE_CONFLICT, ProblemKind.MALFORMED})


@router.shows("/intakes", by=Permission.SELF_READ)
async def kinds(visit: Visit) -> Response:
    uses = service.uses_for(visit.subject)
    if not uses:
        raise Problem(ProblemKind.NOT_PERMITTED)
    return visit.page("intakes/kinds.html", uses=uses)


@router.shows("/intakes/{kind}", by=Permission.SELF_READ)
async def choose(
    visit: Visit, kind: str, target: UUID | None = None, done: Annotated[int | None, Query(ge=1, le=100_000)] = None
) -> Response:
    return await _form(visit, kind, target=str(target or ""), details={}, done=done)


@router.shows("/intakes/{kind}/template", by=Permission.SELF_READ)
async def blank(visit: Visit, kind: str) -> Response:
    use = service.use_of(kind, visit.subject)
    content = await asyncio.to_thread(template, use.spec)
    return attachment(content, f"{use.spec.name}.xlsx", MEDIA_TYPE)


@router.takes("/intakes/{kind}/preview", by=Permission.SELF_READ)
async def look(visit: Visit, kind: str, sent: Sent) -> Response:
    """What confirming would do, with every fault in its place; nothing has been kept."""
    use = service.use_of(kind, visit.subject)
    details = {each.field: sent.fields.get(each.field, "") for each in use.asks}
    fields = {
        "request_id": new_id(),
        "target": sent.fields.get("target") or None,
        "details": {name: value for name, value in details.items() if value},
        "file": b64encode(sent.content).decode(),
    }
    try:
        if not sent.content:
            raise unreadable(NOTHING)
        body = as_body(FilledTable, fields)
        found = await service.preview(visit.resources, visit.subject, kind, body)
    except Problem as problem:
        if problem.kind not in _CORRECTABLE:
            raise
        return await _form(visit, kind, target=sent.fields.get("target", ""), details=details, problem=problem)
    home = home_of(kind, str(body.target or ""))
    return visit.page(
        "intakes/preview.html",
        step_of=home,
        use=use,
        look=found.preview,
        shown=_rows(found.table),
        body=body,
        home=home,
        status=422 if found.preview.faults else 200,
    )


@router.takes("/intakes/{kind}", by=Permission.SELF_READ)
async def confirm(visit: Visit, kind: str, form: FormWithFile) -> Response:
    use = service.use_of(kind, visit.subject)
    details = {each.field: form[each.field] for each in use.asks if form.get(each.field)}
    fields = {"request_id": form.get("form_id"), "target": form.get("target") or None, "details": details}
    body = as_body(FilledTable, fields | {"file": form.get("file", "")})
    try:
        await service.confirm(visit.resources, visit.subject, kind, body)
    except Problem as problem:
        if problem.kind not in _CORRECTABLE:
            raise
        return await _form(visit, kind, target=form.get("target", ""), details=details, problem=problem)
    rows = form.get("rows", "1")
    done = int(rows) if rows.isascii() and rows.isdigit() else 1
    home = home_of(kind, form.get("target", ""))
    return RedirectResponse(f"{home}?done={max(1, min(done, 100_000))}", status_code=303)


def home_of(kind: str, target: str) -> str:
    """The page with the form for a kind of table."""
    return _STEPS.get(kind, f"/intakes/{kind}").format(target=target)


async def _form(
    visit: Visit,
    kind: str,
    *,
    target: str,
    details: Mapping[str, str],
    problem: Problem | None = None,
    done: int | None = None,
) -> Response:
    use = service.use_of(kind, visit.subject)
    return visit.page(
        "intakes/form.html",
        step_of=home_of(kind, target),
        use=use,
        targets=await _targets(visit, use),
        target=target,
        details=details,
        problem=problem,
        done=done,
        kinds=Kind,
        step=home_of(kind, target) if kind in _STEPS and target else "",
        status=problem.kind.value.status if problem else 200,
    )


async def _targets(visit: Visit, use: service.Use) -> list[tuple[str, str]]:
    """What a table can be about, by names and days."""
    if use.target is None:
        return []
    if use.permission is Permission.SETTLEMENT_PAY:
        return [
            (str(each.table_id), f"{day_of(each.made_at)} · {each.lines} · {yuan(each.total_fen)}")
            for each in await payment_tables(visit)
        ]
    if use.permission is Permission.CLASS_APPLY:
        return [
            (str(each.draft_id), each.content.get("name", ""))
            for each in await timetable.drafts(visit.resources, visit.subject)
        ]
    return [(str(each.class_id), each.name) for each in await classes_of(visit)]


def _rows(table: Table) -> list[tuple[int, list[str]]]:
    """The first rows as they were read, under their numbers."""
    columns = [each for each in table.spec.columns if each.field in table.letters]
    return [
        (number, [_cell(each, values.get(each.field)) for each in columns])
        for number, values in list(table.rows.items())[:_SHOWN_ROWS]
    ]


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind is Kind.WORD:
        return next(word for word, meant in column.words.items() if meant == value)
    return yuan(value) if column.kind is Kind.MONEY else str(value)
