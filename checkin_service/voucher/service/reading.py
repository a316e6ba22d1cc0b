"""Looking vouchers up, and what they are on the present day."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.kit.civil import CHINA
from checkin_service.kit.ids import new_id
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.voucher import rules
from checkin_service.voucher.codes import normalised
from checkin_service.voucher.model import (
    BEFORE_USE,
    Verification,
    Voucher,
    VoucherEvent,
    VoucherMove,
    VoucherState,
)
from checkin_service.voucher.schemas import OwnVoucherAnswer, VoucherAnswer
from checkin_service.voucher.store import vouchers as store


async def voucher_by_code(resources: Resources, typed: str) -> Voucher | None:
    """The voucher a code names, however the code was typed; `None` when no voucher has it."""
    code = normalised(typed)
    return None if code is None else await store.voucher_by_code(resources.database, code)


async def voucher_of(resources: Resources, trainee_id: UUID, voucher_id: UUID) -> Voucher | None:
    return await store.voucher_of(resources.database, trainee_id, voucher_id)


async def vouchers_of(resources: Resources, trainee_ids: Sequence[UUID]) -> dict[UUID, list[Voucher]]:
    """All vouchers of these people, each person's oldest first; their states as on the present day."""
    found: dict[UUID, list[Voucher]] = {trainee_id: [] for trainee_id in trainee_ids}
    for voucher in await store.vouchers_of(resources.database, trainee_ids):
        found[voucher.trainee_id].append(voucher)
    return found


async def own_vouchers(resources: Resources, subject: Subject) -> list[OwnVoucherAnswer]:
    """A person's vouchers, the newest first, with what may be done with each on the present day."""
    on = civil_day(resources.clock.now())
    held = (await vouchers_of(resources, [subject.subject_id]))[subject.subject_id]
    return [_own(voucher, on) for voucher in reversed(held)]


async def shown_voucher(
    resources: Resources, subject: Subject, typed: str, *, way: str = "code"
) -> tuple[Voucher, VoucherState]:
    """The voucher as somebody may see it, with its state on the present day; 404 for all others.

    A look by anybody but the holder is a verification (验券) and is remembered.
    """
    voucher = await voucher_by_code(resources, typed)
    if voucher is None or not _may_see(subject, voucher):
        raise not_found()
    now = resources.clock.now()
    state = rules.state_on(voucher, civil_day(now))
    if subject.role is not Role.TRAINEE:
        reason = f"voucher_{state}" if state in rules.DEAD else None
        async with resources.database.write() as unit:
            store.add_verification(unit, verification(voucher, subject, purpose="look", reason=reason, at=now, way=way))
    return voucher, state


async def history(resources: Resources, subject: Subject, typed: str) -> tuple[list[VoucherMove], list[Verification]]:
    """Every move of a voucher and, for its holder and its issuer, every look at it (MP-32)."""
    voucher = await voucher_by_code(resources, typed)
    if voucher is None or not _may_see(subject, voucher):
        raise not_found()
    moves = await store.history(resources.database, voucher.trainee_id, voucher.voucher_id)
    looks = await store.verifications_of(resources.database, voucher.trainee_id, voucher.voucher_id)
    return moves, [look for look in looks if subject.institution_id is None or look.tenant == subject.tenant]


async def verifications(resources: Resources, subject: Subject, page: PageRequest) -> list[Verification]:
    """What one's own tenant has verified, oldest first."""
    return await store.verifications_by(resources.database, subject.tenant, page)


def verification(
    voucher: Voucher, subject: Subject, *, purpose: str, reason: str | None, at: datetime, way: str = "code"
) -> Verification:
    return Verification(
        trainee_id=voucher.trainee_id,
        verification_id=new_id(),
        voucher_id=voucher.voucher_id,
        way=way,
        purpose=purpose,
        is_valid=reason is None,
        reason=reason,
        tenant=subject.tenant,
        subject=subject.name,
        at=at,
    )


def state_at(voucher: Voucher, at: datetime) -> VoucherState:
    """The state at a moment, expiry included even when nobody has written it down yet."""
    return rules.state_on(voucher, civil_day(at))


def civil_day(at: datetime) -> date:
    """The day in China: periods of vouchers are counted in civil days."""
    return at.astimezone(CHINA).date()


def _own(voucher: Voucher, on: date) -> OwnVoucherAnswer:
    state = rules.state_on(voucher, on)
    return OwnVoucherAnswer(
        **dict(VoucherAnswer.of(voucher, state)),
        may_claim=rules.refusal_to_move(voucher, VoucherEvent.CLAIMED, on=on) is None,
        may_return=rules.refusal_to_move(voucher, VoucherEvent.RETURNED, on=on) is None,
        may_show=state in BEFORE_USE,
    )


def _may_see(subject: Subject, voucher: Voucher) -> bool:
    if subject.role is Role.TRAINEE:
        return subject.subject_id == voucher.trainee_id
    if subject.institution_id is not None:
        # Before it is used a holder shows the code to whom they choose (MP-14); afterwards it is that place's matter.
        return voucher.institution_id in {None, subject.institution_id}
    return subject.authority_code == voucher.authority_code
