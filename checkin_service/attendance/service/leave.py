"""Use cases of leave (请假): a trainee asks or an institution records it, somebody else decides; no rate is raised."""

from functools import partial
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.attendance.model.leave import FiledLeave, Leave, LeaveDecision
from checkin_service.attendance.schemas.leave import (
    LeaveBody,
    LeaveDecided,
    LeaveDecisionRequest,
    LeaveFiled,
    LeavePage,
    NewLeave,
    NewLeaveOfTrainee,
)
from checkin_service.attendance.service import filing
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept, once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import TrainingClass

DECIDED = "leave.decided"
_SEALED_AS = Purpose(Realm.EVIDENCE, "leave")


async def file_own(resources: Resources, subject: Subject, body: NewLeave) -> Kept[LeaveFiled]:
    """A trainee asks for leave."""
    return await _file(resources, subject, body, trainee_id=subject.subject_id)


async def record(resources: Resources, subject: Subject, body: NewLeaveOfTrainee) -> Kept[LeaveFiled]:
    """An institution records leave of one of its trainees; it is decided like any other."""
    return await _file(resources, subject, body, trainee_id=body.trainee_id)


async def leaves_visible_to(
    resources: Resources, subject: Subject, *, class_id: UUID | None, only_open: bool, page: PageRequest
) -> LeavePage:
    """One's own leaves, those of one's institution, or those one's authority decides; in one class or in all."""
    found = await store.readable_leaves(
        resources.database,
        **filing.readers(subject),
        class_id=class_id,
        only_open=only_open,
        after=page.after,
        count=page.fetch,
    )
    bodies, cursor = await filing.page_of(
        resources,
        page,
        found,
        filing_of=lambda filed: filed.leave,
        id_of=lambda filed: filed.leave.leave_id,
        body_of=partial(_body, resources, subject),
    )
    return LeavePage(leaves=bodies, next_cursor=cursor)


@once_per("request_id")
async def decide(unit: UnitOfWork, resources: Resources, subject: Subject, body: LeaveDecisionRequest) -> LeaveDecided:
    """Granted or not, once and with a reason, by another person than who filed it."""
    now = resources.clock.now()
    filed = existing(await store.filed_leave(resources.database, body.trainee_id, body.leave_id))
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
        DECIDED,
        body.trainee_id,
        {"class_id": str(held.class_id), "leave_id": str(body.leave_id), "granted": body.granted},
        occurred_at=now,
    )
    audit.record(
        unit,
        subject,
        Permission.LEAVE_DECIDE,
        body.leave_id,
        at=now,
        tenant=f"institution:{held.institution_id}",
        detail={"granted": body.granted},
    )
    return LeaveDecided(leave_id=body.leave_id, trainee_id=body.trainee_id, granted=body.granted)


@once_per("leave_id")
async def _file(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewLeave, *, trainee_id: UUID
) -> LeaveFiled:
    now = resources.clock.now()
    registered = await timetable.registration_with_class(resources.database, trainee_id, body.class_id)
    if registered is None or not filing.is_theirs(subject, registered.training_class):
        raise not_found()
    held = registered.training_class
    sessions = await timetable.sessions_of(resources.database, held.class_id)
    covered = rules.covered_sessions(sessions, body.starts_at, body.ends_at)
    refusal = rules.leave_refusal(registered.registration, held, covered)
    if refusal is not None:
        raise unfit(refusal)
    await resources.sealer.ready(Realm.EVIDENCE, trainee_id, make=body.evidence is not None)
    new = Leave(
        **filing.common(resources, subject, held, body, trainee_id, _SEALED_AS),
        leave_id=body.leave_id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
    )
    store.add_leave(unit, new)
    audit.record(
        unit,
        subject,
        Permission.LEAVE_FILE if new.origin is AppealOrigin.TRAINEE else Permission.LEAVE_FILE_FOR,
        new.leave_id,
        at=now,
        tenant=f"institution:{new.institution_id}",
        detail={"class_id": str(new.class_id)},
    )
    hours = sum(each.class_hours for each in covered)
    return LeaveFiled(leave_id=new.leave_id, trainee_id=trainee_id, class_hours=hours)


def _require_decider(subject: Subject, leave: Leave, held: TrainingClass, resources: Resources) -> None:
    policy = timetable.policy_of_class(held, now=resources.clock.now())
    is_supervising = subject.authority_code in {None, held.supervising_authority}
    if not is_supervising or not rules.may_decide_leave(subject.role, policy):
        raise Problem(ProblemKind.NOT_PERMITTED)
    if leave.filed_by == subject.subject_id:
        raise Problem(ProblemKind.NOT_PERMITTED, _ANOTHER_PERSON)


def _body(resources: Resources, subject: Subject, filed: FiledLeave, name: str) -> LeaveBody:
    found, decision = filed.leave, filed.decision
    return LeaveBody.showing(
        found,
        trainee_name=name,
        evidence=filing.opened(resources, _SEALED_AS, subject, found),
        granted=decision.granted if decision else None,
        decision_reason=decision.reason if decision else None,
        decided_at=decision.decided_at if decision else None,
    )


_DECIDED_BEFORE = Words("该请假已有结论。", "This leave has been decided.")
_ANOTHER_PERSON = Words("须由另一人决定。", "Another person has to decide this.")
