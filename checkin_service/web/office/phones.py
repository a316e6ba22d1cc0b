"""Proof that a bound phone is its person's own: seen at a desk or counter, or called back, by names."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.device_proofs import DeviceProofRequest
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.office.people import document_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_OF_AUTHORITY, _OF_INSTITUTION = ("counter", "call_back"), ("desk",)


@router.shows("/classes/{class_id}/phones", by=Permission.DEVICE_READ)
async def phones(visit: Visit, class_id: UUID, done: Annotated[Literal["proven"] | None, Query()] = None) -> Response:
    return await _page(visit, class_id, Draft(), done=done)


@router.takes("/classes/{class_id}/phones", by=Permission.DEVICE_PROVE)
async def prove(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """What somebody in office has seen of a person and their phone."""
    draft = Draft.sent(form)
    with draft.correctable():
        number = draft.value("number").strip()
        fields = {
            "request_id": draft.form_id,
            "trainee_id": draft.value("trainee_id"),
            "kind": draft.value("kind"),
            "document": document_of(number) if number else None,
            "reason": draft.value("reason"),
        }
        body = as_body(DeviceProofRequest, fields)
        await timetable.prove_device(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/phones?done=proven", status_code=303)
    return await _page(visit, class_id, draft)


async def _page(visit: Visit, class_id: UUID, draft: Draft, *, done: str | None = None) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = (await timetable.phones(visit.resources, visit.subject, class_id)).phones
    say = visit.speech
    kinds = _OF_INSTITUTION if visit.subject.institution_id else _OF_AUTHORITY
    fields = [
        Field(
            name="trainee_id",
            label="people.name",
            kind="select",
            choices=[(str(each.trainee_id), each.name) for each in found if not each.is_proven],
        ),
        Field(
            name="kind", label="phones.how", kind="select", choices=[(each, say(f"phones.{each}")) for each in kinds]
        ),
        Field(
            name="number", label="phones.number", hint="phones.number_hint", is_required=False, known_as=("document",)
        ),
        Field(name="reason", label="phones.reason", hint="phones.reason_hint"),
    ]
    return visit.page(
        "office/phones.html",
        status=draft.status,
        held=held,
        phones=found,
        fields=fields,
        draft=draft,
        may_prove=visit.subject.may(Permission.DEVICE_PROVE),
        done=done,
    )
