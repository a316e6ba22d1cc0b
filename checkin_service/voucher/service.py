"""Use cases of vouchers: issue, look up, put to use."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView
from checkin_service.voucher import rules, store
from checkin_service.voucher.codes import new_code, normalised
from checkin_service.voucher.model import (
    Voucher,
    VoucherEvent,
    VoucherKind,
    VoucherMove,
    VoucherRefusal,
    VoucherState,
)


def issue(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    voucher_id: UUID,
    kind: VoucherKind,
    authority_code: str,
    at: datetime,
    view: PolicyView,
) -> Voucher:
    """Add a new voucher to a write; its periods are those of the policy view (SX-12, SX-13)."""
    obtained_on = civil_day(at)
    activate_by, use_by = rules.periods_under(view, kind, obtained_on)
    new = Voucher(
        trainee_id=trainee_id,
        voucher_id=voucher_id,
        voucher_code=new_code(),
        kind=kind,
        authority_code=authority_code,
        state=VoucherState.ISSUED,
        ordinal=1,
        class_id=None,
        institution_id=None,
        obtained_on=obtained_on,
        activate_by=activate_by,
        use_by=use_by,
    )
    store.add_voucher(unit, new)
    store.add_move(unit, _first_move(new, at))
    return new


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


async def refusal_to_use(
    resources: Resources, voucher: Voucher, *, at: datetime, view: PolicyView
) -> VoucherRefusal | None:
    """Why the voucher could not be put to use at this moment; `None` when it can."""
    refusal, _ = await _judged(resources, voucher, on=civil_day(at), view=view)
    return refusal


async def activate_and_use(
    resources: Resources,
    unit: UnitOfWork,
    voucher: Voucher,
    *,
    class_id: UUID,
    at: datetime,
    actor: Subject,
    view: PolicyView,
) -> None:
    """Add the verification at arrival (验券) to a write: activated, then used in this class.

    Refused with the reason when expired, used before, or beyond the yearly quota.
    """
    on = civil_day(at)
    refusal, activations = await _judged(resources, voucher, on=on, view=view)
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal.words, fields={"reason": refusal.reason})
    moves = rules.moves_of(voucher, rules.moves_to_use(voucher.state), at=at, actor=actor.name)
    for move in moves:
        store.add_move(unit, move)
    if voucher.state is VoucherState.ISSUED:
        store.add_activation(
            unit,
            trainee_id=voucher.trainee_id,
            voucher_id=voucher.voucher_id,
            year=on.year,
            number=activations + 1,
        )
    store.put_to_use(unit, voucher, moves[-1], class_id=class_id, institution_id=actor.institution_id, on=on)


async def shown_voucher(resources: Resources, subject: Subject, typed: str) -> tuple[Voucher, VoucherState]:
    """The voucher as somebody may see it, with its state on the present day; 404 for all others."""
    voucher = await voucher_by_code(resources, typed)
    if voucher is None or not _may_see(subject, voucher):
        raise not_found()
    return voucher, rules.state_on(voucher, civil_day(resources.clock.now()))


def state_at(voucher: Voucher, at: datetime) -> VoucherState:
    """The state at a moment, expiry included even when nobody has written it down yet."""
    return rules.state_on(voucher, civil_day(at))


def civil_day(at: datetime) -> date:
    """The day in China: periods of vouchers are counted in civil days."""
    return at.astimezone(CHINA).date()


async def _judged(
    resources: Resources, voucher: Voucher, *, on: date, view: PolicyView
) -> tuple[VoucherRefusal | None, int]:
    activations = await store.activations_in_year(resources.database, voucher.trainee_id, on.year)
    refusal = rules.refusal_to_use(
        voucher,
        on=on,
        activations_this_year=activations,
        activations_allowed=_optional(view, "voucher.activations_per_year", voucher.kind),
    )
    return refusal, activations


def _may_see(subject: Subject, voucher: Voucher) -> bool:
    if subject.role is Role.TRAINEE:
        return subject.subject_id == voucher.trainee_id
    if subject.institution_id is not None:
        # Before it is used a holder shows the code to whom they choose (MP-14); afterwards it is that place's matter.
        return voucher.institution_id in {None, subject.institution_id}
    return subject.authority_code == voucher.authority_code


def _optional(view: PolicyView, key: str, kind: VoucherKind) -> int | None:
    value = view.value(key, kind)
    return value.integer if value.is_required else None


def _first_move(new: Voucher, at: datetime) -> VoucherMove:
    return VoucherMove(
        trainee_id=new.trainee_id,
        voucher_id=new.voucher_id,
        ordinal=new.ordinal,
        event=VoucherEvent.ISSUED,
        state=new.state,
        at=at,
        actor=f"authority:{new.authority_code}",
    )
