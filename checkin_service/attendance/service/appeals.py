"""Use cases of appeals: a trainee or an institution says which hours are missing; the authority's side decides.

No path lets an institution raise a rate alone: what it files credits nothing, and none of its roles decides.
"""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Appeal, AppealOrigin, Contested, FiledAppeal
from checkin_service.attendance.schemas.appeals import AppealBody, AppealFiled, AppealPage, NewAppeal, NewProposal
from checkin_service.attendance.service import filing
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept, once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.timetable import service as timetable
from checkin_service.voucher.rules import workdays

EVIDENCE_PURPOSE = Purpose(Realm.EVIDENCE, "appeal")
FILED = "appeal.filed"


async def file_own(resources: Resources, subject: Subject, body: NewAppeal) -> Kept[AppealFiled]:
    """A trainee contests class hours of a session."""
    return await _file(resources, subject, body, trainee_id=subject.subject_id)


async def propose(resources: Resources, subject: Subject, body: NewProposal) -> Kept[AppealFiled]:
    """An institution proposes a correction for one of its trainees; it credits nothing."""
    return await _file(resources, subject, body, trainee_id=body.trainee_id)


async def appeals_visible_to(
    resources: Resources, subject: Subject, *, class_id: UUID | None, only_open: bool, page: PageRequest
) -> AppealPage:
    """One's own appeals, those of one's institution, or those one's authority decides."""
    found = await store.readable_appeals(
        resources.database,
        **filing.readers(subject),
        class_id=class_id,
        only_open=only_open,
        after=page.after,
        count=page.fetch,
    )
    bodies, next_cursor = await filing.page_of(
        resources,
        page,
        found,
        filing_of=lambda filed: filed.appeal,
        id_of=lambda filed: filed.appeal.appeal_id,
        body_of=partial(_body, resources, subject),
    )
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


@once_per("appeal_id")
async def _file(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewAppeal, *, trainee_id: UUID
) -> AppealFiled:
    now = resources.clock.now()
    found = await contested(resources, trainee_id, body.session_id)
    if found is None or not filing.is_theirs(subject, found.training_class):
        raise not_found()
    await resources.sealer.ready(Realm.EVIDENCE, trainee_id, make=body.evidence is not None)
    new = _appeal(resources, subject, body, found, trainee_id)
    store.add_appeal(unit, new)
    announce(unit, FILED, trainee_id, {"class_id": str(new.class_id), "appeal_id": str(new.appeal_id)}, occurred_at=now)
    audit.record(
        unit,
        subject,
        Permission.APPEAL_FILE if new.origin is AppealOrigin.TRAINEE else Permission.CORRECTION_PROPOSE,
        new.appeal_id,
        at=now,
        tenant=f"institution:{new.institution_id}",
        detail={"session_id": str(new.session_id), "hours": new.hours},
    )
    return AppealFiled(appeal_id=new.appeal_id, trainee_id=trainee_id, due_on=new.due_on)


def _due_on(policy: PolicyView, now: datetime) -> date:
    """The last day on which the authority decides."""
    days = policy.value("appeal.decide_within_working_days").integer
    return workdays(policy).after(day_of(now), days)


def _appeal(resources: Resources, subject: Subject, body: NewAppeal, found: Contested, trainee_id: UUID) -> Appeal:
    now, held = resources.clock.now(), found.training_class
    policy = policy_at(held.supervising_authority, found.session.starts_at, known_at=now)
    refusal = rules.appeal_refusal(found, hours=body.hours, now=now, policy=policy)
    if refusal is not None:
        raise unfit(refusal)
    return Appeal(
        **filing.common(resources, subject, held, body, trainee_id, EVIDENCE_PURPOSE),
        appeal_id=body.appeal_id,
        session_id=body.session_id,
        ordinal=found.appeals_before + 1,
        hours=body.hours,
        due_on=_due_on(policy, now),
    )


def _body(resources: Resources, subject: Subject, filed: FiledAppeal, name: str) -> AppealBody:
    found, decision = filed.appeal, filed.decision
    return AppealBody.showing(
        found,
        trainee_name=name,
        evidence=filing.opened(resources, EVIDENCE_PURPOSE, subject, found),
        is_overdue=decision is None and day_of(resources.clock.now()) > found.due_on,
        accepted=decision.accepted if decision else None,
        decision_reason=decision.reason if decision else None,
        decided_at=decision.decided_at if decision else None,
    )
