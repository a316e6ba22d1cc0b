"""People's requests about their own data in pages: taken down, copies handed out, erasures decided by another."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.access.service import authority_of
from checkin_service.kit.http.paging import part
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.ids import new_id
from checkin_service.privacy import service
from checkin_service.privacy.model import RequestKind
from checkin_service.privacy.schemas import HandingOut, NewPersonRequest, PersonRequestDecision
from checkin_service.privacy.service import operating
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.two_people import Desk
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/person-requests", "privacy.rail", "user-round", Group.WORK, Permission.PERSON_REQUEST_FILE),)

Done = Annotated[Literal["asked", "decided"] | None, Query()]


@router.shows("/person-requests", by=Permission.PERSON_REQUEST_FILE)
async def show(
    visit: Visit,
    done: Done = None,
    cursor: Annotated[UUID | None, Query()] = None,
    *,
    waiting: Annotated[bool, Query()] = False,
) -> Response:
    return await _page(visit, Desk(cursor=cursor, done=done, only_waiting=waiting))


@router.takes("/person-requests", by=Permission.PERSON_REQUEST_FILE)
async def ask(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        number = draft.value("number").strip()
        fields = {
            "person_request_id": draft.form_id,
            "trainee_id": await operating.find(visit.resources, authority_of(visit.subject), number),
            "kind": draft.value("kind"),
            "document_number": draft.value("document_number").strip(),
            "reason": draft.value("reason").strip(),
        }
        await service.ask(visit.resources, visit.subject, as_body(NewPersonRequest, fields))
        return RedirectResponse("/person-requests?done=asked", status_code=303)
    return await _page(visit, Desk(draft=draft))


@router.takes("/person-requests/{person_request_id}/copy", by=Permission.PERSON_REQUEST_FILE)
async def hand_out(visit: Visit, person_request_id: UUID, form: Choices) -> Response:
    body = as_body(HandingOut, {"request_id": Draft.sent(form).form_id})
    copy = await service.hand_out(visit.resources, visit.subject, person_request_id, body)
    return attachment(copy.model_dump_json().encode(), "personal-data.json", "application/json")


@router.takes("/person-requests/{person_request_id}", by=Permission.PERSON_REQUEST_DECIDE)
async def decide(visit: Visit, person_request_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "approved": draft.value("decision") == "approve",
            "document_number": draft.text("document_number"),
            "reason": draft.text("reason"),
        }
        body = as_body(PersonRequestDecision, fields)
        await service.decide(visit.resources, visit.subject, person_request_id, body)
        return RedirectResponse("/person-requests?done=decided", status_code=303)
    return await _page(visit, Desk(ruling=(person_request_id, draft)))


async def _page(visit: Visit, desk: Desk) -> Response:
    found, later = await part(
        lambda page: service.listed(visit.resources, visit.subject, page, only_waiting=desk.only_waiting),
        lambda page: page.requests,
        desk.cursor,
    )
    shown = desk.with_refused_first(found, lambda each: each.person_request_id)
    return visit.page(
        "privacy/requests.html",
        **desk.shown(),
        listing=sifted(visit, shown, lambda each: [each.name, each.document_number, each.reason], later=later),
        # An id per form makes pressing twice harmless.
        new_id=new_id,
        fields=_fields(visit),
        first=service.first_words,
        stays=service.STAYS,
    )


def _fields(visit: Visit) -> list[Field]:
    kinds = [(each.value, visit.speech(f"privacy.kind.{each}")) for each in RequestKind]
    return [
        Field(name="number", label="privacy.number", hint="privacy.number_hint", known_as=("trainee_id",)),
        Field(name="kind", label="privacy.what", kind="select", choices=kinds),
        Field(name="document_number", label="privacy.form"),
        Field(name="reason", label="privacy.reason"),
    ]
