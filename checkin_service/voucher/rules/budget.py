"""Rules for committing budget: the moment a jurisdiction names, and whether the fund covers it."""

from enum import StrEnum

from checkin_service.kit.money import yuan
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import VoucherRefusal


class CommitAt(StrEnum):
    """The moments at which a jurisdiction may set money aside (`budget.commit_at`)."""

    ISSUE = "issue"
    """FJ-11: vouchers are issued within the funds there are."""
    ACTIVATION = "activation"
    HOLD = "hold"
    """At arrival, when the voucher is held (AH-10)."""


def commits(view: PolicyView, kind: VoucherKind, moment: CommitAt) -> bool:
    """Whether this is the moment at which the jurisdiction sets the subsidy aside."""
    return view.value("budget.commit_at", kind).text == moment


def refusal_to_commit(
    view: PolicyView, kind: VoucherKind, *, free_fen: int, vouchers: int, amount_fen: int
) -> VoucherRefusal | None:
    """FJ-11: why so many vouchers of an amount cannot be issued within the local funds; `None` when they can.

    The last fen may be committed. Where nothing caps the vouchers the ledger of funds alone decides.
    """
    capped = view.value("budget.capped_by", kind)
    if not capped.is_required or vouchers * amount_fen <= free_fen:
        return None
    words = budget_short(free_fen=free_fen, vouchers=vouchers, amount_fen=amount_fen)
    return VoucherRefusal("budget_short", words, capped.basis)


def budget_short(*, free_fen: int, vouchers: int, amount_fen: int) -> Words:
    """That a fund does not cover so many vouchers, and how many it covers."""
    most = max(free_fen, 0) // amount_fen
    return _SHORT.filled(free=yuan(free_fen), wanted=yuan(vouchers * amount_fen), most=most)


_SHORT = Words(
    "本地补贴资金余额{free}，不足以支付{wanted}；最多还可发放{most}张。",
    "The local funds left, {free}, do not cover {wanted}; {most} more voucher(s) can be issued.",
)
