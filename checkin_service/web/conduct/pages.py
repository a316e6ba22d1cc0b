"""The conduct of an institution in pages: the authority records and orders, the institution answers."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access import accounts
from checkin_service.access.model import Permission
from checkin_service.attendance.service import learning_platforms
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service
from checkin_service.conduct.model import LapseKind
from checkin_service.conduct.schemas import (
    NewLapse,
    NewLapseAppeal,
    NewLapseAppealDecision,
    NewRectification,
    NewReport,
    NewReportDecision,
)
from checkin_service.conduct.schemas.sanctions import AnnouncedSanction, SanctionAnswer
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/conduct", "conduct.own", "message-square-warning", Group.INSTITUTION, Permission.CONDUCT_ANSWER),)

Done = Annotated[Literal["sent"] | None, Query()]
Act = Callable[[], Awaitable[object]]


@router.shows("/conduct", by=Permission.CONDUCT_ANSWER)
async def own(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, existing(visit.subject.institution_id), Draft(), done=done)


@router.shows("/institutions/{institution_id}/conduct", by=Permission.CONDUCT_READ)
async def show(visit: Visit, institution_id: UUID, done: Done = None) -> Response:
    return await _page(visit, institution_id, Draft(), done=done)


async def _page(visit: Visit, institution_id: UUID, draft: Draft, *, done: Done = None) -> Response:
    found = await service.conduct_of(visit.resources, visit.subject, institution_id)
    named = existing(await catalogue.institution_of(visit.resources, institution_id))
    return visit.page(
        "conduct/conduct.html",
        status=draft.status,
        conduct=found,
        named=named,
        whose=await _whose(visit, [*found.sanctions, *found.proposed]),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        draft=draft,
        done=done,
    )


async def _whose(visit: Visit, sanctions: Sequence[SanctionAnswer | AnnouncedSanction]) -> dict[UUID, str]:
    """What the platforms and instructors of sanctions are called, of those whom the reader knows by name."""
    platforms = {each.platform_id for each in sanctions if each.platform_id}
    names = {each: await learning_platforms.name_of(visit.resources, each) or "" for each in platforms}
    if any(each.instructor_id for each in sanctions):
        known = await accounts.accounts(visit.resources, visit.subject)
        names |= {each.staff_id: each.display_name for each in known}
    return names


# The authority -----------------------------------------------------------------------------------------------------

_LAPSE = [
    Field(name="occurred_on", label="conduct.occurred_on", kind="date"),
    Field(name="document_number", label="term.document_number"),
    Field(name="reason", label="conduct.found", hint="conduct.found_hint", kind="textarea"),
]
_ORDER = [
    Field(name="demands", label="conduct.demands", kind="textarea", most=2000),
    Field(name="due_on", label="conduct.due_on", kind="date"),
    Field(name="document_number", label="term.document_number"),
    Field(name="reason", label="term.reason"),
]


@router.shows("/institutions/{institution_id}/lapses/new", by=Permission.CONDUCT_JUDGE)
async def ask_lapse(visit: Visit, institution_id: UUID) -> Response:
    return await _lapse_form(visit, institution_id, Draft())


@router.takes("/institutions/{institution_id}/lapses/new", by=Permission.CONDUCT_JUDGE)
async def propose_lapse(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("kind", *(each.name for each in _LAPSE))
        fields = {
            "lapse_id": draft.form_id,
            "inspection_id": draft.text("inspection"),
            **{name: draft.value(name).strip() for name in names},
        }
        await service.propose_lapse(visit.resources, visit.subject, institution_id, as_body(NewLapse, fields))
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await _lapse_form(visit, institution_id, draft)


async def _lapse_form(visit: Visit, institution_id: UUID, draft: Draft) -> Response:
    say = visit.speech
    kinds = [(each.value, say(f"conduct.kind.{each}")) for each in LapseKind]
    fields = [Field(name="kind", label="conduct.what", kind="select", choices=kinds), *_LAPSE]
    return await form_of(visit, institution_id, draft, fields, "lapses", "lapse")


@router.shows("/institutions/{institution_id}/rectifications/new", by=Permission.CONDUCT_JUDGE)
async def ask_order(visit: Visit, institution_id: UUID) -> Response:
    return await form_of(visit, institution_id, Draft(), _ORDER, "rectifications", "order")


@router.takes("/institutions/{institution_id}/rectifications/new", by=Permission.CONDUCT_JUDGE)
async def propose_order(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        typed = {each.name: draft.value(each.name).strip() for each in _ORDER}
        body = as_body(NewRectification, {"rectification_id": draft.form_id, **typed})
        await service.propose_rectification(visit.resources, visit.subject, institution_id, body)
        return RedirectResponse("/proposals?done=proposed", status_code=303)
    return await form_of(visit, institution_id, draft, _ORDER, "rectifications", "order")


async def form_of(
    visit: Visit, institution_id: UUID, draft: Draft, fields: list[Field], path: str, word: str
) -> Response:
    say = visit.speech
    await service.conduct_of(visit.resources, visit.subject, institution_id)
    named = existing(await catalogue.institution_of(visit.resources, institution_id))
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say(f"conduct.new_{word}"),
        lead=f"{named.name} · {say(f'conduct.{word}_lead')}",
        back=f"/institutions/{institution_id}/conduct",
        back_word=say("conduct.title"),
        action=f"/institutions/{institution_id}/{path}/new",
        fields=fields,
        draft=draft,
        submit=say("standings.send"),
    )


@router.takes("/institutions/{institution_id}/lapses/{lapse_id}", by=Permission.LAPSE_APPEAL_DECIDE)
async def decide_appeal(visit: Visit, institution_id: UUID, lapse_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "upheld": draft.value("decision") == "yes", "reason": words_of(draft)}
    return await sent(
        visit,
        institution_id,
        draft,
        lambda: service.decide_appeal(
            visit.resources, visit.subject, lapse_id, as_body(NewLapseAppealDecision, fields)
        ),
    )


@router.takes("/institutions/{institution_id}/rectifications/{rectification_id}", by=Permission.CONDUCT_JUDGE)
async def decide_report(visit: Visit, institution_id: UUID, rectification_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "met": draft.value("decision") == "yes", "words": words_of(draft)}
    return await sent(
        visit,
        institution_id,
        draft,
        lambda: service.decide_report(
            visit.resources, visit.subject, rectification_id, as_body(NewReportDecision, fields)
        ),
    )


# The institution ---------------------------------------------------------------------------------------------------


@router.takes("/conduct/lapses/{lapse_id}", by=Permission.CONDUCT_ANSWER)
async def appeal(visit: Visit, lapse_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "words": words_of(draft)}
    return await sent(
        visit,
        None,
        draft,
        lambda: service.appeal(visit.resources, visit.subject, lapse_id, as_body(NewLapseAppeal, fields)),
    )


@router.takes("/conduct/rectifications/{rectification_id}", by=Permission.CONDUCT_ANSWER)
async def report(visit: Visit, rectification_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "words": words_of(draft)}
    return await sent(
        visit,
        None,
        draft,
        lambda: service.report(visit.resources, visit.subject, rectification_id, as_body(NewReport, fields)),
    )


async def sent(visit: Visit, institution_id: UUID | None, draft: Draft, act: Act) -> Response:
    """What was sent is done and the page shown anew, or the refusal stands above it."""
    with draft.correctable():
        await act()
        path = f"/institutions/{institution_id}/conduct" if institution_id else "/conduct"
        return RedirectResponse(f"{path}?done=sent", status_code=303)
    return await _page(visit, institution_id or existing(visit.subject.institution_id), draft)


def words_of(draft: Draft) -> str:
    return draft.value("words").strip()
