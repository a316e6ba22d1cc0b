"""Fees of a class in pages: what each person paid and got back, a further entry, and the correction of one."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.fees import service
from checkin_service.fees.model import FeeMove
from checkin_service.fees.schemas import NewFeeEntry
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_PROOF = (
    Field(name="amount", label="fees.amount", kind="decimal", known_as=("amount_fen",)),
    Field(name="receipt_number", label="fees.receipt"),
    Field(name="moved_on", label="fees.day", kind="date"),
)
_CORRECTION = (*_PROOF, Field(name="reason", label="fees.reason"))


@router.shows("/classes/{class_id}/fees", by=Permission.FEE_READ)
async def show(
    visit: Visit, class_id: UUID, done: Annotated[Literal["recorded", "corrected"] | None, Query()] = None
) -> Response:
    return await _page(visit, class_id, done=done)


@router.takes("/classes/{class_id}/fees", by=Permission.FEE_RECORD)
async def record(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"trainee_id": draft.value("trainee_id"), "move": draft.value("move")}
        await service.record(visit.resources, visit.subject, class_id, _body(draft, fields))
        return RedirectResponse(f"/classes/{class_id}/fees?done=recorded", status_code=303)
    return await _page(visit, class_id, draft=draft)


@router.takes("/classes/{class_id}/fees/{entry_id}", by=Permission.FEE_RECORD)
async def correct(visit: Visit, class_id: UUID, entry_id: UUID, form: Choices) -> Response:
    """A further entry in the place of one that was wrong; of a payment that never was the amount is nothing."""
    draft = Draft.sent(form)
    with draft.correctable():
        found = await service.fees(visit.resources, visit.subject, class_id)
        wrong = {each.entry_id: each for each in found.entries}.get(entry_id)
        fields: dict[str, object] = {"corrects": entry_id, "reason": draft.text("reason")}
        if wrong is not None:
            fields |= {"trainee_id": wrong.trainee_id, "move": wrong.move}
        await service.record(visit.resources, visit.subject, class_id, _body(draft, fields))
        return RedirectResponse(f"/classes/{class_id}/fees?done=corrected", status_code=303)
    return await _page(visit, class_id, correction=(entry_id, draft))


def _body(draft: Draft, fields: Mapping[str, object]) -> NewFeeEntry:
    proof = {
        "entry_id": draft.form_id,
        "amount_fen": draft.fen("amount"),
        "receipt_number": draft.value("receipt_number"),
        "moved_on": draft.value("moved_on"),
    }
    return as_body(NewFeeEntry, {**proof, **fields})


async def _page(
    visit: Visit,
    class_id: UUID,
    *,
    draft: Draft | None = None,
    correction: tuple[UUID, Draft] | None = None,
    done: str | None = None,
) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await service.fees(visit.resources, visit.subject, class_id)
    lines = (await timetable.roster(visit.resources, visit.subject, class_id)).trainees
    names = {each.trainee_id: each.name for each in lines}
    moves = [(each.value, visit.speech(f"fee_move.{each}")) for each in FeeMove]
    refused = draft or (correction[1] if correction else None)
    return visit.page(
        "fees/fees.html",
        status=refused.status if refused else 200,
        held=held,
        found=found,
        names=names,
        draft=draft or Draft(),
        fields=[
            Field(
                name="trainee_id", label="people.name", kind="select", choices=[(str(k), v) for k, v in names.items()]
            ),
            Field(name="move", label="fees.move", kind="select", choices=moves),
            *_PROOF,
        ],
        correction_id=correction[0] if correction else None,
        correction=correction[1] if correction else Draft(),
        correction_fields=_CORRECTION,
        done=done,
    )
