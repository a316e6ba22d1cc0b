"""Reasons against giving somebody a voucher, in words with the clause: conditions, and a voucher still in hand."""

from collections.abc import Iterable, Sequence
from datetime import date

from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.clauses import law
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.voucher.model.persons import DUPLICATE
from checkin_service.voucher.model.vouchers import Voucher, VoucherRefusal
from checkin_service.voucher.rules.uses import refusal_while_held


def refusals_of_conditions(view: PolicyView, kind: VoucherKind, findings: Iterable[Finding]) -> list[VoucherRefusal]:
    """One for each condition of the holder that is not met or that nobody has checked (FJ-04, SX-07, AH-02, SD-06)."""
    return [
        VoucherRefusal(
            f"{each.check}:{each.reason}",
            (_NOT_MET if each.outcome is Outcome.FAIL else _NOT_CHECKED).filled(**_named(view, kind, each.check)),
            each.basis,
        )
        for each in findings
        if each.outcome in {Outcome.DOUBT, Outcome.FAIL}
    ]


def refusal_of_duplicate() -> VoucherRefusal:
    """Somebody else has reported a benefit for the same, and no officer has examined it yet (MP-19)."""
    return VoucherRefusal(DUPLICATE, _DUPLICATE, law("MP-19"))


def refusal_elsewhere(said: SaidElsewhere) -> VoucherRefusal:
    """The national platform knows of a voucher that lives elsewhere, or did not answer when it was asked (MP-19)."""
    words = _ELSEWHERE if said is SaidElsewhere.LIVE else _SILENT
    return VoucherRefusal(f"voucher_elsewhere:{said}", words, law("MP-19"))


def refusal_of_second(view: PolicyView, held: Voucher, *, on: date) -> VoucherRefusal:
    """Why somebody who holds an unused voucher that serves in the class gets no further one (FJ-14, SX-15, MP-09)."""
    words = _UNUSED.filled(until=held.use_by)
    if (still := refusal_while_held(view, held.kind, [held], on=on)) is not None:
        return VoucherRefusal("voucher_unused", words, still.basis)
    yearly = view.stated("voucher.activations_per_year", held.kind)
    return VoucherRefusal("voucher_unused", words, law("MP-09") if yearly is None else yearly.basis)


def together(refusals: Sequence[VoucherRefusal]) -> VoucherRefusal:
    """Several reasons as one: all of the words, and the clause of the first."""
    first = refusals[0]
    zh, en = "".join(each.words.zh for each in refusals), " ".join(each.words.en for each in refusals)
    return VoucherRefusal(first.reason, Words(zh, en), first.basis)


def _named(view: PolicyView, kind: VoucherKind, check: str) -> dict[str, str]:
    name = check.removeprefix("person.")
    if name == "any_of":
        each = [NAMES[one] for one in view.value("person.any_of", kind).names]
        return {
            "zh": "以下之一：" + "、".join(one.zh for one in each),
            "en": "one of: " + ", ".join(one.en for one in each),
        }
    words = _AGE if name == "age" else NAMES[name]
    return {"zh": words.zh, "en": words.en}


_AGE = Words("年龄", "age")
_NOT_MET = Words("不符合领券条件（{zh}）。", "A condition of the voucher is not met ({en}).")
_NOT_CHECKED = Words(
    "领券条件尚未核验（{zh}），请提交材料，由发券部门审核。",
    "A condition of the voucher is not checked yet ({en}): hand in documents, the issuing authority examines them.",
)
_DUPLICATE = Words(
    "其他地区报告已享受同一待遇，须由发券部门审核后发放。",
    "Another region has reported the same benefit; the issuing authority examines it before anything is issued.",
)
_ELSEWHERE = Words(
    "部平台答复此人在其他地区持有尚未用完的培训券，须由发券部门核实并登记审核后发放。",
    "The national platform knows of a voucher that lives elsewhere: the issuing authority looks into it first.",
)
_SILENT = Words(
    "部平台没有应答，无法核查此人在其他地区的培训券：请稍后再发券，或由发券部门核实并登记审核后发放。",
    "The national platform did not answer about vouchers elsewhere: issue later, or look into it and record that.",
)
_UNUSED = Words(
    "已持有可在本班使用的培训券，尚未使用（有效期至{until}），不再重复发放。",
    "Holds a voucher that serves in this class and is not used yet (valid until {until}); no further one is issued.",
)
