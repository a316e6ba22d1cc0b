"""Faces at the authority: other references that people ask for, stopped comparisons, and one face for two people."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.identity import service as identity
from checkin_service.identity.schemas import FaceChangeDecision
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.review.schemas.faces import FaceRelease, FaceSearchAnswer, FaceSearchRequest
from checkin_service.review.service import faces
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.office.accounts import institutions
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/face-changes", "faces.changes", "user-round", Group.WORK, Permission.FACE_CHANGE_DECIDE),
    Entry("/face-searches", "faces.search", "search", Group.WATCH, Permission.FACE_SEARCH),
)


@router.shows("/face-changes", by=Permission.FACE_CHANGE_DECIDE)
async def changes(visit: Visit, done: Annotated[Literal["decided"] | None, Query()] = None) -> Response:
    found = await every(
        lambda page: faces.open_changes(visit.resources, visit.subject, page), lambda page: page.changes
    )
    return visit.page(
        "office/face_changes.html",
        listing=sifted(visit, found, lambda each: [each.trainee_name, each.reason]),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        done=done,
    )


@router.takes("/face-changes/{change_id}", by=Permission.FACE_CHANGE_DECIDE)
async def decide(visit: Visit, change_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    fields = {
        "request_id": draft.form_id,
        "trainee_id": draft.value("trainee_id"),
        "approved": draft.value("decision") == "approve",
        "reason": draft.value("reason"),
    }
    body = as_body(FaceChangeDecision, fields)
    await faces.decide_change(visit.resources, visit.subject, change_id, body)
    return RedirectResponse("/face-changes?done=decided", status_code=303)


@router.takes("/face-releases/{trainee_id}", by=Permission.FACE_RELEASE)
async def release(visit: Visit, trainee_id: UUID, form: Choices) -> Response:
    """From the page of one person: comparisons begin anew, somebody has made sure who it is."""
    draft = Draft.sent(form)
    fields = {"request_id": draft.form_id, "trainee_id": trainee_id, "reason": draft.value("reason")}
    await faces.release(visit.resources, visit.subject, as_body(FaceRelease, fields))
    return RedirectResponse(f"/help/{trainee_id}?done=released", status_code=303)


@router.shows("/face-searches", by=Permission.FACE_SEARCH)
async def ask(visit: Visit) -> Response:
    return await _search_page(visit, Draft())


@router.takes("/face-searches", by=Permission.FACE_SEARCH)
async def search(visit: Visit, form: Choices) -> Response:
    """What it finds is a reason to look, never a proof; the search itself stays on record."""
    draft, answer = Draft.sent(form), list[FaceSearchAnswer]()
    with draft.correctable():
        fields = {
            "search_id": draft.form_id,
            "institution_id": draft.value("institution_id"),
            "reason": draft.value("reason"),
        }
        kept = await faces.search(visit.resources, visit.subject, as_body(FaceSearchRequest, fields))
        answer.append(FaceSearchAnswer.model_validate_json(kept))
    return await _search_page(visit, draft, answer[0] if answer else None)


async def _search_page(visit: Visit, draft: Draft, found: FaceSearchAnswer | None = None) -> Response:
    names = await institutions(visit)
    pairs = found.pairs if found else []
    people = await identity.people(
        visit.resources, {key for each in pairs for key in (each.trainee_id, each.other_trainee_id)}
    )
    fields = [
        Field(
            name="institution_id",
            label="books.institution",
            kind="select",
            choices=[(str(key), name) for key, name in names.items()],
        ),
        Field(name="reason", label="faces.why", hint="faces.why_hint"),
    ]
    return visit.page(
        "office/face_search.html",
        status=draft.status,
        fields=fields,
        draft=Draft() if found else draft,
        found=found,
        pairs=[(people[each.trainee_id], people[each.other_trainee_id], each.score) for each in pairs],
    )
