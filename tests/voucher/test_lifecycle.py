"""Moves of a voucher: words for those that cannot be made, and the history that they leave."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent, VoucherMove, VoucherState
from checkin_service.voucher.rules.graphs import DEAD
from tests.voucher.builders import a_voucher

AT = datetime(2022, 5, 9, tzinfo=UTC)
MAY = date(2022, 5, 9)
MADE, ISSUED, CLAIMED = VoucherState.MADE, VoucherState.ISSUED, VoucherState.CLAIMED
ACTIVATED, HELD, USED = VoucherState.ACTIVATED, VoucherState.HELD, VoucherState.USED


def told(voucher: Voucher, on: date) -> tuple[str, str]:
    """What is said when it is shown at the desk, which is what is said when anything else is tried."""
    at_the_desk = rules.refusal_to_use(voucher, on=on)
    moved = rules.refusal_to_move(voucher, VoucherEvent.RETURNED, on=on)
    assert at_the_desk is not None
    assert moved == at_the_desk
    return at_the_desk.reason, at_the_desk.words.en


@pytest.mark.parametrize(
    ("graph", "state", "late", "had_to_be"),
    [
        ("330600", ISSUED, date(2022, 6, 2), "activated by 2022-06-01"),
        ("330600", ACTIVATED, date(2022, 9, 2), "used by 2022-09-01"),
        ("370000", CLAIMED, date(2022, 6, 2), "activated by 2022-06-01"),
        ("340000", ISSUED, date(2022, 6, 2), "used by 2022-06-01"),
        ("340000", HELD, date(2022, 9, 2), "used by 2022-09-01"),
        ("350000", CLAIMED, date(2022, 6, 2), "used by 2022-06-01"),
    ],
)
def test_who_comes_late_is_told_what_had_to_happen_and_by_when(
    graph: str, state: VoucherState, late: date, had_to_be: str
) -> None:
    reason, words = told(a_voucher(graph=graph, state=state), late)
    assert (reason, words) == (
        "voucher_expired",
        f"This voucher had to be {had_to_be}, that day included; it has expired.",
    )


def test_of_an_expiry_written_down_before_only_the_fact_is_told() -> None:
    """It may have been activated in time, or be in training that was not completed: nothing untrue is said."""
    assert told(a_voucher(state=VoucherState.EXPIRED), MAY) == ("voucher_expired", "This voucher has expired.")


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (VoucherState.WRITTEN_OFF, "This voucher has been written off; its code is dead."),
        (VoucherState.RETURNED, "This voucher has been returned."),
        (VoucherState.EXCHANGED, "This voucher has been exchanged for another."),
        (VoucherState.VOIDED, "This voucher has been voided."),
        (VoucherState.CLAWED_BACK, "The subsidy of this voucher has been clawed back."),
    ],
)
def test_a_dead_voucher_says_why_it_is_dead(state: VoucherState, says: str) -> None:
    assert told(a_voucher(state=state), MAY) == ("voucher_dead", says)


def test_every_dead_state_has_its_words() -> None:
    assert all(told(a_voucher(state=state), MAY) for state in DEAD)


def test_what_cannot_happen_is_refused_with_what_can() -> None:
    refusal = rules.refusal_to_move(a_voucher(), VoucherEvent.DISBURSED, on=MAY)
    assert refusal is not None
    assert refusal.reason == "move_impossible"
    assert refusal.words.en == (
        "The voucher is issued; this cannot be done with it. "
        "What can happen to it: activation, exchange, expiry, return, voiding."
    )
    assert (
        refusal.words.zh
        == "培训券当前状态为“已发放”，不能进行此操作；可进行：作废、到期失效、换券、激活（验券）、退券。"
    )
    assert refusal.fields["clause"] == "SX-12"


@pytest.mark.parametrize("state", [USED, VoucherState.COMPLETED, VoucherState.APPROVED])
def test_what_is_in_use_has_been_used(state: VoucherState) -> None:
    refusal = rules.refusal_to_use(a_voucher(state=state), on=MAY)
    assert refusal is not None
    assert (refusal.reason, refusal.words.en) == (
        "voucher_already_used",
        "This voucher has been used; a voucher is used once.",
    )


@pytest.mark.parametrize(
    ("graph", "state", "counts"),
    [
        ("330600", ISSUED, True),
        ("330600", ACTIVATED, False),
        ("370000", CLAIMED, True),
        ("340000", CLAIMED, True),
        ("340000", HELD, True),
        ("350000", CLAIMED, True),
    ],
)
def test_the_quota_counts_the_activation_or_where_there_is_none_the_use(
    graph: str, state: VoucherState, *, counts: bool
) -> None:
    assert rules.counts_in_quota(rules.GRAPHS[graph], state) is counts


@pytest.mark.parametrize(
    ("graph", "state", "open_moves"),
    [
        ("000000", ISSUED, ["claimed", "activated", "used"]),
        ("000000", ACTIVATED, ["used"]),
        ("330600", ISSUED, ["activated", "used"]),
        ("340000", ISSUED, ["claimed", "held", "used"]),
        ("340000", CLAIMED, ["held", "used"]),
        ("350000", CLAIMED, ["used"]),
    ],
)
def test_whoever_shows_a_voucher_takes_the_moves_still_open(
    graph: str, state: VoucherState, open_moves: Sequence[str]
) -> None:
    assert list(rules.moves_to_use(rules.GRAPHS[graph], state)) == open_moves


def test_an_impossible_move_says_so() -> None:
    shaoxing = rules.GRAPHS["330600"]
    with pytest.raises(rules.ImpossibleMove, match=r"^a voucher of Shaoxing that is issued cannot be paid$"):
        rules.state_after(shaoxing, ISSUED, "paid")  # type: ignore[arg-type]
    with pytest.raises(rules.ImpossibleMove, match=r"^a voucher of Shaoxing that is used cannot be put to use$"):
        rules.moves_to_use(shaoxing, USED)


def a_move(voucher: Voucher, ordinal: int, event: VoucherEvent, **more: object) -> VoucherMove:
    values: dict[str, object] = {"at": AT, "actor": "staff:x", "graph": voucher.graph}
    identity = {"trainee_id": voucher.trainee_id, "voucher_id": voucher.voucher_id}
    return VoucherMove(ordinal=ordinal, event=event, **identity, **values | more)  # type: ignore[arg-type]


def test_moves_are_numbered_on_and_each_begins_where_the_last_ended() -> None:
    voucher = a_voucher(ordinal=4)
    moves = rules.moves_of(voucher, [VoucherEvent.ACTIVATED, VoucherEvent.USED], at=AT, actor="staff:x", reason="why")
    assert moves == [
        a_move(voucher, 5, VoucherEvent.ACTIVATED, previous_state=ISSUED, state=ACTIVATED, reason="why"),
        a_move(voucher, 6, VoucherEvent.USED, previous_state=ACTIVATED, state=USED, reason="why"),
    ]


def test_a_new_voucher_begins_with_the_moves_of_its_issue() -> None:
    shaoxing, national = a_voucher(), a_voucher(graph="000000")
    assert rules.first_moves(shaoxing, at=AT, actor="staff:x") == [
        a_move(shaoxing, 1, VoucherEvent.ISSUED, previous_state=None, state=ISSUED)
    ]
    assert rules.first_moves(national, at=AT, actor="staff:x") == [
        a_move(national, 1, VoucherEvent.MADE, previous_state=None, state=MADE),
        a_move(national, 2, VoucherEvent.ISSUED, previous_state=MADE, state=ISSUED),
    ]
