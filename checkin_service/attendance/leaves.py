"""Use cases of leave (请假): a trainee asks or an institution records it, somebody else decides; no rate is raised."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.absence import FiledLeave, Leave, LeaveDecision
from checkin_service.attendance.absence_schemas import (
    LeaveBody,
    LeaveDecided,
    LeaveDecisionRequest,
    LeaveFiled,
    LeavePage,
    NewLeave,
    NewLeaveOfTrainee,
)
from checkin_service.attendance.model import AppealOrigin
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import TrainingClass

DECIDED = "leave.decided"
_SEALED_AS = Purpose(Realm.EVIDENCE, "leave")


async def file_own(resources: Resources, subject: Subject, body: NewLeave) -> bytes:
    """A trainee asks for leave."""
    return await _file(resources, subject, body, trainee_id=subject.subject_id, origin=AppealOrigin.TRAINEE)


async def record(resources: Resources, subject: Subject, body: NewLeaveOfTrainee) -> bytes:
    """An institution records leave of one of its trainees; it is decided like any other."""
    return await _file(resources, subject, body, trainee_id=body.trainee_id, origin=AppealOrigin.INSTITUTION)


async def readable(
    resources: Resources, subject: Subject, *, class_id: UUID, only_open: bool, page: PageRequest
) -> LeavePage:
    """One's own leaves in a class, or those of a class of one's institution or under one's supervision."""
    found = await store.readable_leaves(
        resources.database,
        trainee_id=subject.subject_id if subject.role is Role.TRAINEE else None,
        institution_id=subject.institution_id,
        authority_code=subject.authority_code,
        class_id=class_id,
        only_open=only_open,
        after=page.after,
        count=page.fetch,
    )
    shown, cursor = page.shown(found, lambda each: each.leave.leave_id)
    people = await identity.people(resources, [each.leave.trainee_id for each in shown])
    bodies = [
        _body(resources, each, name=people[each.leave.trainee_id].name, with_evidence=subject.institution_id is None)
        for each in shown
    ]
    return LeavePage(leaves=bodies, next_cursor=cursor)


async def decide(resources: Resources, subject: Subject, body: LeaveDecisionRequest) -> bytes:
    """Granted or not, once and with a reason, by another person than who filed it."""

    async def act(unit: UnitOfWork) -> LeaveDecided:
        now = resources.clock.now()
        filed = await store.filed_leave(resources.database, body.trainee_id, body.leave_id)
        if filed is None:
            raise not_found()
        held = await timetable.class_for(resources, subject, filed.leave.class_id)
        _require_decider(subject, filed.leave, held, resources)
        if filed.decision is not None:
            raise Problem(ProblemKind.STATE_CONFLICT, _DECIDED_BEFORE)
        decision = LeaveDecision(
            trainee_id=body.trainee_id,
            leave_id=body.leave_id,
            granted=body.granted,
            reason=body.reason,
            decided_by=subject.subject_id,
            decided_at=now,
        )
        store.add_leave_decision(unit, decision)
        announce(
            unit,
            type_=DECIDED,
            trainee_id=body.trainee_id,
            payload={"class_id": str(held.class_id), "leave_id": str(body.leave_id), "granted": body.granted},
            occurred_at=now,
        )
        audit.record(
            unit,
            subject=subject,
            action=Permission.LEAVE_DECIDE,
            object_id=body.leave_id,
            at=now,
            tenant=f"institution:{held.institution_id}",
            detail={"granted": body.granted},
        )
        return LeaveDecided(leave_id=body.leave_id, trainee_id=body.trainee_id, granted=body.granted)

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def _file(
    resources: Resources, subject: Subject, body: NewLeave, *, trainee_id: UUID, origin: AppealOrigin
) -> bytes:
    async def act(unit: UnitOfWork) -> LeaveFiled:
        now = resources.clock.now()
        registered = await timetable.registration_with_class(resources.database, trainee_id, body.class_id)
        if registered is None or not _is_theirs(subject, registered.training_class):
            raise not_found()
        held = registered.training_class
        sessions = await timetable.sessions_of(resources.database, held.class_id)
        covered = rules.covered_sessions(sessions, body.starts_at, body.ends_at)
        refusal = rules.leave_refusal(registered.registration, held, covered)
        if refusal is not None:
            raise Problem(ProblemKind.RULE_REFUSED, refusal)
        new = _leave(resources, subject, body, held, trainee_id=trainee_id, origin=origin)
        store.add_leave(unit, new)
        audit.record(
            unit,
            subject=subject,
            action=Permission.LEAVE_FILE if origin is AppealOrigin.TRAINEE else Permission.LEAVE_FILE_FOR,
            object_id=new.leave_id,
            at=now,
            tenant=f"institution:{new.institution_id}",
            detail={"class_id": str(new.class_id)},
        )
        hours = sum(each.class_hours for each in covered)
        return LeaveFiled(leave_id=new.leave_id, trainee_id=trainee_id, class_hours=hours)

    return await once(resources.database, caller=subject.tenant, request_id=body.leave_id, body=body, act=act)


def _leave(
    resources: Resources,
    subject: Subject,
    body: NewLeave,
    held: TrainingClass,
    *,
    trainee_id: UUID,
    origin: AppealOrigin,
) -> Leave:
    evidence = None
    if body.evidence is not None:
        evidence = resources.sealer.seal(trainee_id, _SEALED_AS, body.evidence.encode())
    return Leave(
        trainee_id=trainee_id,
        leave_id=body.leave_id,
        class_id=held.class_id,
        institution_id=held.institution_id,
        authority_code=held.supervising_authority,
        origin=origin,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        reason=body.reason,
        evidence_sealed=evidence,
        filed_by=subject.subject_id,
        filed_at=resources.clock.now(),
    )


def _is_theirs(subject: Subject, held: TrainingClass) -> bool:
    return subject.role is Role.TRAINEE or subject.institution_id == held.institution_id


def _require_decider(subject: Subject, leave: Leave, held: TrainingClass, resources: Resources) -> None:
    policy = timetable.policy_of_class(held, now=resources.clock.now())
    is_supervising = subject.authority_code in {None, held.supervising_authority}
    if not is_supervising or not rules.may_decide_leave(subject.role, policy):
        raise Problem(ProblemKind.NOT_PERMITTED)
    if leave.filed_by == subject.subject_id:
        raise Problem(ProblemKind.NOT_PERMITTED, _ANOTHER_PERSON)


def _body(resources: Resources, filed: FiledLeave, *, name: str, with_evidence: bool) -> LeaveBody:
    found, decision = filed.leave, filed.decision
    return LeaveBody(
        trainee_id=found.trainee_id,
        trainee_name=name,
        leave_id=found.leave_id,
        class_id=found.class_id,
        origin=found.origin,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        reason=found.reason,
        evidence=_evidence(resources, found) if with_evidence else None,
        filed_at=found.filed_at,
        granted=decision.granted if decision else None,
        decision_reason=decision.reason if decision else None,
        decided_at=decision.decided_at if decision else None,
    )


def _evidence(resources: Resources, found: Leave) -> str | None:
    if found.evidence_sealed is None:
        return None
    try:
        return resources.sealer.open(found.trainee_id, _SEALED_AS, bytes(found.evidence_sealed)).decode()
    except SealBroken:
        return None


_DECIDED_BEFORE = Words("该请假已有结论。", "This leave has been decided.")
_ANOTHER_PERSON = Words("须由另一人决定。", "Another person has to decide this.")
