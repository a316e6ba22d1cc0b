"""Applying for a class and deciding on its opening (开班)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Institution, Project
from checkin_service.conduct import service as conduct
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import PolicyUnknown, PolicyValue, VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, Session, TrainingClass
from checkin_service.timetable.schemas import (
    ClassAnswer,
    ClassApplication,
    ClassPage,
    ClassSummary,
    Decision,
    SessionAnswer,
    TeachingBody,
)
from checkin_service.timetable.service.guards import (
    moved,
    require_policy,
    require_supervising,
    unknown_value,
)
from checkin_service.timetable.service.payees import require_payees
from checkin_service.timetable.service.preparing import require_entered, require_prepared
from checkin_service.timetable.service.reading import class_for, class_of_party, whose
from checkin_service.timetable.service.sector_plans import require_filed
from checkin_service.timetable.service.taught_courses import require_course
from checkin_service.timetable.service.teaching import require_teachable
from checkin_service.timetable.store import classes as store
from checkin_service.timetable.store import of_projects, registrations
from checkin_service.voucher.model.vouchers import TeachingLeg


@once_per("class_id")
async def apply(unit: UnitOfWork, resources: Resources, subject: Subject, body: ClassApplication) -> ClassAnswer:
    """开班申请: the institution's plan, frozen as the baseline once the authority approves it."""
    now = resources.clock.now()
    institution = await _own_institution(resources, subject)
    await catalogue.require_active(resources, institution.institution_id)
    await conduct.require_qualified(resources, institution.institution_id)
    await catalogue.require_rules_accepted(resources, institution)
    sessions = _sessions(body)
    if (refusal := rules.plan_refusal(sessions)) is not None:
        raise unfit(refusal)
    await require_own_sites(resources, institution, sessions)
    new = _applied(body, institution, sessions, now)
    project = await _require_parties(resources, new)
    await catalogue.require_project_active(resources, new.project_id)
    await require_teachable(resources, new, project, sessions)
    await require_payees(resources, new, sessions, now)
    await require_course(resources, new, sessions, now)
    store.add_class(unit, new)
    store.add_sessions(unit, sessions)
    audit.record(unit, subject, Permission.CLASS_APPLY, new.class_id, at=now)
    return answer_of(new, sessions)


@once_per("request_id", operation="opening")
async def decide_opening(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Decision
) -> ClassAnswer:
    """开班审批 by the supervising authority: everything the class will need from policy must be known by now."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    require_supervising(subject, found)
    decided = moved(found, ClassState.OPEN if body.approved else ClassState.REJECTED)
    sessions = await store.sessions_of(resources.database, [class_id])
    if body.approved:
        await catalogue.require_active(resources, found.institution_id)
        await conduct.require_qualified(resources, found.institution_id)
        await catalogue.require_project_active(resources, found.project_id)
        await require_filed(resources, found, now)
        await require_prepared(resources, found)
        await require_entered(resources, found, {each.site_id for each in sessions})
        await require_course(resources, found, sessions, now)
        await _require_decided(resources, found, sessions, now)
        decided = replace(decided, opened_at=now, phases=_phases(found, sessions, now))
    store.change_class(unit, decided)
    audit_decision(unit, subject, decided, Permission.CLASS_APPROVE, body, at=now)
    return answer_of(decided, sessions)


async def refuse_waiting(
    unit: UnitOfWork, resources: Resources, subject: Subject, project_id: UUID, *, reason: str
) -> list[TrainingClass]:
    """Refuse, within the write that closes their project, the classes of it that nobody has opened yet."""
    now, waiting = resources.clock.now(), await of_projects.going_on_with(resources.database, project_id)
    refused = [moved(each, ClassState.REJECTED) for each in waiting if each.state is ClassState.APPLIED]
    for each in refused:
        store.change_class(unit, each)
        detail = {"approved": False, "reason": reason, "state": each.state.value}
        tenant = f"authority:{each.supervising_authority}"
        audit.record(unit, subject, Permission.CLASS_APPROVE, each.class_id, at=now, tenant=tenant, detail=detail)
    return refused


async def opening_checks(resources: Resources, subject: Subject, class_id: UUID) -> list[Problem]:
    """What stands in the way of an opening today; empty where it could be approved."""
    found, now = await class_for(resources, subject, class_id), resources.clock.now()
    sessions = await store.sessions_of(resources.database, [class_id])
    problems = []
    for asked in (
        catalogue.require_active(resources, found.institution_id),
        conduct.require_qualified(resources, found.institution_id),
        catalogue.require_project_active(resources, found.project_id),
        require_filed(resources, found, now),
        require_prepared(resources, found),
        require_entered(resources, found, {each.site_id for each in sessions}),
        require_course(resources, found, sessions, now),
        _require_decided(resources, found, sessions, now),
    ):
        try:
            await asked
        except Problem as problem:
            problems.append(problem)
    return problems


async def _require_decided(
    resources: Resources, found: TrainingClass, sessions: Sequence[Session], now: datetime
) -> None:
    kinds = {each.voucher_kind for each in await registrations.roster_of(resources.database, found.class_id)}
    await require_policy(resources, found, kinds or set(VoucherKind), days=_days(sessions), now=now)


async def shown_class(resources: Resources, subject: Subject, class_id: UUID) -> ClassAnswer:
    found = await class_of_party(resources, subject, class_id)
    return answer_of(found, await store.sessions_of(resources.database, [class_id]))


async def classes(resources: Resources, subject: Subject, page: PageRequest, *, state: ClassState | None) -> ClassPage:
    """An institution's own classes and those it teaches a leg of, an instructor's, or an authority's matter."""
    found = await store.classes_of(resources.database, page, whose(subject, state))
    shown, cursor = page.shown(found, lambda each: each.class_id)
    return ClassPage(classes=[_summary(each) for each in shown], next_cursor=cursor)


