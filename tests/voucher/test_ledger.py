"""The embedded ledger: reserved, posted, released, taken back by counter entries."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.ids import new_id
from checkin_service.voucher.model.ledger import LedgerRefused, Position, Transfer, TransferKind
from checkin_service.voucher.rules.ledger import position_of, transfers_to
from tests.voucher.builders import SUBSIDY_FEN, some_funds

AT = datetime(2022, 5, 9, tzinfo=UTC)
FUNDS = some_funds()
RESERVED = "authority:330600/employment_subsidy_fund/2022/reserved"
BUDGET = "authority:330600/employment_subsidy_fund/2022/budget"
PAYABLE = f"{FUNDS.payee}/payable"


def history(*targets: Position) -> list[Transfer]:
    transfers: list[Transfer] = []
    for target in targets:
        last = transfers[-1] if transfers else None
        transfers += transfers_to(target, FUNDS, last=last, cause=new_id(), at=AT)
    return transfers


def balances(transfers: Sequence[Transfer]) -> Counter[str]:
    accounts: Counter[str] = Counter()
    for transfer in transfers:
        accounts[transfer.debit_account] -= transfer.amount_fen
        accounts[transfer.credit_account] += transfer.amount_fen
    return accounts


def test_a_reservation_comes_out_of_the_budget() -> None:
    assert balances(history(Position.RESERVED)) == {BUDGET: -SUBSIDY_FEN, RESERVED: SUBSIDY_FEN}


def test_what_is_posted_becomes_payable_to_the_payee() -> None:
    accounts = balances(history(Position.RESERVED, Position.PAYABLE))
    assert accounts == {BUDGET: -SUBSIDY_FEN, RESERVED: 0, PAYABLE: SUBSIDY_FEN}


def test_what_is_released_returns_to_the_budget() -> None:
    assert balances(history(Position.RESERVED, Position.RELEASED)) == {BUDGET: 0, RESERVED: 0}


def test_asking_twice_for_the_same_position_moves_nothing() -> None:
    once = history(Position.RESERVED, Position.PAYABLE)
    assert transfers_to(Position.PAYABLE, FUNDS, last=once[-1], cause=new_id(), at=AT) == ()


def test_a_superseded_determination_takes_the_money_back_by_counter_entries() -> None:
    kinds = [transfer.kind for transfer in history(Position.RESERVED, Position.PAYABLE, Position.RELEASED)]
    assert kinds == [TransferKind.RESERVE, TransferKind.POST, TransferKind.RETRACT, TransferKind.RELEASE]


def test_money_released_before_can_be_earned_after_a_review() -> None:
    kinds = [transfer.kind for transfer in history(Position.RESERVED, Position.RELEASED, Position.PAYABLE)]
    assert kinds == [TransferKind.RESERVE, TransferKind.RELEASE, TransferKind.RESERVE, TransferKind.POST]


def test_a_doubt_about_payable_money_reserves_it_again() -> None:
    transfers = history(Position.RESERVED, Position.PAYABLE, Position.RESERVED)
    assert balances(transfers) == {BUDGET: -SUBSIDY_FEN, RESERVED: SUBSIDY_FEN, PAYABLE: 0}


def test_a_retraction_takes_the_money_from_whoever_it_was_promised_to() -> None:
    posted = history(Position.RESERVED, Position.PAYABLE)
    other = some_funds(payee="trainee:somebody")
    (retraction,) = transfers_to(Position.RESERVED, other, last=posted[-1], cause=new_id(), at=AT)
    assert retraction.debit_account == PAYABLE


def test_nothing_is_posted_or_released_without_a_reservation() -> None:
    for target in (Position.PAYABLE, Position.RELEASED):
        with pytest.raises(LedgerRefused):
            transfers_to(target, FUNDS, last=None, cause=new_id(), at=AT)


def test_another_amount_than_the_reserved_one_is_refused() -> None:
    reserved = history(Position.RESERVED)
    with pytest.raises(LedgerRefused):
        transfers_to(Position.PAYABLE, some_funds(amount_fen=SUBSIDY_FEN + 1), last=reserved[-1], cause=new_id(), at=AT)


@given(st.lists(st.sampled_from([Position.RESERVED, Position.PAYABLE, Position.RELEASED]), max_size=30))
def test_in_every_history_the_books_balance_and_nothing_is_paid_twice(targets: list[Position]) -> None:
    transfers = history(Position.RESERVED, *targets)
    assert [transfer.ordinal for transfer in transfers] == list(range(1, len(transfers) + 1))
    for length in range(1, len(transfers) + 1):
        accounts = balances(transfers[:length])
        assert sum(accounts.values()) == 0
        assert accounts[RESERVED] + accounts[PAYABLE] <= SUBSIDY_FEN
        assert min(accounts[RESERVED], accounts[PAYABLE]) >= 0
        assert accounts[PAYABLE] in {0, SUBSIDY_FEN}
    assert position_of(transfers[-1]) is ([Position.RESERVED, *targets])[-1]
