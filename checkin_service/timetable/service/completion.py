"""Applying for the completion of a class and deciding on it (结业); then eligibility is determined."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, Session, TrainingClass
from checkin_service.timetable.schemas import Application, ClassAnswer, Decision
from checkin_service.timetable.service.classes import answer_of, audit_decision
from checkin_service.timetable.service.guards import moved, require_supervising
from checkin_service.timetable.service.reading import class_for
from checkin_service.timetable.store import classes, registrations


@once_per("request_id", operation="completion-application")
async def apply_for_completion(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, _: Application
) -> ClassAnswer:
    """结业申请: once the last session is over and nobody can check in any more."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    changed = moved(found, ClassState.COMPLETION_APPLIED)
    sessions = await classes.sessions_of(resources.database, [class_id])
    _require_over(found, sessions, now)
    classes.change_class(unit, changed)
    audit.record(unit, subject, Permission.COMPLETION_APPLY, class_id, at=now)
    return answer_of(changed, sessions)


@once_per("request_id", operation="completion")
async def decide_completion(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Decision
) -> ClassAnswer:
    """结业审批; a refusal sends the class back to the institution, which may apply again."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    require_supervising(subject, found)
    decided = moved(found, ClassState.COMPLETED if body.approved else ClassState.OPEN)
    if body.approved:
        decided = replace(decided, completed_at=now)
        await _announce_completion(resources, unit, found, now)
    classes.change_class(unit, decided)
    audit_decision(unit, subject, decided, Permission.COMPLETION_APPROVE, body, at=now)
    return answer_of(decided, await classes.sessions_of(resources.database, [class_id]))


def _require_over(found: TrainingClass, sessions: Sequence[Session], now: datetime) -> None:
    held = [session for session in sessions if session.cancelled_at is None]
    if not held:
        return
    last = max(held, key=lambda session: session.ends_at)
    policy = policy_at(found.supervising_authority, last.starts_at, known_at=now)
    if now <= rules.over_at(last, found.phases, policy):
        raise Problem(ProblemKind.STATE_CONFLICT, _STILL_RUNNING)


async def _announce_completion(resources: Resources, unit: UnitOfWork, found: TrainingClass, now: datetime) -> None:
    for registration in await registrations.roster_of(resources.database, found.class_id):
        if registration.is_active:
            announce(
                unit, "class.completed", registration.trainee_id, {"class_id": str(found.class_id)}, occurred_at=now
            )


_STILL_RUNNING = Words(
    "最后一次课尚未结束，或仍可签到。", "The last session is not over yet, or people can still check in."
)
