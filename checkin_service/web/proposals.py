"""The page of proposals: what one person of the authority has proposed and another has to approve."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.proposals.schemas import NewRuling
from checkin_service.review.service import proposals
from checkin_service.web.forms import Form, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/proposals", "nav.proposals", "users", Group.WORK, Permission.PROPOSAL_READ),)


@router.shows("/proposals", by=Permission.PROPOSAL_READ)
async def show(visit: Visit, done: Annotated[Literal["proposed", "ruled"] | None, Query()] = None) -> Response:
    found = await every(
        lambda page: proposals.listed(visit.resources, visit.subject, page, only_waiting=True),
        lambda page: page.proposals,
    )
    said = visit.speech.said
    return visit.page(
        "proposals.html",
        listing=sifted(
            visit,
            found,
            lambda each: [said(each.sentence), *map(said, each.details), each.document_number, each.reason],
        ),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        done=done,
    )


@router.takes("/proposals/{proposal_id}", by=Permission.PROPOSAL_RULE)
async def rule(visit: Visit, proposal_id: UUID, form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "approved": form.get("decision") == "approve",
        "reason": form.get("reason") or None,
    }
    await proposals.rule(visit.resources, visit.subject, proposal_id, as_body(NewRuling, fields))
    return RedirectResponse("/proposals?done=ruled", status_code=303)
