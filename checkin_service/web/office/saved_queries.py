"""Saved queries (已存查询) in pages: kept, run with a purpose, renamed and deleted by their one account."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.oversight.model import Listed
from checkin_service.oversight.schemas import Narrowing
from checkin_service.oversight.schemas.saved import NewSavedQuery, SavedQueryEnd, SavedQueryName, SavedQueryRun
from checkin_service.oversight.service import saved
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/saved-queries", "saved_queries.title", "search", Group.WATCH, Permission.DETERMINATION_SEARCH),)

_FILTERS = ("class_id", "outcome", "region", "determined_from", "determined_before")
_CLASSES = 200
Done = Annotated[Literal["saved", "renamed", "deleted"] | None, Query()]


@router.shows("/saved-queries", by=Permission.DETERMINATION_SEARCH)
async def show(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done=done)


@router.takes("/saved-queries", by=Permission.DETERMINATION_SEARCH)
async def save(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {name: draft.text(name) for name in _FILTERS if draft.text(name)}
        body = as_body(NewSavedQuery, {"query_id": draft.form_id, "name": draft.text("name"), **fields})
        await saved.save(visit.resources, visit.subject, body)
        return RedirectResponse("/saved-queries?done=saved", status_code=303)
    return await _page(visit, draft)


@router.takes("/saved-queries/{query_id}", by=Permission.DETERMINATION_SEARCH)
async def run(visit: Visit, query_id: UUID, form: Choices) -> Response:
    """Sent as a form: why it is asked belongs to this time, and what is found stands on this answer alone."""
    await saved.own(visit.resources, visit.subject, query_id)
    draft, found = Draft.sent(form), dict[str, object]()
    with draft.correctable():
        asked = as_body(SavedQueryRun, {"purpose": draft.value("purpose"), "cursor": draft.text("cursor")})
        listed = await saved.run(visit.resources, visit.subject, query_id, asked)
        shown, later = PageRequest(asked.cursor or UUID(int=0), asked.limit).shown(
            listed, lambda each: each.determination_id
        )
        found = {"rows": shown, "later": later, "names": await _names(visit, shown, asked.purpose)}
    return await _page(visit, Draft(), ran=query_id, asked=draft, found=found)


@router.takes("/saved-queries/{query_id}/name", by=Permission.DETERMINATION_SEARCH)
async def rename(visit: Visit, query_id: UUID, form: Choices) -> Response:
    await saved.own(visit.resources, visit.subject, query_id)
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(SavedQueryName, {"request_id": draft.form_id, "name": draft.text("name")})
        await saved.rename(visit.resources, visit.subject, query_id, body)
        return RedirectResponse("/saved-queries?done=renamed", status_code=303)
    return await _page(visit, Draft(), ran=query_id, asked=draft)


@router.takes("/saved-queries/{query_id}/deletion", by=Permission.DETERMINATION_SEARCH)
async def delete(visit: Visit, query_id: UUID, form: Choices) -> Response:
    body = as_body(SavedQueryEnd, {"request_id": Draft.sent(form).form_id})
    await saved.delete(visit.resources, visit.subject, query_id, body)
    return RedirectResponse("/saved-queries?done=deleted", status_code=303)


async def _page(
    visit: Visit,
    draft: Draft,
    *,
    done: str | None = None,
    ran: UUID | None = None,
    asked: Draft | None = None,
    found: Mapping[str, object] | None = None,
) -> Response:
    kept = (await saved.saved_queries(visit.resources, visit.subject)).queries
    classes = (
        await timetable.classes(visit.resources, visit.subject, PageRequest.first(_CLASSES), state=ClassState.COMPLETED)
    ).classes
    names = {each.class_id: each.name for each in classes}
    return visit.page(
        "office/saved_queries.html",
        status=(asked or draft).status,
        queries=[(each, _said(visit, each.filters, names)) for each in kept],
        fields=_fields(visit, names),
        draft=draft,
        done=done,
        ran=ran,
        asked=asked,
        found=found,
        purposes=list(Purpose),
        new_id=new_id,
    )


def _said(visit: Visit, filters: Narrowing, classes: Mapping[UUID, str]) -> str:
    """What narrows a query; of an unlisted class, of a person and an institution only that there is one."""
    say = visit.speech
    parts = [
        filters.class_id and classes.get(filters.class_id, say("saved_queries.a_class")),
        filters.trainee_id and say("saved_queries.a_person"),
        filters.institution_id and say("saved_queries.an_institution"),
        filters.voucher_code,
        filters.outcome and say(f"eligibility.{filters.outcome}"),
        filters.region and f"{say('saved_queries.region')} {filters.region}",
        filters.determined_from and f"{say('eligibility.from_day')} {filters.determined_from}",
        filters.determined_before and f"{say('eligibility.before_day')} {filters.determined_before}",
    ]
    return " · ".join(str(each) for each in parts if each) or say("saved_queries.everything")


async def _names(visit: Visit, shown: list[Listed], purpose: Purpose) -> dict[UUID, str]:
    """Figures need no names."""
    if purpose is Purpose.STATISTICS:
        return {}
    people = await identity.people(visit.resources, {each.trainee_id for each in shown})
    return {key: f"{person.name} {person.masked_document[-4:]}".strip() for key, person in people.items()}


def _fields(visit: Visit, classes: Mapping[UUID, str]) -> list[Field]:
    say = visit.speech
    outcomes = [(each.value, say(f"eligibility.{each}")) for each in DeterminationOutcome]
    of_class = [(str(key), name) for key, name in classes.items()]
    return [
        Field(name="name", label="saved_queries.name", hint="saved_queries.name_hint", most=60),
        Field(name="class_id", label="eligibility.class", kind="select", choices=of_class, is_required=False),
        Field(name="outcome", label="eligibility.outcome", kind="select", choices=outcomes, is_required=False),
        Field(name="region", label="saved_queries.region", hint="saved_queries.region_hint", is_required=False, most=6),
        Field(name="determined_from", label="eligibility.from_day", kind="date", is_required=False),
        Field(name="determined_before", label="eligibility.before_day", kind="date", is_required=False),
    ]
