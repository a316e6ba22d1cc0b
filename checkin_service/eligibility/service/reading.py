"""Reading of determinations within the subject's scope, with an audit entry when an authority reads."""

import json
from collections.abc import Sequence
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import AUTHORITY_ROLES, Permission, Role, Subject
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store.determinations import Question, Scope
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.voucher import service as vouchers


async def determinations_visible_to(
    resources: Resources,
    subject: Subject,
    *,
    class_id: UUID | None,
    trainee_id: UUID | None,
    voucher_code: str | None,
    page: PageRequest,
    purpose: str | None = None,
) -> list[StoredDetermination]:
    """The determinations that count of a class, of a trainee or of a voucher, as far as the subject may see them."""
    question, key = await _question(resources, class_id=class_id, trainee_id=trainee_id, voucher_code=voucher_code)
    scope = scope_of(subject)
    found = await determinations.determinations_within(resources.database, question, key, scope, page)
    if not found and not await determinations.is_visible(resources.database, question, key, scope):
        raise not_found()
    await audited(resources, subject, key, purpose=purpose, found=len(found))
    return found


async def determination(
    resources: Resources, subject: Subject, determination_id: UUID, *, purpose: str | None = None
) -> StoredDetermination:
    """Also one that a later one has superseded: it is part of the history."""
    found = existing(await determinations.by_id(resources.database, determination_id, scope_of(subject)))
    await audited(resources, subject, determination_id, purpose=purpose, found=1)
    return found


async def eligible_among(resources: Resources, places: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of trainees in classes those whom the determination that counts finds eligible."""
    found = await determinations.latest(resources.database, places)
    return {place for place, latest in found.items() if latest.outcome is DeterminationOutcome.ELIGIBLE}


async def evidence_of_vouchers(resources: Resources, vouchers: Sequence[UUID]) -> dict[UUID, str]:
    """What the hours behind each voucher rest on, by class of evidence, as its determination says it in Chinese."""
    documents = await determinations.documents_of_vouchers(resources.database, vouchers)
    # Documents of the first format say nothing of it.
    said = {voucher_id: json.loads(document).get("evidence") for voucher_id, document in documents.items()}
    return {voucher_id: str(found["sentence"]["zh"]) for voucher_id, found in said.items() if found is not None}


async def reports_known(resources: Resources, vouchers: Sequence[UUID]) -> dict[UUID, set[tuple[str, str, int]]]:
    """Of each voucher, the words of other regions that its determination has weighed: reporter, certificate, number."""
    documents = await determinations.documents_of_vouchers(resources.database, vouchers)
    found = dict[UUID, set[tuple[str, str, int]]]()
    for voucher_id, document in documents.items():
        # Documents from before reports were on record have none of them.
        reports = (json.loads(document)["facts"].get("terms") or {}).get("reports") or ()
        found[voucher_id] = {(each["reported_by"], each["certificate_number"], each["ordinal"]) for each in reports}
    return found


async def audited(resources: Resources, subject: Subject, object_id: UUID, *, purpose: str | None, found: int) -> None:
    """What an authority reads about people is written down, with the purpose it states."""
    if subject.role not in AUTHORITY_ROLES:
        return
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject,
            Permission.DETERMINATION_READ,
            object_id,
            at=resources.clock.now(),
            detail={"purpose": purpose, "found": found},
        )


def scope_of(subject: Subject) -> Scope:
    """A trainee reads their own, an institution its classes', an authority those it supervises, pays or counts."""
    if subject.role is Role.TRAINEE:
        return Scope(trainee_id=subject.subject_id)
    return Scope(authority_code=subject.authority_code, institution_id=subject.institution_id)


_ASK_ONE = Words("请在 class、trainee、voucher 三项中只填一项。", "Ask for exactly one of class, trainee and voucher.")


async def _question(
    resources: Resources, *, class_id: UUID | None, trainee_id: UUID | None, voucher_code: str | None
) -> tuple[Question, UUID]:
    match class_id, trainee_id, voucher_code:
        case UUID(), None, None:
            return determinations.BY_CLASS, class_id
        case None, UUID(), None:
            return determinations.BY_TRAINEE, trainee_id
        case None, None, str():
            voucher = existing(await vouchers.voucher_by_code(resources, voucher_code))
            return determinations.BY_VOUCHER, voucher.voucher_id
    raise Problem(ProblemKind.MALFORMED, _ASK_ONE)


async def is_document(resources: Resources, sha256: bytes) -> bool:
    """Whether a determination with this hash was made here, superseded or not."""
    return await determinations.is_document(resources.database, sha256)
