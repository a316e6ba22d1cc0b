"""Applying for settlement, reviewing, and the approval by a second person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import reach_of
from checkin_service.eligibility import service as eligibility
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import About, Kept, once, once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.clauses import law
from checkin_service.proposals.service import require_independent
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Application, ApplicationState, Line, Mode
from checkin_service.settlement.schemas.applications import (
    ApplicationAnswer,
    ApplicationPage,
    NewApplication,
    SettlementDecision,
)
from checkin_service.settlement.service.standing import require_earned
from checkin_service.timetable import service as timetable
from checkin_service.timetable.rules import Duplicate
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.settling import Claims


def mode_of(authority_code: str, at: datetime) -> Mode:
    """The pace of settlement that the pack asks for."""
    return Mode(policy_at(authority_code, at, known_at=at).value("settlement.mode").text)


@once_per("application_id")
async def apply(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewApplication) -> ApplicationAnswer:
    """Import verified codes into an application: all of them, or none and each bad row named."""
    now = resources.clock.now()
    claims = await _claimable(resources, subject, body)
    application = Application(
        application_id=body.application_id,
        authority_code=body.authority_code,
        mode=mode_of(body.authority_code, now),
        state=ApplicationState.SUBMITTED,
        applicant=subject.tenant,
        vouchers=len(claims.vouchers),
        total_fen=sum(map(claims.amount_fen, claims.vouchers)),
        submitted_by=subject.subject_id,
        submitted_at=now,
    )
    add_application(unit, application, claims, events=[VoucherEvent.REQUESTED], actor=subject.name)
    _audit(unit, subject, Permission.SETTLEMENT_APPLY, application, now)
    return ApplicationAnswer.showing(application)


async def review(
    resources: Resources, subject: Subject, application_id: UUID, body: SettlementDecision
) -> Kept[ApplicationAnswer]:
    """审核 by the issuing authority; a refusal gives the vouchers back to be applied for again."""
    return await _decide(resources, subject, application_id, body, ApplicationState.REVIEWED)


async def approve(
    resources: Resources, subject: Subject, application_id: UUID, body: SettlementDecision
) -> Kept[ApplicationAnswer]:
    """The approval by a second person (SX-26); only then may a payment table be made."""
    return await _decide(resources, subject, application_id, body, ApplicationState.APPROVED)


async def applications(resources: Resources, subject: Subject, page: PageRequest) -> ApplicationPage:
    """An authority's, from above those of the authorities below, or an institution's own."""
    authority, reach = subject.authority_code, reach_of(subject)
    found = await store.visible(
        resources.database,
        authority=authority,
        reach=reach if reach != authority else None,
        tenant=subject.tenant,
        page=page,
    )
    shown, cursor = page.shown(found, lambda each: each.application_id)
    return ApplicationPage(applications=list(map(ApplicationAnswer.showing, shown)), next_cursor=cursor)


def add_application(
    unit: UnitOfWork, application: Application, claims: Claims, *, events: Sequence[VoucherEvent], actor: str
) -> None:
    """The application with its lines, and its vouchers moved."""
    vouchers = list(claims.vouchers.values())
    store.add_application(unit, application)
    store.add_lines(unit, [_line(each, application, claims) for each in vouchers])
    settling.move_all(unit, vouchers, events, at=application.submitted_at, actor=actor)


async def require_unfrozen(resources: Resources, claims: Claims) -> None:
    """No money moves to what is under investigation."""
    by_authority: defaultdict[str, set[str]] = defaultdict(set)
    for voucher_id, voucher in claims.vouchers.items():
        by_authority[claims.payer(voucher_id)] |= rules.freezable(voucher, claims.legs[voucher_id])
    frozen: set[str] = set()
    for authority, objects in by_authority.items():
        frozen |= await settling.frozen_among(resources, authority, objects)
    if frozen:
        raise unfit(rules.FROZEN, reason="payment_frozen", frozen=sorted(frozen))


async def repeated_benefits(resources: Resources, claims: Claims) -> dict[UUID, Duplicate]:
    """Vouchers whose benefit another region has reported, in words that their determination has not weighed (MP-19).

    What it has weighed stands in it: as a doubt, or as officers have decided.
    """
    used = [each for each in claims.vouchers.values() if each.class_id is not None]
    pairs = [(each.trainee_id, each.class_id) for each in used if each.class_id is not None]
    found = await timetable.duplicates_by_class(resources, pairs)
    repeated = {
        each.voucher_id: found[each.trainee_id, each.class_id]
        for each in used
        if each.class_id is not None and (each.trainee_id, each.class_id) in found
    }
    known = await eligibility.reports_known(resources, list(repeated))
    return {
        voucher_id: duplicate
        for voucher_id, duplicate in repeated.items()
        if not duplicate.reports <= known.get(voucher_id, set())
    }


async def _claimable(resources: Resources, subject: Subject, body: NewApplication) -> Claims:
    vouchers = await settling.by_codes(resources, body.voucher_codes)
    claims = await settling.claims(resources, [each for each in vouchers if each is not None])
    objects: set[str] = set()
    for voucher_id, known in claims.vouchers.items():
        objects |= rules.freezable(known, claims.legs[voucher_id])
    frozen = await settling.frozen_among(resources, body.authority_code, objects)
    payee = None if subject.authority_code == body.authority_code else subject.tenant
    repeated = await repeated_benefits(resources, claims)
    faults, seen = [], set()
    for number, voucher in enumerate(vouchers, start=1):
        legs = claims.legs[voucher.voucher_id] if voucher else []
        refusal = rules.refusal_to_apply(voucher, legs, payee=payee, authority=body.authority_code, frozen=frozen)
        if refusal is not None:
            cited = refusal.cited
            faults.append({"row": number, "reason": refusal.reason, "zh": cited.zh, "en": cited.en})
        elif voucher in seen:
            faults.append({"row": number, "reason": "twice", "zh": _TWICE.zh, "en": _TWICE.en})
        elif voucher is not None and voucher.voucher_id in repeated:
            words = repeated[voucher.voucher_id].words
            faults.append({"row": number, "reason": "duplicate_benefit", "zh": words.zh, "en": words.en})
        seen.add(voucher)
    if faults:
        raise unfit(_SOME_ROWS, rows=faults)
    return claims


async def _decide(
    resources: Resources, subject: Subject, application_id: UUID, body: SettlementDecision, target: ApplicationState
) -> Kept[ApplicationAnswer]:
    async def act(unit: UnitOfWork) -> ApplicationAnswer:
        now = resources.clock.now()
        before = await application_of(resources, subject, application_id)
        decided = _decided(before, subject, body, target, now)
        if decided.state is ApplicationState.APPROVED:
            await require_independent(resources, subject, *filter(None, (before.submitted_by, before.reviewed_by)))
        claims = await claims_of(resources, [before])
        vouchers = list(claims.vouchers.values())
        if decided.state is ApplicationState.REFUSED:
            was_approved = before.state is ApplicationState.APPROVED
            refused = [VoucherEvent.PAYMENT_REFUSED if was_approved else VoucherEvent.REQUEST_REFUSED]
            settling.move_all(unit, vouchers, refused, at=now, actor=subject.name, reason=body.reason)
        elif decided.state is ApplicationState.APPROVED:
            await require_unfrozen(resources, claims)
            await require_earned(resources, claims)
            await _require_single_benefits(resources, claims)
            settling.move_all(unit, vouchers, [VoucherEvent.APPROVED], at=now, actor=subject.name)
        store.decide(unit, decided, before=before.state)
        is_review = target is ApplicationState.REVIEWED
        action = Permission.SETTLEMENT_REVIEW if is_review else Permission.SETTLEMENT_APPROVE
        _audit(unit, subject, action, decided, now)
        return ApplicationAnswer.showing(decided)

    asked = About(operation=f"settlement {target}", object_id=application_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


async def _require_single_benefits(resources: Resources, claims: Claims) -> None:
    """Another region may have reported after the application was made."""
    repeated = await repeated_benefits(resources, claims)
    if repeated:
        ids = sorted(map(str, repeated))
        raise by_law(_REPEATED, law("MP-19"), reason="duplicate_benefit", vouchers=ids)


async def application_of(resources: Resources, subject: Subject, application_id: UUID) -> Application:
    """An application to one's own authority; 404 for all others."""
    found = await store.applications(resources.database, [application_id])
    if not found or found[0].authority_code != subject.authority_code:
        raise not_found()
    return found[0]


