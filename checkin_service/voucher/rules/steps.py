"""In which order the steps of a voucher come: each jurisdiction has its own way (FJ-05, SX-12, AH-15, SD-01, MP-02)."""

from collections.abc import Collection

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model import VoucherRefusal


def refusal_of_step(view: PolicyView, kind: VoucherKind, step: str, done: Collection[str]) -> VoucherRefusal | None:
    """Why a step cannot be taken yet; `None` when every step before it is done.

    A step the jurisdiction does not know is none of its own.
    """
    steps = view.value("voucher.steps", kind).names
    if step not in steps:
        return VoucherRefusal("step_unknown", _UNKNOWN.filled(step=step))
    missing = [each for each in steps[: steps.index(step)] if each not in done]
    return VoucherRefusal("step_too_early", _TOO_EARLY.filled(missing=", ".join(missing))) if missing else None


def write_offs(view: PolicyView, kind: VoucherKind) -> tuple[str, ...]:
    """When a voucher is written off (核销): twice in Anhui, at arrival and after payment (AH-10, AH-15)."""
    return view.value("voucher.written_off_at", kind).names


_UNKNOWN = Words("本地流程没有“{step}”这一步。", "The procedure here has no step {step}.")
_TOO_EARLY = Words("尚未完成前面的步骤：{missing}。", "Steps before it are still open: {missing}.")
