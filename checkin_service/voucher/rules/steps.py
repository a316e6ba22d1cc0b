"""The order of a voucher's steps, which each jurisdiction sets (FJ-05, SX-12, AH-15, SD-01, MP-02)."""

from collections.abc import Mapping

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.voucher.model.vouchers import VoucherRefusal


def refusal_of_step(view: PolicyView, kind: VoucherKind, step: str, known: Mapping[str, bool]) -> VoucherRefusal | None:
    """Why a step cannot be taken yet; `None` when every step before it that the caller knows of is done.

    `known` says of steps whether they are done. A step that the jurisdiction does not name has no place in its order.
    """
    order = view.value("voucher.steps", kind)
    steps = order.names
    if step not in steps:
        return None
    missing = [NAMES[each] for each in steps[: steps.index(step)] if not known.get(each, True)]
    if not missing:
        return None
    zh, en = "、".join(each.zh for each in missing), ", ".join(each.en for each in missing)
    return VoucherRefusal("step_too_early", _TOO_EARLY.filled(zh=zh, en=en), order.basis)


def write_offs(view: PolicyView, kind: VoucherKind) -> tuple[str, ...]:
    """When a voucher is written off (核销): twice in Anhui, at arrival and after payment (AH-10, AH-15)."""
    return view.value("voucher.written_off_at", kind).names


def refusal_to_hold(view: PolicyView, kind: VoucherKind) -> VoucherRefusal | None:
    """AH-10: a voucher is written off at arrival only where that is one of the moments."""
    if "arrival" in write_offs(view, kind):
        return None
    return VoucherRefusal("no_write_off_at_arrival", _NOT_AT_ARRIVAL, view.value("voucher.written_off_at", kind).basis)


_NOT_AT_ARRIVAL = Words("本地不在报到时核销培训券。", "Vouchers are not written off at arrival here.")
_TOO_EARLY = Words("尚未完成前面的步骤：{zh}。", "Steps before it are still open: {en}.")