async def claims_of(resources: Resources, applications: Sequence[Application]) -> Claims:
    lines = await store.lines_of(resources.database, [each.application_id for each in applications])
    return await settling.claims_of(resources, [(line.trainee_id, line.voucher_id) for line in lines])


def _decided(
    before: Application, subject: Subject, body: SettlementDecision, target: ApplicationState, now: datetime
) -> Application:
    target = target if body.approved else ApplicationState.REFUSED
    refusal = rules.refusal_to_decide(before, target, by=subject.subject_id)
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    if target is ApplicationState.REFUSED and body.reason is None:
        raise unfit(_REASON, reason="reason_needed")
    changed = replace(before, state=target, reason=body.reason)
    if target is ApplicationState.APPROVED:
        return replace(changed, approved_by=subject.subject_id, approved_at=now)
    if target is ApplicationState.REVIEWED:
        return replace(changed, reviewed_by=subject.subject_id, reviewed_at=now)
    return changed


def _line(voucher: Voucher, application: Application, claims: Claims) -> Line:
    return Line(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        application_id=application.application_id,
        class_id=voucher.class_id,
        amount_fen=claims.amount_fen(voucher.voucher_id),
    )


def _audit(unit: UnitOfWork, subject: Subject, action: Permission, application: Application, at: datetime) -> None:
    audit.record(
        unit,
        subject,
        action,
        application.application_id,
        at=at,
        detail={"state": application.state, "vouchers": application.vouchers, "total_fen": application.total_fen},
    )


_SOME_ROWS = Words("有培训券不能申请结算，全部未提交。", "Some vouchers cannot be settled; nothing was submitted.")
_TWICE = Words("同一培训券出现两次。", "The same voucher occurs twice.")
_REASON = Words("退回须说明理由。", "A refusal needs a reason.")
_REPEATED = Words(
    "其他地区报告有人员已享受同一待遇，正在重新审核，请在“待核实”中查看并核定后再办理。",
    "Another region has reported that somebody had the same benefit: their determinations are being made anew; decide "
    "the doubt at the desk, then go on.",
)