async def listed_classes(
    resources: Resources, subject: Subject, wanted: Wanted, *, state: ClassState | None = None
) -> ListPart[TrainingClass]:
    """The same, searched and sorted: the latest first, of those in one state the one that has waited longest."""
    return await store.listed_classes(resources.database, wanted, whose(subject, state))


async def classes_named(resources: Resources, subject: Subject, words: str) -> list[UUID]:
    """Of the classes that are somebody's matter those whose names hold these words."""
    return await store.classes_named(resources.database, words, whose(subject, None))


def answer_of(training_class: TrainingClass, sessions: Iterable[Session]) -> ClassAnswer:
    return ClassAnswer(
        **_summary(training_class).model_dump(),
        teaching_plan=training_class.teaching_plan,
        sessions=[SessionAnswer(**session_values(session)) for session in sessions],
    )


def session_values(session: Session) -> dict[str, Any]:
    """What every answer tells of a session."""
    names = ("session_id", "ordinal", "site_id", "starts_at", "ends_at", "class_hours", "delivery", "part")
    return {name: getattr(session, name) for name in names} | {"is_cancelled": session.cancelled_at is not None}


def audit_decision(
    unit: UnitOfWork,
    subject: Subject,
    decided: TrainingClass,
    action: Permission,
    body: Decision,
    *,
    at: datetime,
) -> None:
    detail = {"approved": body.approved, "reason": body.reason, "state": decided.state.value}
    audit.record(unit, subject, action, decided.class_id, at=at, detail=detail)


def _sessions(body: ClassApplication) -> list[Session]:
    stated = [Session(class_id=body.class_id, **each.model_dump()) for each in body.sessions]
    return sorted(stated, key=lambda session: session.ordinal)


def _applied(
    body: ClassApplication, institution: Institution, sessions: Sequence[Session], now: datetime
) -> TrainingClass:
    supervising = institution.authority_code
    paying = body.paying_authority or supervising
    policy = policy_at(supervising, sessions[0].starts_at, known_at=now)
    try:
        offered, phases = policy.value("checkin.proofs"), policy.value("checkin.phases").names
    except PolicyUnknown as unknown:
        raise unknown_value([unknown]) from unknown
    return TrainingClass(
        class_id=body.class_id,
        institution_id=institution.institution_id,
        project_id=body.project_id,
        name=body.name,
        teaching_plan=body.teaching_plan,
        supervising_authority=supervising,
        paying_authority=paying,
        counting_authority=body.counting_authority or paying,
        phases=phases,
        proofs=_proofs(body, offered),
        moving_fence=body.moving_fence,
        enterprise_id=body.enterprise_id,
        teaching=tuple(
            TeachingLeg(
                delivery=each.delivery,
                institution_id=each.institution_id,
                share_percent=each.share_percent,
            )
            for each in body.teaching
        ),
        fee_fen=body.fee_fen,
        course_id=body.course_id,
        baseline_hours=rules.total_hours(sessions),
        total_hours=rules.total_hours(sessions),
        state=ClassState.APPLIED,
        revision=1,
        applied_at=now,
    )


def _proofs(body: ClassApplication, offered: PolicyValue) -> tuple[str, ...]:
    """At least two different ways, so that nobody depends on their face alone."""
    chosen = tuple(dict.fromkeys(body.proofs)) if body.proofs else offered.names
    if len(chosen) < 2 or not set(chosen) <= set(offered.names):  # noqa: PLR2004 - two ways are the rule
        raise by_law(_PROOFS, offered.basis, offered=list(offered.names))
    return chosen


def _phases(found: TrainingClass, sessions: Sequence[Session], now: datetime) -> tuple[str, ...]:
    policy = policy_at(found.supervising_authority, sessions[0].starts_at, known_at=now)
    return policy.value("checkin.phases").names


def _days(sessions: Sequence[Session]) -> list[date]:
    return sorted({day_of(session.starts_at) for session in sessions})


async def _own_institution(resources: Resources, subject: Subject) -> Institution:
    return existing(
        await catalogue.institution_of(resources, subject.institution_id) if subject.institution_id else None
    )


async def require_own_sites(resources: Resources, institution: Institution, sessions: Iterable[Session]) -> None:
    for site_id in {session.site_id for session in sessions}:
        site = await catalogue.site_of(resources, site_id)
        if site is None or site.institution_id != institution.institution_id:
            raise not_found(_NO_SITE)


async def _require_parties(resources: Resources, new: TrainingClass) -> Project:
    """The project is one of an authority of this class, and the authorities named exist here."""
    project = await catalogue.project_of(resources, new.project_id)
    if project is None or project.authority_code not in {new.paying_authority, new.supervising_authority}:
        raise not_found(_NO_PROJECT)
    for code in new.authorities:
        if not await catalogue.is_authority(resources, code):
            raise unfit(_NO_AUTHORITY.filled(code=code))
    return project


def _summary(training_class: TrainingClass) -> ClassSummary:
    return ClassSummary.showing(
        training_class,
        phases=list(training_class.phases),
        proofs=list(training_class.proofs),
        teaching=list(map(TeachingBody.showing, training_class.teaching)),
    )


_NO_SITE = Words("没有找到本机构的这一培训地点。", "No such site of your institution.")
_NO_PROJECT = Words("没有找到该培训项目。", "No such project of the class's authorities.")
_NO_AUTHORITY = Words("尚未接入的人社部门：{code}。", "This authority does not take part: {code}.")
_PROOFS = Words("须提供至少两种本人核验方式，且不能只有人脸。", "Offer at least two of the ways to prove the person.")
