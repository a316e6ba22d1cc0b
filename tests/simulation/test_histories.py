"""Histories by seed, in which everything goes wrong; `make prove` plays ten thousand."""

import random
from datetime import datetime, timedelta

import pytest

from checkin_service.feed.relay import Relay
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.voucher.model.ledger import LedgerRefused, TransferKind
from tests.simulation import histories, tables
from tests.simulation.histories import played
from tests.simulation.invariants import check
from tests.simulation.virtual import BEGIN

PLAYED = 300
FIRST_SEED = 1_000_000
"""Others than those of `make prove`."""


@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + PLAYED, 50))
def test_after_any_history_it_is_as_if_nothing_had_gone_wrong(first: int) -> None:
    before = random.getstate()
    for seed in range(first, first + 50):
        try:
            check(played(seed))
        except AssertionError as failed:
            raise AssertionError(f"in the history of seed {seed}") from failed
    random.setstate(before)


def test_a_seed_is_one_history() -> None:
    one, again = (played(7).database.stored for _ in range(2))
    assert list(one.transfers) == list(again.transfers)
    assert list(one.entries) == list(again.entries)


def test_histories_are_of_many_kinds() -> None:
    histories = [played(seed) for seed in range(30)]
    kinds = {each.kind for history in histories for each in history.database.stored.transfers.values()}
    assert kinds >= set(TransferKind) - {TransferKind.BOUNCE, TransferKind.CLAW_BACK}
    assert sum(history.deaths for history in histories) > 60
    assert {move.event.value for history in histories for move in history.database.stored.moves.values()} >= {
        "disbursed",
        "payment_refused",
        "retracted",
    }


def forget_to_mark(*_: object) -> None:
    """A relay that delivers and does not say so."""


def never_late(*_: object) -> datetime:
    """A sealer that closes the time although facts are still on their way."""
    return BEGIN + timedelta(days=1)


def whatever_stands_there(stored: dict[object, object], key: object, row: object) -> None:
    """A database without unique keys."""
    stored[key] = row


@pytest.mark.parametrize(
    ("owner", "name", "mistake"),
    [
        (Relay, "_mark", forget_to_mark),
        (Sealer, "_closed_until", never_late),
        (tables, "_add", whatever_stands_there),
    ],
    ids=["nothing marked", "closed too early", "no unique keys"],
)
def test_a_mistake_is_noticed(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, mistake: object) -> None:
    monkeypatch.setattr(owner, name, mistake)
    monkeypatch.setattr(histories, "_LONGEST_S", 20.0)
    noticed = 0
    for seed in range(8):
        try:
            check(played(seed))
        except (AssertionError, TimeoutError, LedgerRefused):
            noticed += 1
    assert noticed >= 2
