"""Use cases of appeals: a trainee or an institution says which hours are missing; the authority's side decides.

No path lets an institution raise a rate alone: what it files credits nothing, and none of its roles decides.
"""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.appeal_schemas import (
    AppealBody,
    AppealFiled,
    AppealPage,
    NewAppeal,
    NewProposal,
)
from checkin_service.attendance.model import Appeal, AppealOrigin, Contested, FiledAppeal
from checkin_service.identity import service as identity
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.policy.book import book
from checkin_service.timetable import service as timetable
from checkin_service.voucher.rules import workdays

EVIDENCE_PURPOSE = Purpose(Realm.EVIDENCE, "appeal")
FILED = "appeal.filed"


async def file_own(resources: Resources, subject: Subject, body: NewAppeal) -> bytes:
    """A trainee contests class hours of a session."""
    return await _file(resources, subject, body, trainee_id=subject.subject_id, origin=AppealOrigin.TRAINEE)


async def propose(resources: Resources, subject: Subject, body: NewProposal) -> bytes:
    """An institution proposes a correction for one of its trainees; it credits nothing."""
    return await _file(resources, subject, body, trainee_id=body.trainee_id, origin=AppealOrigin.INSTITUTION)


async def readable(
    resources: Resources, subject: Subject, *, class_id: UUID | None, only_open: bool, page: PageRequest
) -> AppealPage:
    """One's own appeals, those of one's institution, or those one's authority decides."""
    is_trainee = subject.role is Role.TRAINEE
    found = await store.readable_appeals(
        resources.database,
        trainee_id=subject.subject_id if is_trainee else None,
        institution_id=subject.institution_id,
        authority_code=subject.authority_code,
        class_id=class_id,
        only_open=only_open,
        after=page.after,
        count=page.fetch,
    )
    shown, next_cursor = page.shown(found, lambda filed: filed.appeal.appeal_id)
    people = await identity.people(resources, [filed.appeal.trainee_id for filed in shown])
    bodies = [
        _body(resources, filed, name=people[filed.appeal.trainee_id].name, with_evidence=subject.institution_id is None)
        for filed in shown
    ]
    return AppealPage(appeals=bodies, next_cursor=next_cursor)


async def contested(resources: Resources, trainee_id: UUID, session_id: UUID) -> Contested | None:
    """The session as it stands for a trainee; `None` unless registered in its class."""
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None:
        return None
    registration = await timetable.registration_of(resources.database, trainee_id, held.training_class.class_id)
    if registration is None:
        return None
    filed = await store.appeals_about(resources.database, trainee_id, session_id)
    credited = await store.credited_sessions(resources.database, trainee_id, held.training_class.class_id)
    return Contested(
        session=held.session,
        training_class=held.training_class,
        registration=registration,
        credited_hours=sum(each.hours for each in credited if each.session_id == session_id),
        is_pending=any(each.decision is None for each in filed),
        appeals_before=len(filed),
    )


async def _file(
    resources: Resources, subject: Subject, body: NewAppeal, *, trainee_id: UUID, origin: AppealOrigin
) -> bytes:
    async def act(unit: UnitOfWork) -> AppealFiled:
        now = resources.clock.now()
        found = await contested(resources, trainee_id, body.session_id)
        if found is None or not _is_theirs(subject, found):
            raise not_found()
        new = _appeal(resources, subject, body, found, trainee_id=trainee_id, origin=origin, now=now)
        store.add_appeal(unit, new)
        announce(
            unit,
            type_=FILED,
            trainee_id=trainee_id,
            payload={"class_id": str(new.class_id), "appeal_id": str(new.appeal_id)},
            occurred_at=now,
        )
        audit.record(
            unit,
            subject=subject,
            action=Permission.APPEAL_FILE if origin is AppealOrigin.TRAINEE else Permission.CORRECTION_PROPOSE,
            object_id=new.appeal_id,
            at=now,
            tenant=f"institution:{new.institution_id}",
            detail={"session_id": str(new.session_id), "hours": new.hours},
        )
        return AppealFiled(appeal_id=new.appeal_id, trainee_id=trainee_id, due_on=new.due_on)

    return await once(resources.database, caller=subject.tenant, request_id=body.appeal_id, body=body, act=act)


def _is_theirs(subject: Subject, found: Contested) -> bool:
    return subject.role is Role.TRAINEE or subject.institution_id == found.training_class.institution_id


def _appeal(
    resources: Resources,
    subject: Subject,
    body: NewAppeal,
    found: Contested,
    *,
    trainee_id: UUID,
    origin: AppealOrigin,
    now: datetime,
) -> Appeal:
    today = now.astimezone(CHINA).date()
    policy = book().at(
        found.training_class.supervising_authority, on=found.session.starts_at.astimezone(CHINA).date(), known_on=today
    )
    refusal = rules.appeal_refusal(found, hours=body.hours, now=now, policy=policy)
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal)
    sealed = None
    if body.evidence is not None:
        sealed = resources.sealer.seal(trainee_id, EVIDENCE_PURPOSE, body.evidence.encode())
    return Appeal(
        trainee_id=trainee_id,
        appeal_id=body.appeal_id,
        class_id=found.training_class.class_id,
        session_id=body.session_id,
        ordinal=found.appeals_before + 1,
        institution_id=found.training_class.institution_id,
        authority_code=found.training_class.supervising_authority,
        origin=origin,
        hours=body.hours,
        reason=body.reason,
        evidence_sealed=sealed,
        filed_by=subject.subject_id,
        filed_at=now,
        due_on=rules.working_day_after(
            today, policy.value("appeal.decide_within_working_days").integer, workdays(policy)
        ),
    )


def _body(resources: Resources, filed: FiledAppeal, *, name: str, with_evidence: bool) -> AppealBody:
    found, decision = filed.appeal, filed.decision
    today = resources.clock.now().astimezone(CHINA).date()
    return AppealBody(
        trainee_id=found.trainee_id,
        trainee_name=name,
        appeal_id=found.appeal_id,
        class_id=found.class_id,
        session_id=found.session_id,
        origin=found.origin,
        hours=found.hours,
        reason=found.reason,
        evidence=_evidence(resources, found) if with_evidence else None,
        filed_at=found.filed_at,
        due_on=found.due_on,
        is_overdue=decision is None and today > found.due_on,
        accepted=decision.accepted if decision else None,
        decision_reason=decision.reason if decision else None,
        decided_at=decision.decided_at if decision else None,
    )


def _evidence(resources: Resources, found: Appeal) -> str | None:
    if found.evidence_sealed is None:
        return None
    try:
        return resources.sealer.open(found.trainee_id, EVIDENCE_PURPOSE, bytes(found.evidence_sealed)).decode()
    except SealBroken:
        return None
