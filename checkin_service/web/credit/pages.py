"""The credit score of an institution in pages: how it was made, appeals against it, and the grades for everybody."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.credit import service
from checkin_service.credit.model import Item
from checkin_service.credit.schemas import NewScore, NewScoreAppeal, NewScoreAppealDecision
from checkin_service.kit.http.paging import Page
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.policy.keys import KEYS
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/credit", "credit.own", "badge-check", Group.INSTITUTION, Permission.CONDUCT_ANSWER),)

Done = Annotated[Literal["sent"] | None, Query()]
Act = Callable[[], Awaitable[object]]


@router.get("/institution-credit")
async def public(
    request: Request,
    resources: Res,
    part: Page,
    division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
    occupation: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """For everybody: no sign-in, no script, no person."""
    address = request.client.host if request.client else ""
    found = await service.directory(resources, division or "000000", occupation.strip(), part, address=address)
    on = {"division": found.division, "occupation": occupation.strip(), "cursor": found.next_cursor}
    return page(
        request,
        "credit/public.html",
        found=found,
        occupation=occupation.strip(),
        is_first=not part.after.int,
        next_page=f"?{urlencode(on)}" if found.next_cursor else None,
    )


@router.shows("/credit", by=Permission.CONDUCT_ANSWER)
async def own(visit: Visit, done: Done = None) -> Response:
    return await _page(visit, existing(visit.subject.institution_id), Draft(), done=done)


@router.takes("/credit/scores/{score_id}", by=Permission.CONDUCT_ANSWER)
async def appeal(visit: Visit, score_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "words": draft.value("words").strip()}
    return await _done(
        visit,
        None,
        draft,
        lambda: service.appeal(visit.resources, visit.subject, score_id, as_body(NewScoreAppeal, fields)),
    )


@router.shows("/institutions/{institution_id}/credit", by=Permission.CONDUCT_READ)
async def show(visit: Visit, institution_id: UUID, done: Done = None) -> Response:
    return await _page(visit, institution_id, Draft(), done=done)


@router.takes("/institutions/{institution_id}/credit", by=Permission.CONDUCT_JUDGE)
async def compute(visit: Visit, institution_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    body = as_body(NewScore, {"request_id": draft.form_id})
    return await _done(
        visit, institution_id, draft, lambda: service.compute(visit.resources, visit.subject, institution_id, body)
    )


@router.takes("/institutions/{institution_id}/credit/{score_id}", by=Permission.LAPSE_APPEAL_DECIDE)
async def decide(visit: Visit, institution_id: UUID, score_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    is_upheld = draft.value("decision") == "yes"
    fields = {
        "request_id": draft.form_id,
        "upheld": is_upheld,
        "set_aside": list(draft.values("set_aside")) if is_upheld else [],
        "until": draft.text("until") if is_upheld else None,
        "reason": draft.value("words").strip(),
    }
    return await _done(
        visit,
        institution_id,
        draft,
        lambda: service.decide(visit.resources, visit.subject, score_id, as_body(NewScoreAppealDecision, fields)),
    )


async def _page(visit: Visit, institution_id: UUID, draft: Draft, *, done: Done = None) -> Response:
    found = await service.history(visit.resources, visit.subject, institution_id)
    return visit.page(
        "credit/credit.html",
        status=draft.status,
        history=found,
        latest=found.scores[-1] if found.scores else None,
        items=list(Item),
        titles={name: KEYS[name].title for name in KEYS if name.startswith("credit.")},
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        draft=draft,
        done=done,
    )


async def _done(visit: Visit, institution_id: UUID | None, draft: Draft, act: Act) -> Response:
    """What was sent is done and the page shown anew, or the refusal stands above it."""
    with draft.correctable():
        await act()
        path = f"/institutions/{institution_id}/credit" if institution_id else "/credit"
        return RedirectResponse(f"{path}?done=sent", status_code=303)
    return await _page(visit, institution_id or existing(visit.subject.institution_id), draft)
