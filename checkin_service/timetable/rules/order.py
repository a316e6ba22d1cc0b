"""Order of a class's steps, each asked at the step itself: opening, roster, vouchers, and checks at registration."""

from collections.abc import Collection, Iterable

from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.voucher.rules import refusal_of_step

BY_ITSELF = frozenset({"voucher_validity"})
"""Checks that the service makes when a voucher is shown, so that nobody has to record them."""


def roster_refusal(policy: PolicyView, kinds: Iterable[VoucherKind], *, is_open: bool) -> Refused | None:
    """Why nobody can be entered on the roster yet; `policy` is the paying authority's (AH-12)."""
    for kind in sorted(kinds):
        asked = policy.value("class.roster_after", kind)
        if asked.text == "opening_approved" and not is_open:
            return Refused(_ROSTER, asked.basis)
        if (refused := _out_of_order(policy, kind, "rostered", is_open=is_open)) is not None:
            return refused
    return None


def issue_refusal(policy: PolicyView, kinds: Iterable[VoucherKind], *, is_open: bool) -> Refused | None:
    """Why no vouchers can be made for the class yet; `policy` is the paying authority's (SD-11)."""
    for kind in sorted(kinds):
        asked = policy.value("voucher.made_after", kind)
        if asked.text == "class_opened" and not is_open:
            return Refused(_VOUCHERS, asked.basis)
        for step in ("made", "issued"):
            if (refused := _out_of_order(policy, kind, step, is_open=is_open)) is not None:
                return refused
    return None


def opening_refusal(policy: PolicyView, done: Collection[str]) -> Refused | None:
    """Why an opening cannot be approved yet: what of the list is not there (SX-28)."""
    return _open_items(policy, "class.before_opening", done, _OPENING)


def entry_refusal(policy: PolicyView, held: Collection[str]) -> Refused | None:
    """Why an opening cannot be approved yet: what the institution's entry does not hold (AH-06, MP-24)."""
    return _open_items(policy, "site.required_fields", held, _ENTRY)


def checks_refusal(policy: PolicyView, done: Collection[str]) -> Refused | None:
    """Why a person cannot take part yet: what of the checks at registration nobody has recorded (FJ-29, SX-18)."""
    return _open_items(policy, "registration.checks", {*done, *BY_ITSELF}, _CHECKS)


def _out_of_order(policy: PolicyView, kind: VoucherKind, step: str, *, is_open: bool) -> Refused | None:
    refusal = refusal_of_step(policy, kind, step, {"opening_applied": True, "class_opened": is_open})
    return None if refusal is None else Refused(refusal.words, refusal.basis)


def _open_items(policy: PolicyView, key: str, done: Collection[str], words: Words) -> Refused | None:
    asked = policy.value(key)
    missing = [NAMES[name] for name in asked.names if name not in done] if asked.is_required else []
    if not missing:
        return None
    zh, en = "、".join(each.zh for each in missing), ", ".join(each.en for each in missing)
    return Refused(words.filled(zh=zh, en=en), asked.basis)


_ROSTER = Words(
    "开班申请审批通过后方可录入学员信息。",
    "People are entered on the roster once the opening has been approved.",
)
_VOUCHERS = Words(
    "班期开班审核通过后方可制券、发券。",
    "Vouchers are made and issued once the opening of the class has been approved.",
)
_OPENING = Words(
    "开班前尚未完成：{zh}。请由培训机构补录后再审批。",
    "Not yet done before the opening: {en}. The institution records it, then the opening can be approved.",
)
_ENTRY = Words(
    "机构信息尚缺：{zh}。机构电话由培训机构在“联系方式”页面（/contact）填写，其余由人社部门登记，补齐后再审批。",
    "The institution's entry lacks: {en}. It states its telephone on the page “How to reach us” (/contact), the "
    "authority enters the rest; then the opening can be approved.",
)
_CHECKS = Words(
    "报名时的核验尚未记录：{zh}。请培训机构核验并记录依据的材料后再办理。",
    "Not yet checked at registration: {en}. The institution checks it and records by which documents.",
)
