"""Rules of settlement: which vouchers may be applied for, who may approve, and the sums of a payment table."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.clauses import law
from checkin_service.settlement.model import Application, ApplicationState, Order
from checkin_service.voucher.model.vouchers import Voucher, VoucherLeg, VoucherRefusal, VoucherState
from checkin_service.voucher.rules import STATES

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
        return VoucherRefusal("not_found", _NOT_FOUND, OURS)
    if payee is not None and payee not in {leg.payee for leg in legs}:
        return VoucherRefusal("not_found", _NOT_FOUND, OURS)
    if voucher.state is not VoucherState.PAYABLE:
        return VoucherRefusal("not_payable", _NOT_PAYABLE.filled(**STATES[voucher.state]._asdict()), law("MP-15"))
    if any(leg.fund is None for leg in legs) or not legs:
        return VoucherRefusal("fund_not_named", _NO_FUND, law("MP-06"))
    return VoucherRefusal("payment_frozen", FROZEN, OURS) if freezable(voucher, legs) & set(frozen) else None


def freezable(voucher: Voucher, legs: Iterable[VoucherLeg]) -> set[str]:
    """What a freeze may name to stop the money of a voucher."""
    return {f"class:{voucher.class_id}", f"trainee:{voucher.trainee_id}", *(leg.payee for leg in legs)}


def refusal_to_decide(application: Application, target: ApplicationState, *, by: UUID) -> VoucherRefusal | None:
    """Why somebody cannot review, approve or refuse an application; two people are needed to approve (SX-26)."""
    if target not in _MOVES[application.state]:
        words = _STATE.filled(**_STATES[application.state]._asdict())
        return VoucherRefusal("not_in_this_state", words, law("MP-15"))
    if target is ApplicationState.APPROVED and application.reviewed_by == by:
        return VoucherRefusal("second_person_needed", _SECOND, OURS)
    if application.submitted_by == by:
        return VoucherRefusal("second_person_needed", _SECOND, OURS)
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
_NOT_PAYABLE = Words(
    "培训券当前状态为“{zh}”，不能申请结算；审核符合后才可申请。",
    "The voucher is {en}: it is applied for once its determination finds it eligible.",
)
_NO_FUND = Words(
    "该券未指定资金来源，请人社部门先指定资金（模板或预算）。",
    "No fund has been named for this voucher: the authority names one first, on the template or by a budget.",
)
FROZEN = Words(
    "相关班期、机构或人员处于调查期，暂停拨付；调查结束、由另一人解除暂停后再办理。",
    "Payments are frozen while an investigation lasts: go on when another person has lifted the freeze.",
)
_STATE = Words("申请当前状态为“{zh}”，不能进行此操作。", "The application is {en}: this cannot be done with it.")
_STATES = {
    ApplicationState.SUBMITTED: Words("已提交", "submitted"),
    ApplicationState.REVIEWED: Words("已审核", "reviewed"),
    ApplicationState.REFUSED: Words("已退回", "refused"),
    ApplicationState.APPROVED: Words("已批准", "approved"),
    ApplicationState.ORDERED: Words("已列入拨付表", "in a payment table"),
}
_SECOND = Words(
    "提交、审核、批准须由不同的人办理，请由另一名工作人员办理。",
    "Submitting, reviewing and approving take different people: let another member of staff do this.",
)
