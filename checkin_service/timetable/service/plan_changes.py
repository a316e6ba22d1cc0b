"""Changing an approved plan (停课、调课、补课、加课): by the supervising authority, with a reason, both totals kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import ChangeKind, ClassState, PlanChange, Session, TrainingClass
from checkin_service.timetable.schemas import ClassAnswer
from checkin_service.timetable.schemas.plan_changes import (
    Addition,
    BreakOff,
    Cancellation,
    Move,
    PlanChangeBody,
    PlanChangeRequest,
    PlanChanges,
)
from checkin_service.timetable.service.classes import answer_of, require_own_sites
from checkin_service.timetable.service.guards import require_policy, require_state, require_supervising
from checkin_service.timetable.service.reading import class_for
from checkin_service.timetable.service.teaching import require_teachable
from checkin_service.timetable.store import classes as store


async def change_plan(
    resources: Resources,
    unit: UnitOfWork,
    subject: Subject,
    class_id: UUID,
    body: PlanChangeRequest,
    *,
    is_credited: bool,
) -> ClassAnswer:
    """The class with its plan changed; `is_credited` says whether the session gave anybody class hours before."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    require_supervising(subject, found)
    require_state(found, ClassState.OPEN)
    sessions = await store.sessions_of(resources.database, [class_id])
    before, after = _before(body.change, sessions), _after(body.change, found, sessions, now)
    policy = policy_at(found.supervising_authority, (before or after).starts_at, known_at=now)
    refusal = rules.change_refusal(
        ChangeKind(body.change.kind), before, after, sessions, is_credited=is_credited, now=now, policy=policy
    )
    if refusal is not None:
        raise unfit(refusal)
    await _require_place_and_policy(resources, found, after, now)
    plan = rules.plan_after(after, sessions)
    if before is None:
        project = existing(await catalogue.project_of(resources, found.project_id))
        await require_teachable(resources, found, project, plan)
    changed = replace(found, total_hours=rules.total_hours(plan))
    _keep(unit, subject, changed, before, after, body, hours_before=found.total_hours, now=now)
    kept = [each for each in sessions if each.session_id != after.session_id]
    return answer_of(changed, sorted([*kept, after], key=lambda each: each.starts_at))


async def plan_changes(resources: Resources, subject: Subject, class_id: UUID) -> PlanChanges:
    """The history of a class's plan, for those whose matter it is."""
    found = await class_for(resources, subject, class_id)
    changes = await store.plan_changes_of(resources.database, class_id)
    bodies = [PlanChangeBody.showing(change) for change in changes]
    return PlanChanges(
        class_id=class_id, baseline_hours=found.baseline_hours, total_hours=found.total_hours, changes=bodies
    )


Change = Cancellation | BreakOff | Move | Addition


def _before(asked: Change, sessions: Iterable[Session]) -> Session | None:
    known = next((each for each in sessions if each.session_id == asked.session_id), None)
    if isinstance(asked, Addition):
        if known is not None:
            raise Problem(ProblemKind.ID_CONFLICT)
        return None
    if known is None:
        raise not_found()
    return known


def _after(asked: Change, found: TrainingClass, sessions: Sequence[Session], now: datetime) -> Session:
    if isinstance(asked, Addition):
        return Session(
            session_id=asked.session_id,
            class_id=found.class_id,
            ordinal=max(each.ordinal for each in sessions) + 1,
            site_id=asked.site_id,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            class_hours=asked.class_hours,
            delivery=asked.delivery,
            part=asked.part,
        )
    known = next(each for each in sessions if each.session_id == asked.session_id)
    match asked:
        case Cancellation():
            return replace(known, cancelled_at=known.cancelled_at or now)
        case BreakOff():
            return replace(known, class_hours=asked.hours_held)
        case Move():
            site_id = asked.site_id or known.site_id
            return replace(known, starts_at=asked.starts_at, ends_at=asked.ends_at, site_id=site_id)


async def _require_place_and_policy(resources: Resources, found: TrainingClass, after: Session, now: datetime) -> None:
    if after.cancelled_at is not None or after.starts_at <= now:
        return
    institution = existing(await catalogue.institution_of(resources, found.institution_id))
    await require_own_sites(resources, institution, [after])
    await require_policy(resources, found, VoucherKind, days=[day_of(after.starts_at)], now=now)


def _keep(
    unit: UnitOfWork,
    subject: Subject,
    changed: TrainingClass,
    before: Session | None,
    after: Session,
    body: PlanChangeRequest,
    *,
    hours_before: int,
    now: datetime,
) -> None:
    if before is None:
        store.add_sessions(unit, [after])
    else:
        store.change_session(unit, after)
    store.change_class(unit, changed)
    change = PlanChange(
        change_id=body.change_id,
        class_id=changed.class_id,
        kind=ChangeKind(body.change.kind),
        session_id=after.session_id,
        before=None if before is None else _described(before),
        after=_described(after),
        reason=body.reason,
        hours_before=hours_before,
        hours_after=changed.total_hours,
        approved_by=subject.subject_id,
        approved_at=now,
    )
    store.add_plan_change(unit, change)
    detail = {"change_id": str(change.change_id), "kind": change.kind.value, "hours": changed.total_hours}
    audit.record(unit, subject, Permission.PLAN_CHANGE, changed.class_id, at=now, detail=detail)


def _described(session: Session) -> dict[str, Any]:
    return {
        "site_id": str(session.site_id),
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "class_hours": session.class_hours,
        "delivery": session.delivery.value,
        "is_cancelled": session.cancelled_at is not None,
    }
