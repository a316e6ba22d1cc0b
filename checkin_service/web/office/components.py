"""The component page: every part that office pages are made of, in development only."""

import re
from functools import cache
from importlib.resources import files

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.words import Words
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_FIELDS = (
    Field(name="name", label="components.name", hint="components.hint"),
    Field(name="day", label="components.day", kind="date"),
    Field(name="kind", label="components.kind", kind="select", choices=(("a", "甲"), ("b", "乙"))),
    Field(name="days", label="components.days", kind="checks", choices=(("1", "一"), ("2", "二"))),
    Field(name="note", label="components.note", kind="textarea", is_required=False),
)
_REFUSED = Problem(
    ProblemKind.MALFORMED,
    Words("有一项没有填写。", "One field is empty."),
    fields={"errors": [{"field": "name", "reason": "Please fill this in.", "reason_zh": "请填写。"}]},
)


@router.shows("/dev/components", by=Permission.SELF_READ)
async def components(visit: Visit) -> Response:
    if not visit.resources.is_development:
        raise not_found()
    columns = (Column("components.name"), Column("components.kind"), Column("components.done", is_number=True))
    rows = [
        (Cell(f"第 {n} 行", href="#content"), Cell("甲", tone="pass"), Cell(str(n), order=n)) for n in range(1, 121)
    ]
    draft = Draft({"name": [""], "note": ["abc"], "days": ["2"]}, problem=_REFUSED)
    return await listed(
        visit, "office/components.html", columns, rows, file="components", fields=_FIELDS, draft=draft, icons=_icons()
    )


@cache
def _icons() -> list[str]:
    sprite = files("checkin_service.web").joinpath("static/icons.svg").read_text(encoding="utf-8")
    return re.findall(r'<symbol id="([^"]+)"', sprite)
