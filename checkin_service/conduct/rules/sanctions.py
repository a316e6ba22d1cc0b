"""Sanctions that can be imposed, and what one that holds refuses: FJ-34 gives no measure, so all of it is ours."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from checkin_service.conduct.model.sanctions import (
    LIMITING,
    OF_INSTITUTIONS,
    THE_INSTITUTION,
    Imposed,
    Party,
    Sanction,
    SanctionKind,
    Whose,
)
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words


def sanction_refusal(
    kind: SanctionKind,
    whose: Whose,
    *,
    until: date | None,
    referred_to: str | None,
    present: Sequence[Sanction],
    today: date,
) -> Words | None:
    """Why a sanction cannot be imposed so: somebody it binds, a last day, a receiver, and nothing twice."""
    if (bound := _binding_refusal(kind, whose)) is not None:
        return bound
    if (kind in LIMITING) != (until is not None):
        return _NO_DAY if until is None else _NO_TERM
    if until is not None and until <= today:
        return _PAST.filled(today=today)
    if (kind is SanctionKind.REFERRAL) != (referred_to is not None):
        return _NO_RECEIVER if referred_to is None else _RECEIVER
    held = holding(against(present, whose), {kind}, today)
    if until is not None and held is not None and held.until is not None and held.until >= until:
        return _HELD.filled(until=held.until, document=held.document_number)
    return None


def _binding_refusal(kind: SanctionKind, whose: Whose) -> Words | None:
    if kind in OF_INSTITUTIONS and whose.party is not Party.INSTITUTION:
        return _OF_INSTITUTIONS
    return _OF_NOBODY if kind in LIMITING and not whose.is_named else None


def against(sanctions: Iterable[Sanction], whose: Whose) -> list[Sanction]:
    """Those for the deeds of one and the same."""
    return [each for each in sanctions if each.whose == whose]


def holding(sanctions: Iterable[Sanction], kinds: Collection[SanctionKind], today: date) -> Sanction | None:
    """Of these kinds the sanction that holds longest."""
    found = [each for each in sanctions if each.kind in kinds and each.holds_on(today)]
    return max(found, key=lambda each: each.until or date.max, default=None)


def counted_since(sanctions: Iterable[Sanction], day: date) -> int:
    """How many an institution's score counts: decided since a day against itself, and withdrawn by no appeal.

    A referral hands a case on and decides nothing; it does not count.
    """
    return sum(
        each.kind is not SanctionKind.REFERRAL and each.upheld is not True and day_of(each.decided_at) >= day
        for each in against(sanctions, THE_INSTITUTION)
    )


def bar_refusal(sanctions: Sequence[Sanction], kinds: Collection[SanctionKind], today: date) -> Refused | None:
    """Why an institution cannot go on, under a sanction of these kinds that holds against itself."""
    held = holding(against(sanctions, THE_INSTITUTION), kinds, today)
    if held is None:
        return None
    return Refused(_BARRED[held.kind].filled(until=held.until, document=held.document_number), basis_of(held))


def instructor_refusal(sanctions: Iterable[Sanction], today: date) -> Refused | None:
    """Why an instructor is entered for no class more."""
    held = holding(sanctions, {SanctionKind.DISQUALIFICATION}, today)
    if held is None:
        return None
    return Refused(_INSTRUCTOR.filled(until=held.until, document=held.document_number), basis_of(held))


def platform_bar(sanctions: Iterable[Sanction], opened_at: datetime, today: date) -> Basis | None:
    """What keeps a platform out of a class: a sanction that holds and was there when the class opened."""
    before = [each for each in sanctions if each.decided_at <= opened_at]
    held = holding(before, {SanctionKind.DISQUALIFICATION}, today)
    return None if held is None else basis_of(held)


def basis_of(imposed: Imposed) -> Basis:
    """The law that a sanction names, and its document."""
    return Basis(kind=BasisKind.AUTHORITY_DECISION, clause=imposed.law, document=imposed.document_number)


_OF_INSTITUTIONS = Words(
    "暂停受理培训券、移出目录只对机构作出；对平台、授课人员可警告、取消承训资格或移交。请改选处理对象或处理方式。",
    "Only an institution can be kept from vouchers or taken off the lists; platforms and trainers are warned, "
    "disqualified, or their case is referred. Choose another party or kind.",
)
_OF_NOBODY = Words(
    "限期的处理须指明对象：授课人员请选定本人，平台请在“学习平台”中提出；对学员只能警告或移交。",
    "What holds for a time names whom it binds: choose the trainer, or propose it on the platform's own page; trainees "
    "are warned or their case is referred.",
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
_INSTRUCTOR = Words(
    "该授课人员被取消承训资格至{until}（{document}），期间不能安排新的班；已安排的班照常。机构可在“问题与整改”中申诉。",
    "Until {until} this trainer may not teach ({document}): no class more, those entered before go on. The institution "
    "may appeal under “Lapses and rectification”.",
)
