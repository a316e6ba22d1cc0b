"""Forms about class hours beside check-ins: corrections proposed, leave recorded, hours confirmed."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.attendance.schemas.appeals import ConfirmationRequest, NewProposal
from checkin_service.attendance.schemas.confirmations import CreditConfirmationRequest
from checkin_service.attendance.schemas.leave import NewLeaveOfTrainee
from checkin_service.attendance.service import appeals, confirmations, corrections, leave
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.term.class_form import class_form, class_of, lessons_of, moment_at, people_choices
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_REASON = Field(name="reason", label="term.reason")
_EVIDENCE = Field(name="evidence", label="term.evidence", kind="textarea", is_required=False, most=2000)


@router.shows("/classes/{class_id}/corrections", by=Permission.CORRECTION_PROPOSE)
async def ask_correction(visit: Visit, class_id: UUID) -> Response:
    return await _correction_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/corrections", by=Permission.CORRECTION_PROPOSE)
async def propose_correction(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """It credits nothing: the authority decides."""
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "appeal_id": draft.form_id,
            **{name: draft.value(name) for name in ("trainee_id", "session_id", "reason")},
            "hours": draft.number("hours"),
            "evidence": draft.text("evidence"),
        }
        await appeals.propose(visit.resources, visit.subject, as_body(NewProposal, fields))
        return RedirectResponse(f"/classes/{class_id}/board?done=correction", status_code=303)
    return await _correction_page(visit, class_id, draft)


async def _correction_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held = await class_of(visit, class_id)
    people = await people_choices(visit, class_id)
    fields = [
        Field(name="trainee_id", label="term.person", kind="select", choices=people),
        Field(name="session_id", label="term.lesson", kind="select", choices=lessons_of(visit, held)),
        Field(name="hours", label="term.hours", kind="number", most=2),
        _REASON,
        _EVIDENCE,
    ]
    return class_form(visit, held, draft, fields, "corrections")


@router.shows("/classes/{class_id}/leave-records", by=Permission.LEAVE_FILE_FOR)
async def ask_leave(visit: Visit, class_id: UUID) -> Response:
    return await _leave_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/leave-records", by=Permission.LEAVE_FILE_FOR)
async def record_leave(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "leave_id": draft.form_id,
            "class_id": class_id,
            **{name: draft.value(name) for name in ("trainee_id", "reason")},
            "starts_at": moment_at(draft, "from_day", "from_hour"),
            "ends_at": moment_at(draft, "to_day", "to_hour"),
            "evidence": draft.text("evidence"),
        }
        await leave.record(visit.resources, visit.subject, as_body(NewLeaveOfTrainee, fields))
        return RedirectResponse(f"/classes/{class_id}/leaves", status_code=303)
    return await _leave_page(visit, class_id, draft)


async def _leave_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    fields = [
        Field(name="trainee_id", label="term.person", kind="select", choices=await people_choices(visit, class_id)),
        Field(name="from_day", label="term.from_day", kind="date", known_as=("starts_at",)),
        Field(name="from_hour", label="term.from_hour", kind="time"),
        Field(name="to_day", label="term.to_day", kind="date", known_as=("ends_at",)),
        Field(name="to_hour", label="term.to_hour", kind="time"),
        _REASON,
        _EVIDENCE,
    ]
    return class_form(visit, await class_of(visit, class_id), draft, fields, "leave-records")


@router.shows("/classes/{class_id}/credit-confirmations", by=Permission.CREDIT_CONFIRM)
async def ask_confirmation(visit: Visit, class_id: UUID) -> Response:
    return await _confirmation_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/credit-confirmations", by=Permission.CREDIT_CONFIRM)
async def confirm_credits(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "kind": draft.value("kind"),
            "session_ids": list(draft.values("session_ids")),
            "trainee_ids": list(draft.values("trainee_ids")),
            "reason": draft.value("reason"),
        }
        body = as_body(CreditConfirmationRequest, fields)
        await confirmations.confirm_credits(visit.resources, visit.subject, class_id, body)
        return RedirectResponse(f"/classes/{class_id}/board?done=confirmed", status_code=303)
    return await _confirmation_page(visit, class_id, draft)


async def _confirmation_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held, say = await class_of(visit, class_id), visit.speech
    kinds = [(each, say(f"term.kind_{each}")) for each in ("headcount", "visit", "decision")]
    people = await people_choices(visit, class_id)
    fields = [
        Field(name="kind", label="term.kind", kind="select", choices=kinds),
        _REASON,
        Field(name="session_ids", label="term.lessons", kind="checks", choices=lessons_of(visit, held)),
        Field(name="trainee_ids", label="term.people", kind="checks", choices=people),
    ]
    return class_form(visit, held, draft, fields, "credit-confirmations")


@router.shows("/classes/{class_id}/correction-confirmations", by=Permission.CORRECTION_CONFIRM)
async def ask_second_word(visit: Visit, class_id: UUID) -> Response:
    return await _second_word_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/correction-confirmations", by=Permission.CORRECTION_CONFIRM)
async def confirm_corrections(visit: Visit, class_id: UUID, form: Choices) -> Response:
    """Where much was corrected, somebody who decided none of it says that it is right."""
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {name: draft.value(name) for name in ("trainee_id", "reason")}
        body = as_body(ConfirmationRequest, {"request_id": draft.form_id, "class_id": class_id, **fields})
        await corrections.confirm(visit.resources, visit.subject, body)
        return RedirectResponse(f"/classes/{class_id}/board?done=correction_confirmed", status_code=303)
    return await _second_word_page(visit, class_id, draft)


async def _second_word_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    people = await people_choices(visit, class_id)
    fields = [Field(name="trainee_id", label="term.person", kind="select", choices=people), _REASON]
    return class_form(visit, await class_of(visit, class_id), draft, fields, "correction-confirmations")
