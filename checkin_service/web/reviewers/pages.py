"""Reviewers in a page: how much, how fast and how alike they decide, and disputes for a third person to end."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.ids import new_id
from checkin_service.review.schemas.second_looks import NewDisputeRuling
from checkin_service.review.service import reviewers, second_looks
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/reviewers", "reviewers.title", "badge-check", Group.WATCH, Permission.REVIEWER_READ),)

Done = Annotated[Literal["sent"] | None, Query()]


@router.shows("/reviewers", by=Permission.REVIEWER_READ)
async def show(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, Draft(), done)


@router.takes("/reviewers/{attempt_id}", by=Permission.REVIEW_RULE)
async def rule(visit: Visit, attempt_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "trainee_id": draft.text("trainee_id"),
            "attempt_id": attempt_id,
            "decision": draft.value("decision"),
            "reason": draft.value("reason").strip(),
        }
        await second_looks.rule(visit.resources, visit.subject, as_body(NewDisputeRuling, fields))
        return RedirectResponse("/reviewers?done=sent", status_code=303)
    return await _page(visit, draft)


async def _page(visit: Visit, draft: Draft, done: Done = None) -> Response:
    may_rule = visit.subject.may(Permission.REVIEW_RULE)
    found = await second_looks.disputes(visit.resources, visit.subject) if may_rule else None
    return visit.page(
        "reviewers/list.html",
        status=draft.status,
        figures=await reviewers.reviewers(visit.resources, visit.subject),
        disputes=found.disputes if found else [],
        draft=draft,
        new_id=new_id,
        done=done,
    )
