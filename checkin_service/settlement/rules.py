"""Rules of settlement: which vouchers may be applied for, who may approve, and the sums of a payment table."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.settlement.model import Application, ApplicationState, Order
from checkin_service.voucher.model.vouchers import Voucher, VoucherLeg, VoucherRefusal, VoucherState

ON_CARD = "social_security_card"
"""The value of `payment.account` by which people are paid on their card."""

_MOVES = MappingProxyType(
    {
        ApplicationState.SUBMITTED: frozenset({ApplicationState.REVIEWED, ApplicationState.REFUSED}),
        ApplicationState.REVIEWED: frozenset({ApplicationState.APPROVED, ApplicationState.REFUSED}),
        # What was approved can be taken back until it is ordered.
        ApplicationState.APPROVED: frozenset({ApplicationState.ORDERED, ApplicationState.REFUSED}),
        ApplicationState.REFUSED: frozenset(),
        ApplicationState.ORDERED: frozenset(),
    }
)


def refusal_to_apply(
    voucher: Voucher | None, legs: Sequence[VoucherLeg], *, payee: str | None, authority: str, frozen: Collection[str]
) -> VoucherRefusal | None:
    """Why a voucher cannot be applied for; `None` when it can. `payee` is who applies, absent for the authority."""
    if voucher is None or authority not in ({leg.authority_code for leg in legs} or {voucher.authority_code}):
        return VoucherRefusal("not_found", _NOT_FOUND)
    if payee is not None and payee not in {leg.payee for leg in legs}:
        return VoucherRefusal("not_found", _NOT_FOUND)
    if voucher.state is not VoucherState.PAYABLE:
        return VoucherRefusal("not_payable", _NOT_PAYABLE.filled(state=voucher.state))
    if any(leg.fund is None for leg in legs) or not legs:
        return VoucherRefusal("fund_not_named", _NO_FUND)
    return VoucherRefusal("payment_frozen", _FROZEN) if freezable(voucher, legs) & set(frozen) else None


def freezable(voucher: Voucher, legs: Iterable[VoucherLeg]) -> set[str]:
    """What a freeze may name to stop the money of a voucher."""
    return {f"class:{voucher.class_id}", f"trainee:{voucher.trainee_id}", *(leg.payee for leg in legs)}


def refusal_to_decide(application: Application, target: ApplicationState, *, by: UUID) -> VoucherRefusal | None:
    """Why somebody cannot review, approve or refuse an application; two people are needed to approve (SX-26)."""
    if target not in _MOVES[application.state]:
        return VoucherRefusal("not_in_this_state", _STATE.filled(state=application.state))
    if target is ApplicationState.APPROVED and application.reviewed_by == by:
        return VoucherRefusal("second_person_needed", _SECOND)
    if application.submitted_by == by:
        return VoucherRefusal("second_person_needed", _SECOND)
    return None


def is_paid_on_card(payee: str, way: str) -> bool:
    """Whether a payee's money goes to their social security card, whatever account they have stated (MP-27)."""
    return payee.startswith("trainee:") and way == ON_CARD


def totals(orders: Iterable[Order]) -> Mapping[tuple[str, str], int]:
    """The sums of a payment table by fund and route, in a fixed order (SX-25)."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for order in orders:
        sums[order.fund.value, order.route] += order.amount_fen
    return dict(sorted(sums.items()))


_NOT_FOUND = Words("没有此培训券，或不由贵单位申领。", "There is no such voucher, or it is not yours to claim.")
_NOT_PAYABLE = Words("培训券当前状态为“{state}”，不能申请结算。", "The voucher is {state}: it cannot be settled.")
_NO_FUND = Words("该券未指定资金来源。", "No fund has been named for this voucher.")
_FROZEN = Words("相关班期、机构或人员处于调查期，暂停拨付。", "Payments are frozen while an investigation lasts.")
_STATE = Words("申请当前状态为“{state}”。", "The application is {state}.")
_SECOND = Words("须由另一人办理。", "Another person has to do this.")
