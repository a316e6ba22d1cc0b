"""Claw-backs (追回) by two people: one proposes with the decision and who is liable, another lets the money return."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.service import require_second_person
from checkin_service.settlement import store
from checkin_service.settlement.model import ClawBackRuling, ProposedClawBack
from checkin_service.settlement.schemas.applications import (
    ClawBack,
    ClawBackAnswer,
    ClawBackItem,
    ClawBackPage,
    ClawBackRulingRequest,
)
from checkin_service.settlement.service.standing import open_legs
from checkin_service.voucher.model.ledger import Position, TransferKind
from checkin_service.voucher.model.ledger import Transfer as Moved
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent, VoucherLeg, VoucherState
from checkin_service.voucher.rules.ledger import position_of, transfers_to
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.commitment import funds_of
from checkin_service.voucher.service.ledger_moves import follow_budget
from checkin_service.voucher.service.settling import Claims


@once_per("claw_back_id")
async def propose(unit: UnitOfWork, resources: Resources, subject: Subject, body: ClawBack) -> ClawBackAnswer:
    """Propose to take back everything a voucher was paid (SX-33); no money moves before another person approves."""
    now = resources.clock.now()
    (voucher,) = await settling.by_codes(resources, [body.voucher_code])
    if voucher is None:
        raise not_found()
    claims = await _claims_to_take(resources, subject, voucher)
    proposed = ProposedClawBack(
        authority_code=subject.authority_code or "",
        claw_back_id=body.claw_back_id,
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        decision_number=body.decision_number,
        liability=body.liability,
        reason=body.reason,
        proposed_by=subject.subject_id,
        proposed_at=now,
    )
    store.propose_claw_back(unit, proposed)
    _audit(unit, subject, proposed, now, step="proposed")
    amount = _amount(_transfers(claims, voucher, cause=body.claw_back_id, at=now))
    return ClawBackAnswer.showing(proposed, amount_fen=amount, approved=None)


@once_per("request_id", operation="claw-back")
async def rule(
    unit: UnitOfWork, resources: Resources, subject: Subject, claw_back_id: UUID, body: ClawBackRulingRequest
) -> ClawBackAnswer:
    """The second person's word: an approval returns the money to the fund it came from, at once."""
    now = resources.clock.now()
    found = existing(await store.claw_back_of(resources.database, subject.authority_code or "", claw_back_id))
    await require_second_person(
        resources, subject, proposed_by=found.proposed.proposed_by, is_ruled=found.approved is not None
    )
    proposed = found.proposed
    amount = 0
    if body.approved:
        amount = await _take_back(unit, resources, subject, proposed, now)
    ruling = ClawBackRuling(
        authority_code=proposed.authority_code,
        claw_back_id=claw_back_id,
        approved=body.approved,
        reason=body.reason,
        proposed_by=proposed.proposed_by,
        ruled_by=subject.subject_id,
        ruled_at=now,
    )
    store.rule_claw_back(unit, ruling)
    _audit(unit, subject, proposed, now, step="approved" if body.approved else "refused")
    return ClawBackAnswer.showing(proposed, amount_fen=amount, approved=body.approved)


async def listed(resources: Resources, subject: Subject, page: PageRequest, *, only_waiting: bool) -> ClawBackPage:
    """What was proposed under one's own authority, with what became of it."""
    authority = subject.authority_code or ""
    found = await store.claw_backs(resources.database, authority, page, only_waiting=only_waiting)
    shown, cursor = page.shown(found, lambda each: each.proposed.claw_back_id)
    claims = await settling.claims_of(
        resources, [(each.proposed.trainee_id, each.proposed.voucher_id) for each in shown]
    )
    people = await identity.people(resources, {each.proposed.trainee_id for each in shown})
    items = [
        ClawBackItem.showing(
            each.proposed,
            voucher_code=claims.vouchers[each.proposed.voucher_id].voucher_code,
            trainee_name=people[each.proposed.trainee_id].name if each.proposed.trainee_id in people else "",
            approved=each.approved,
            ruling_reason=each.ruling_reason,
            ruled_at=each.ruled_at,
        )
        for each in shown
    ]
    return ClawBackPage(claw_backs=items, next_cursor=cursor)


async def _take_back(
    unit: UnitOfWork, resources: Resources, subject: Subject, proposed: ProposedClawBack, now: datetime
) -> int:
    found = await settling.claims_of(resources, [(proposed.trainee_id, proposed.voucher_id)])
    voucher = found.vouchers[proposed.voucher_id]
    claims = await _claims_to_take(resources, subject, voucher)
    transfers = _transfers(claims, voucher, cause=proposed.claw_back_id, at=now)
    settling.record(unit, transfers)
    await follow_budget(resources, unit, claims.legs[voucher.voucher_id], transfers)
    events = [VoucherEvent.CLAWED_BACK]
    settling.move_all(unit, [voucher], events, at=now, actor=subject.name, reason=proposed.reason)
    return _amount(transfers)


async def _claims_to_take(resources: Resources, subject: Subject, voucher: Voucher) -> Claims:
    claims = await settling.claims(resources, [voucher])
    if claims.payer(voucher.voucher_id) != subject.authority_code:
        raise not_found()
    if voucher.state is not VoucherState.WRITTEN_OFF:
        raise unfit(_NOT_PAID, reason="not_paid")
    if await open_legs(resources, claims):
        raise unfit(_UNDER_WAY, reason="payment_under_way")
    return claims


def _transfers(claims: Claims, voucher: Voucher, *, cause: UUID, at: datetime) -> list[Moved]:
    legs = claims.legs[voucher.voucher_id]
    return [transfer for leg in legs for transfer in _taken_back(leg, claims, cause=cause, at=at)]


def _taken_back(leg: VoucherLeg, claims: Claims, *, cause: UUID, at: datetime) -> Sequence[Moved]:
    """What was paid returns to its fund, what the bank had returned is not paid again."""
    last = claims.last[leg.voucher_id].get(leg.leg)
    target = {Position.PAID: Position.CLAWED_BACK, Position.PAYABLE: Position.RELEASED}.get(position_of(last))
    return transfers_to(target, funds_of(leg), last=last, cause=cause, at=at) if target else ()


def _amount(transfers: Sequence[Moved]) -> int:
    return sum(each.amount_fen for each in transfers if each.kind is TransferKind.CLAW_BACK)


def _audit(unit: UnitOfWork, subject: Subject, proposed: ProposedClawBack, at: datetime, *, step: str) -> None:
    detail = {"step": step, "claw_back": str(proposed.claw_back_id), "decision": proposed.decision_number}
    audit.record(unit, subject, Permission.VOUCHER_CLAW_BACK, proposed.voucher_id, at=at, detail=detail)


_UNDER_WAY = Words(
    "该培训券有拨付尚无结果，请待财政反馈后再追回。",
    "A payment of this voucher waits for its result: claw back when the answer is here.",
)
_NOT_PAID = Words("该培训券的补贴尚未拨付或已追回。", "Nothing has been paid for this voucher, or it was clawed back.")
