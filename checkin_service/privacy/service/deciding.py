"""The second person's word on an erasure: refused with a reason, or carried out at once and for good."""

from dataclasses import replace
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.privacy import rules
from checkin_service.privacy.model import Asker, Outcome, PersonRequest, RequestKind
from checkin_service.privacy.schemas import PersonRequestAnswer, PersonRequestDecision
from checkin_service.privacy.service.requests import answer_to, shown
from checkin_service.privacy.store import erasing, standing
from checkin_service.privacy.store import requests as store
from checkin_service.proposals.service import require_second_person
from checkin_service.statistics.service.cutting import kept_birth

_ANSWERED = Words("该申请已经答复。", "This request has been answered already.")
_NOT_ERASURE = Words("这不是删除申请，不需要第二人。", "This is no request for erasure and needs no second person.")


@once_per("request_id", operation="person-request-decision")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, person_request_id: UUID, body: PersonRequestDecision
) -> PersonRequestAnswer:
    """By another person than who asked; of what the person asked for by phone anybody of the authority."""
    found = existing(await store.request_to(resources.database, authority_of(subject), person_request_id))
    if not found.is_waiting:
        raise Problem(ProblemKind.STATE_CONFLICT, _ANSWERED)
    if found.asker is Asker.AUTHORITY:
        await require_second_person(resources, subject, proposed_by=found.asked_by, is_ruled=False)
    outcome = Outcome.ERASED if body.approved else Outcome.REFUSED
    answered = await carry_out(
        unit, resources, found, outcome, by=subject.subject_id, grounds=(body.document_number, body.reason)
    )
    detail = {"outcome": outcome.value, "document": body.document_number or ""}
    now = resources.clock.now()
    audit.record(unit, subject, Permission.PERSON_REQUEST_DECIDE, found.trainee_id, at=now, detail=detail)
    return shown(answered)


async def carry_out(
    unit: UnitOfWork,
    resources: Resources,
    found: PersonRequest,
    outcome: Outcome,
    *,
    by: UUID,
    grounds: tuple[str | None, str | None],
) -> PersonRequest:
    """Add the answer to the write and, where it is yes, the erasure; nothing is erased while something is open."""
    if found.kind is not RequestKind.ERASURE:
        raise unfit(_NOT_ERASURE)
    now, trainee_id = resources.clock.now(), found.trainee_id
    if outcome is Outcome.ERASED:
        refusal = rules.refusal_to_erase(await standing.open_matters(resources.database, trainee_id))
        if refusal is not None:
            raise by_law(refusal.words, refusal.basis, reason="something_open")
        keeps = await standing.has_benefited(resources.database, trainee_id)
        born = await kept_birth(resources.database, trainee_id)
        await identity.erase(resources, unit, trainee_id, at=now, keeps_document=keeps, kept_birth=born)
        erasing.empty(unit, trainee_id)
    store.add_answer(unit, answer_to(found, outcome, by=by, at=now, document_number=grounds[0], reason=grounds[1]))
    return replace(
        found,
        outcome=outcome,
        answer_document=grounds[0],
        answer_reason=grounds[1],
        decided_by=by,
        decided_at=now,
    )
