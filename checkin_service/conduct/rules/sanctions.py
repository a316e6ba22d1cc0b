"""Sanctions that can be imposed, and what one that holds refuses: FJ-34 gives no measure, so all of it is ours."""

from collections.abc import Collection, Sequence
from datetime import date

from checkin_service.conduct.model.sanctions import LIMITING, Party, Sanction, SanctionKind
from checkin_service.kit.words import Words


def sanction_refusal(
    kind: SanctionKind,
    party: Party,
    *,
    until: date | None,
    referred_to: str | None,
    present: Sequence[Sanction],
    today: date,
) -> Words | None:
    """Why a sanction cannot be imposed so: a last day, a receiver, and nothing twice."""
    if kind in LIMITING and party is not Party.INSTITUTION:
        return _OF_INSTITUTIONS
    if (kind in LIMITING) != (until is not None):
        return _NO_DAY if until is None else _NO_TERM
    if until is not None and until <= today:
        return _PAST.filled(today=today)
    if (kind is SanctionKind.REFERRAL) != (referred_to is not None):
        return _NO_RECEIVER if referred_to is None else _RECEIVER
    held = holding(present, {kind}, today)
    if until is not None and held is not None and held.until is not None and held.until >= until:
        return _HELD.filled(until=held.until, document=held.document_number)
    return None


def holding(sanctions: Sequence[Sanction], kinds: Collection[SanctionKind], today: date) -> Sanction | None:
    """Of these kinds the sanction that holds longest."""
    found = [each for each in sanctions if each.kind in kinds and each.holds_on(today)]
    return max(found, key=lambda each: each.until or date.max, default=None)


def bar_refusal(sanctions: Sequence[Sanction], kinds: Collection[SanctionKind], today: date) -> Words | None:
    """Why an institution cannot go on, under a sanction of these kinds that holds."""
    held = holding(sanctions, kinds, today)
    if held is None:
        return None
    return _BARRED[held.kind].filled(until=held.until, document=held.document_number)


_OF_INSTITUTIONS = Words(
    "对平台、培训者和学员只能警告或移交；限期的处理只对机构作出。请改选处理对象或处理方式。",
    "Platforms, trainers and trainees are warned or their case is referred; what holds for a time concerns "
    "institutions. Choose another party or kind.",
)
_NO_DAY = Words("请填写处理的截止日期。", "Say until which day the sanction holds.")
_NO_TERM = Words("警告和移交没有截止日期，请清空。", "A warning or a referral holds until no day; leave the day empty.")
_PAST = Words("截止日期须晚于今天（{today}）。", "The last day lies after today ({today}).")
_NO_RECEIVER = Words("请填写移交给哪个部门。", "Say to which office the case is referred.")
_RECEIVER = Words("只有移交才填写接收部门，请清空。", "Only a referral has a receiver; leave that empty.")
_HELD = Words(
    "同一处理已至{until}（{document}）。要延长，请填写更晚的日期。",
    "The same holds until {until} already ({document}). To prolong it name a later day.",
)
_BARRED = {
    SanctionKind.VOUCHERS: Words(
        "该机构被暂停受理培训券至{until}（{document}），期间不能再收用券学员；已在班的照常上课、结算。机构可在“问题与整改”中申诉。",
        "Until {until} the institution takes nobody more with a voucher ({document}); who is in a class goes on and is "
        "paid for. The institution may appeal under “Lapses and rectification”.",
    ),
    SanctionKind.DISQUALIFICATION: Words(
        "该机构被取消承训资格至{until}（{document}），期间不能开新班、不能再收学员；已开的班上完为止。机构可在“问题与整改”中申诉。",
        "Until {until} the institution may not train ({document}): no class begins and nobody more is taken; those "
        "that have begun go on. The institution may appeal under “Lapses and rectification”.",
    ),
}
