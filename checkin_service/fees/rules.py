"""Rules for recording fees: what stands of a person's entries, and which further entry contradicts them (MP-26)."""

from collections.abc import Sequence
from datetime import date

from checkin_service.fees.model import FeeEntry, FeeMove
from checkin_service.kit.money import yuan
from checkin_service.kit.words import Words


def standing(entries: Sequence[FeeEntry]) -> list[FeeEntry]:
    """The entries that no later one has corrected."""
    corrected = {each.corrects for each in entries}
    return [each for each in entries if each.entry_id not in corrected]


def net_fen(entries: Sequence[FeeEntry]) -> int | None:
    """What the person has paid and not got back; `None` where nothing was ever recorded."""
    if not entries:
        return None
    return sum(each.amount_fen if each.move is FeeMove.PAID else -each.amount_fen for each in standing(entries))


def refusal_of_entry(new: FeeEntry, of_class: Sequence[FeeEntry], *, fee_fen: int | None, today: date) -> Words | None:
    """Why an entry cannot be recorded beside those of its class; `None` when it can.

    How much of the fee a person may have paid is not asked here: what happened is recorded, and the determination says
    what follows.
    """
    own = [each for each in of_class if each.trainee_id == new.trainee_id]
    stands = standing(own)
    if fee_fen is None:
        return _NO_FEE
    if new.moved_on > today:
        return _AHEAD.filled(given=new.moved_on, today=today)
    if new.corrects is not None and new.corrects not in {each.entry_id for each in stands}:
        return _NOTHING_TO_CORRECT
    if new.corrects is None and new.amount_fen == 0:
        return _NOTHING
    others = [each for each in standing(of_class) if each.entry_id != new.corrects]
    if any((each.move, each.receipt_number) == (new.move, new.receipt_number) for each in others):
        return _RECEIPT_TAKEN.filled(number=new.receipt_number)
    left = net_fen([*own, new]) or 0
    return _ABOVE_PAID.filled(missing=yuan(-left)) if left < 0 else None


_NO_FEE = Words(
    "本班没有登记培训费，请先在项目中填写培训费。",
    "The class states no fee: enter it with the project or the class application first.",
)
_AHEAD = Words("日期不能晚于今天（{today}），填写的是{given}。", "The day cannot lie ahead of today, {today}: {given}.")
_NOTHING_TO_CORRECT = Words(
    "要更正的记录不存在，或已被更正过；请更正最后一条。",
    "There is no such entry, or it was corrected already: correct the latest one.",
)
_NOTHING = Words("请填写金额。", "State the amount.")
_RECEIPT_TAKEN = Words(
    "票据号{number}在本班已登记过，请核对。", "Receipt {number} is on record in this class already: check it."
)
_ABOVE_PAID = Words(
    "退还的比已缴的多{missing}，请核对。", "More would be given back than was paid, by {missing}: check the amount."
)
