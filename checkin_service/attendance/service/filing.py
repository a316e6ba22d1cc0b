"""Filing of appeals and leave: who may file and read them, and the evidence kept sealed with them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypedDict, TypeVar
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.attendance.model.credits import Appeal, AppealOrigin
from checkin_service.attendance.model.leave import Leave
from checkin_service.attendance.schemas.appeals import NewAppeal
from checkin_service.attendance.schemas.leave import NewLeave
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.timetable.model import TrainingClass

Filed = TypeVar("Filed")
Body = TypeVar("Body")


class Readers(TypedDict):
    """Whose filings somebody reads: their own, those of their institution, or those their authority decides."""

    trainee_id: UUID | None
    institution_id: UUID | None
    authority_code: str | None


def readers(subject: Subject) -> Readers:
    return Readers(
        trainee_id=subject.subject_id if subject.role is Role.TRAINEE else None,
        institution_id=subject.institution_id,
        authority_code=subject.authority_code,
    )


def is_theirs(subject: Subject, held: TrainingClass) -> bool:
    """Whether somebody may file in this class: a trainee for themselves, an institution in its own classes."""
    return subject.role is Role.TRAINEE or subject.institution_id == held.institution_id


async def page_of(
    resources: Resources,
    page: PageRequest,
    found: Sequence[Filed],
    *,
    filing_of: Callable[[Filed], Appeal | Leave],
    id_of: Callable[[Filed], UUID],
    body_of: Callable[[Filed, str], Body],
) -> tuple[list[Body], str | None]:
    """A page of filings, each with the name of its trainee, and the cursor of the next page."""
    shown, cursor = page.shown(found, id_of)
    filers = {filing_of(each).trainee_id for each in shown}
    people = await identity.people(resources, filers)
    await resources.sealer.ready(Realm.EVIDENCE, *filers)
    return [body_of(each, people[filing_of(each).trainee_id].name) for each in shown], cursor


class Common(TypedDict):
    """What every filing states."""

    trainee_id: UUID
    class_id: UUID
    institution_id: UUID
    authority_code: str
    origin: AppealOrigin
    reason: str
    evidence_sealed: bytes | None
    filed_by: UUID
    filed_at: datetime


def common(
    resources: Resources,
    subject: Subject,
    held: TrainingClass,
    body: NewAppeal | NewLeave,
    trainee_id: UUID,
    purpose: Purpose,
) -> Common:
    """The part that appeals and leave have in common, filed now; the evidence is sealed for its purpose."""
    is_own = subject.role is Role.TRAINEE
    evidence = body.evidence and resources.sealer.seal(trainee_id, purpose, body.evidence.encode())
    return Common(
        trainee_id=trainee_id,
        class_id=held.class_id,
        institution_id=held.institution_id,
        authority_code=held.supervising_authority,
        origin=AppealOrigin.TRAINEE if is_own else AppealOrigin.INSTITUTION,
        reason=body.reason,
        evidence_sealed=evidence or None,
        filed_by=subject.subject_id,
        filed_at=resources.clock.now(),
    )


def opened(resources: Resources, purpose: Purpose, subject: Subject, filing: Appeal | Leave) -> str | None:
    """The evidence; nothing for institutions, and once it has been erased."""
    if filing.evidence_sealed is None or subject.institution_id is not None:
        return None
    try:
        return resources.sealer.open(filing.trainee_id, purpose, bytes(filing.evidence_sealed)).decode()
    except SealBroken:
        return None
