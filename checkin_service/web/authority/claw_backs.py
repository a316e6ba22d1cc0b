"""Claw-backs (追回) in pages: proposed by the voucher's code with the decision's number, ruled on by another person."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.http.paging import part
from checkin_service.kit.ids import new_id
from checkin_service.settlement.schemas.applications import ClawBack, ClawBackRulingRequest
from checkin_service.settlement.service import claw_backs
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.two_people import Desk
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/claw-backs", "nav.claw_backs", "history", Group.WATCH, Permission.VOUCHER_CLAW_BACK),)

_PROPOSAL = (
    Field(name="voucher_code", label="claw_backs.code"),
    Field(name="decision_number", label="claw_backs.decision"),
    Field(name="liability", label="claw_backs.liability"),
    Field(name="reason", label="claw_backs.reason"),
)


@router.shows("/claw-backs", by=Permission.VOUCHER_CLAW_BACK)
async def show(
    visit: Visit,
    done: Annotated[Literal["proposed", "ruled"] | None, Query()] = None,
    cursor: Annotated[UUID | None, Query()] = None,
    *,
    waiting: Annotated[bool, Query()] = False,
) -> Response:
    return await _page(visit, Desk(cursor=cursor, done=done, only_waiting=waiting))


@router.takes("/claw-backs", by=Permission.VOUCHER_CLAW_BACK)
async def propose(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"claw_back_id": draft.form_id, **{each.name: draft.value(each.name) for each in _PROPOSAL}}
        await claw_backs.propose(visit.resources, visit.subject, as_body(ClawBack, fields))
        return RedirectResponse("/claw-backs?done=proposed", status_code=303)
    return await _page(visit, Desk(draft=draft))


@router.takes("/claw-backs/{claw_back_id}", by=Permission.VOUCHER_CLAW_BACK)
async def rule(visit: Visit, claw_back_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "approved": draft.value("decision") == "approve",
            "reason": draft.value("reason"),
        }
        await claw_backs.rule(visit.resources, visit.subject, claw_back_id, as_body(ClawBackRulingRequest, fields))
        return RedirectResponse("/claw-backs?done=ruled", status_code=303)
    return await _page(visit, Desk(ruling=(claw_back_id, draft)))


async def _page(visit: Visit, desk: Desk) -> Response:
    found, later = await part(
        lambda page: claw_backs.listed(visit.resources, visit.subject, page, only_waiting=desk.only_waiting),
        lambda page: page.claw_backs,
        desk.cursor,
    )
    shown = desk.with_refused_first(found, lambda each: each.claw_back_id)
    return visit.page(
        "office/claw_backs.html",
        **desk.shown(),
        listing=sifted(
            visit,
            shown,
            lambda each: [each.trainee_name, each.voucher_code, each.decision_number, each.reason, each.liability],
            later=later,
        ),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        fields=_PROPOSAL,
    )
