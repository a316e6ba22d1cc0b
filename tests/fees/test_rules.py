"""Fees: what stands of the entries of a class, and which further entry contradicts them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from checkin_service.fees.model import FeeEntry, FeeMove
from checkin_service.fees.rules import net_fen, refusal_of_entry, standing
from checkin_service.kit.ids import new_id

TODAY = date(2026, 3, 2)
ONE, OTHER = UUID(int=1), UUID(int=2)


def an_entry(**changed: Any) -> FeeEntry:
    values: dict[str, Any] = {
        "trainee_id": ONE,
        "entry_id": new_id(),
        "class_id": UUID(int=9),
        "move": FeeMove.PAID,
        "amount_fen": 50_000,
        "receipt_number": f"R{new_id()}",
        "moved_on": TODAY,
        "corrects": None,
        "reason": None,
        "recorded_by": UUID(int=8),
        "recorded_at": datetime(2026, 3, 2, 1, tzinfo=UTC),
    }
    return FeeEntry(**values | changed)


def refused(new: FeeEntry, *before: FeeEntry, fee_fen: int | None = 100_000) -> str:
    found = refusal_of_entry(new, before, fee_fen=fee_fen, today=TODAY)
    return found.en if found else ""


PAID = an_entry()


def test_what_was_given_back_is_taken_from_what_was_paid() -> None:
    assert net_fen([]) is None
    assert net_fen([PAID, an_entry(move=FeeMove.RETURNED, amount_fen=20_000)]) == 30_000


def test_a_correction_takes_the_place_of_what_was_wrong() -> None:
    right = an_entry(amount_fen=0, corrects=PAID.entry_id, reason="记错人")
    assert standing([PAID, right]) == [right]
    assert net_fen([PAID, right]) == 0


@pytest.mark.parametrize("new", [an_entry(), an_entry(trainee_id=OTHER), an_entry(move=FeeMove.RETURNED)])
def test_what_happened_is_recorded(new: FeeEntry) -> None:
    assert not refused(new, PAID)


def test_an_entry_of_a_class_without_a_fee_is_refused() -> None:
    assert "states no fee" in refused(PAID, fee_fen=None)


def test_nothing_is_recorded_that_lies_ahead() -> None:
    assert "ahead of today" in refused(an_entry(moved_on=date(2026, 3, 3)))


def test_an_entry_is_corrected_once_and_its_correction_after_it() -> None:
    first = an_entry(amount_fen=40_000, corrects=PAID.entry_id, reason="金额")
    again = an_entry(amount_fen=30_000, corrects=PAID.entry_id, reason="金额")
    assert "correct the latest" in refused(again, PAID, first)
    assert "correct the latest" in refused(an_entry(corrects=new_id(), reason="金额"), PAID)
    assert not refused(replace(again, corrects=first.entry_id), PAID, first)


def test_nothing_is_an_amount_only_in_a_correction() -> None:
    assert "State the amount" in refused(an_entry(amount_fen=0))
    assert not refused(an_entry(amount_fen=0, corrects=PAID.entry_id, reason="没有收到"), PAID)


def test_one_receipt_stands_for_one_payment_of_a_class() -> None:
    twin = an_entry(trainee_id=OTHER, receipt_number=PAID.receipt_number)
    assert "on record in this class already" in refused(twin, PAID)
    assert not refused(replace(twin, trainee_id=ONE, corrects=PAID.entry_id, reason="金额"), PAID)


def test_no_more_is_given_back_than_was_paid() -> None:
    assert "¥100.00" in refused(an_entry(move=FeeMove.RETURNED, amount_fen=60_000), PAID)
