"""Looks by staff of offices (查阅记录): who, at whom, why; for the auditor, with a purpose and itself on record."""

from collections.abc import Sequence
from functools import partial

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.oversight.model.trail import LookKind, OfficeLook
from checkin_service.oversight.schemas.trail import OfficeLookFilters
from checkin_service.oversight.service import trail
from checkin_service.oversight.words.looks import PURPOSES
from checkin_service.oversight.words.trail import DONE
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import as_body
from checkin_service.web.listing import Cell, Column, Row, Source, answered
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/looks", "looks.title", "eye", Group.WATCH, Permission.TRAIL_READ),)

_COLUMNS = tuple(Column(f"looks.{name}") for name in ("at", "who", "office", "kind", "what", "whom", "why", "shown"))
_NAMES = ("purpose", "kind", "who", "since", "until")


@router.shows("/looks", by=Permission.TRAIL_READ)
async def looks(visit: Visit) -> Response:
    """Nothing is shown before it is said what for; the address then holds the question, of nobody trained."""
    draft, found = (
        Draft({name: [value] for name, value in visit.request.query_params.items()}),
        list[OfficeLookFilters](),
    )
    if draft.text("purpose"):
        with draft.correctable():
            found.append(as_body(OfficeLookFilters, {name: draft.text(name) for name in _NAMES}))
    fields = _fields(visit)
    if not found:
        return visit.page("office/looks.html", status=draft.status, listing=None, fields=fields, draft=draft)
    say = visit.speech
    said = {
        "kind": {each.value: say(f"looks.kind_{each}") for each in LookKind},
        "what": {action: say.said(words) for action, words in DONE.items()},
        "why": {purpose: say.said(words) for purpose, words in PURPOSES.items()},
    }
    source = Source(partial(_ask, visit, found[0]), partial(_rows, visit), said)
    return await answered(visit, "office/looks.html", _COLUMNS, source, file="looks", fields=fields, draft=draft)


async def _ask(visit: Visit, asked: OfficeLookFilters, wanted: Wanted) -> ListPart[OfficeLook]:
    return await trail.listed_looks_of_offices(visit.resources, visit.subject, asked, wanted)


async def _rows(visit: Visit, found: Sequence[OfficeLook]) -> list[Row]:
    say = visit.speech
    return [
        (
            Cell(moments.day_and_hour(each.at, say.language)),
            Cell(f"{each.name or ''} {say.said(each.role)}".strip()),
            Cell(each.office),
            Cell(say(f"looks.kind_{each.kind}")),
            Cell(say.said(each.what)),
            Cell(_whom(each.about.name, each.about.document) if each.about else ""),
            Cell(say.said(each.reason) if each.reason else say("looks.no_reason"), tone="" if each.reason else "quiet"),
            Cell("" if each.found is None else str(each.found)),
        )
        for each in await trail.told(visit.resources, found)
    ]


def _whom(name: str | None, document: str | None) -> str:
    """A person by name and the last four; what was erased has neither."""
    return " ".join(filter(None, (name, document and document[-4:])))


def _fields(visit: Visit) -> list[Field]:
    say = visit.speech
    return [
        Field(
            name="purpose",
            label="help.purpose",
            kind="select",
            choices=[(str(each), say(f"look_purpose.{each}")) for each in Purpose],
        ),
        Field(
            name="kind",
            label="looks.kind",
            kind="select",
            is_required=False,
            choices=[(each.value, say(f"looks.kind_{each}")) for each in LookKind],
        ),
        Field(name="who", label="looks.who_field", hint="looks.who_hint", is_required=False, most=100),
        Field(name="since", label="looks.since", kind="date", is_required=False),
        Field(name="until", label="looks.until", kind="date", is_required=False),
    ]
