"""Random histories of vouchers and their money: whatever happens in whatever order, the books hold."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from checkin_service.kit.ids import new_id
from checkin_service.voucher import rules
from checkin_service.voucher.ledger import (
    SUCCESSIONS,
    Funds,
    LedgerRefused,
    Position,
    Transfer,
    TransferKind,
    position_of,
    transfers_to,
)
from checkin_service.voucher.model import Voucher, VoucherEvent, VoucherState
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS
from tests.voucher.builders import a_voucher, some_funds

AT = datetime(2022, 5, 9, tzinfo=UTC)
AMOUNT = 100
LATE = date(2030, 1, 1)


class Histories(RuleBasedStateMachine):
    """A fund, its budget, and vouchers of every pack. Whatever is refused must leave everything as it was."""

    vouchers = Bundle("vouchers")

    def __init__(self) -> None:
        super().__init__()
        self.granted = self.committed = 0
        self.states: dict[object, Voucher] = {}
        self.transfers: dict[object, list[Transfer]] = {}
        self.drawn: dict[object, int] = {}
        self.died: dict[object, VoucherState] = {}

    @initialize(vouchers=st.integers(0, 6))
    def grant(self, vouchers: int) -> None:
        self.granted = vouchers * AMOUNT

    @rule(target=vouchers, graph=st.sampled_from(sorted(GRAPHS)))
    def issue(self, graph: str) -> object:
        voucher = a_voucher(graph=graph)
        self.states[voucher.voucher_id] = voucher
        self.transfers[voucher.voucher_id] = []
        return voucher.voucher_id

    @rule(key=vouchers)
    def claim(self, key: object) -> None:
        self._move(key, VoucherEvent.CLAIMED)

    @rule(key=vouchers)
    def use(self, key: object) -> None:
        """Arrival commits the budget in the same write that puts the voucher to use."""
        voucher = self.states[key]
        try:
            moves = rules.moves_of(
                voucher, rules.moves_to_use(GRAPHS[voucher.graph], voucher.state), at=AT, actor="desk"
            )
        except rules.ImpossibleMove:
            return
        if self.committed + AMOUNT > self.granted:
            return
        self.committed += AMOUNT
        self.drawn[key] = AMOUNT
        self._become(key, moves[-1].state)
        self._transfer(key, Position.RESERVED)

    @rule(key=vouchers, target_position=st.sampled_from([Position.PAYABLE, Position.RELEASED, Position.RESERVED]))
    def determine(self, key: object, target_position: Position) -> None:
        """As `funds.move_to`: money and voucher move together or not at all."""
        voucher, last = self.states[key], self._last(key)
        if last is None:
            return
        try:
            steps = transfers_to(target_position, self._funds(key), last=last, cause=new_id(), at=AT)
            events = [_EVENTS[step.kind] for step in steps]
            if voucher.state is VoucherState.USED:
                events.insert(0, VoucherEvent.COMPLETED)
            moves = rules.moves_of(voucher, events, at=AT, actor="ledger")
        except (LedgerRefused, rules.ImpossibleMove):
            return
        needed = sum(AMOUNT for step in steps if step.kind is TransferKind.RESERVE) - sum(
            AMOUNT for step in steps if step.kind is TransferKind.RELEASE
        )
        if self.committed + needed > self.granted:
            return
        self.committed += needed
        self.transfers[key] += steps
        if moves:
            self._become(key, moves[-1].state)

    @rule(key=vouchers)
    def expire(self, key: object) -> None:
        voucher = self.states[key]
        if rules.expiry(voucher, LATE) is not None:
            self._move(key, VoucherEvent.EXPIRED)

    @rule(key=vouchers, event=st.sampled_from([VoucherEvent.RETURNED, VoucherEvent.VOIDED]))
    def end(self, key: object, event: VoucherEvent) -> None:
        if self._move(key, event) and self._last(key) is not None:
            self._transfer(key, Position.RELEASED)
            self.committed -= AMOUNT

    @rule(key=vouchers, events=st.sampled_from([VoucherEvent.REQUESTED, VoucherEvent.APPROVED]))
    def settle(self, key: object, events: VoucherEvent) -> None:
        self._move(key, events)

    @rule(key=vouchers, refuse=st.booleans())
    def answer_of_the_treasury(self, key: object, refuse: bool) -> None:  # noqa: FBT001 - hypothesis calls by name
        if refuse:
            self._move(key, VoucherEvent.PAYMENT_REFUSED)
        elif self._move(key, VoucherEvent.DISBURSED):
            self._transfer(key, Position.PAID)
            self._move(key, VoucherEvent.WRITTEN_OFF)

    @rule(key=vouchers, again=st.booleans())
    def bank_returns(self, key: object, again: bool) -> None:  # noqa: FBT001 - hypothesis calls by name
        if position_of(self._last(key)) is Position.PAID:
            self._transfer(key, Position.PAYABLE)
            if again:
                self._transfer(key, Position.PAID)

    @rule(key=vouchers)
    def claw_back(self, key: object) -> None:
        if position_of(self._last(key)) is Position.PAID and self._move(key, VoucherEvent.CLAWED_BACK):
            self._transfer(key, Position.CLAWED_BACK)

    @rule(key=vouchers)
    def crash_and_retry(self, key: object) -> None:
        """A retry of the last movement asks for where the money stands already: nothing may move."""
        last = self._last(key)
        if last is not None:
            steps = transfers_to(position_of(last), self._funds(key), last=last, cause=last.cause, at=AT)
            assert steps == ()

    @invariant()
    def all_postings_sum_to_zero(self) -> None:
        assert sum(self._balances().values()) == 0

    @invariant()
    def nobody_but_the_budget_owes(self) -> None:
        assert all(fen >= 0 for name, fen in self._balances().items() if not name.endswith("/budget"))

    @invariant()
    def paid_at_most_once_and_never_beyond_the_reservation(self) -> None:
        for transfers in self.transfers.values():
            kinds = Counter(transfer.kind for transfer in transfers)
            paid = kinds[TransferKind.DISBURSE] - kinds[TransferKind.BOUNCE] - kinds[TransferKind.CLAW_BACK]
            reserved = kinds[TransferKind.RESERVE] - kinds[TransferKind.RELEASE]
            assert 0 <= paid <= max(reserved, 0) <= 1

    @invariant()
    def paid_within_reserved_within_budget(self) -> None:
        out = -sum(fen for name, fen in self._balances().items() if name.endswith("/budget"))
        assert out <= self.committed <= self.granted

    @invariant()
    def dead_codes_stay_dead(self) -> None:
        for key, voucher in self.states.items():
            if key in self.died:
                assert voucher.state in DEAD
            if voucher.state in DEAD:
                self.died[key] = voucher.state

    @invariant()
    def every_transfer_may_follow_the_one_before(self) -> None:
        for transfers in self.transfers.values():
            for before, after in pairwise(transfers):
                assert (before.kind, after.kind) in SUCCESSIONS
                assert (after.previous_kind, after.previous_ordinal) == (before.kind, before.ordinal)

    def _move(self, key: object, event: VoucherEvent) -> bool:
        try:
            (move,) = rules.moves_of(self.states[key], [event], at=AT, actor="somebody")
        except rules.ImpossibleMove:
            return False
        self._become(key, move.state)
        return True

    def _become(self, key: object, state: VoucherState) -> None:
        voucher = self.states[key]
        self.states[key] = a_voucher(
            graph=voucher.graph, state=state, voucher_id=voucher.voucher_id, trainee_id=voucher.trainee_id
        )

    def _transfer(self, key: object, target: Position) -> None:
        self.transfers[key] += transfers_to(target, self._funds(key), last=self._last(key), cause=new_id(), at=AT)

    def _funds(self, key: object) -> Funds:
        return some_funds(voucher_id=key, amount_fen=AMOUNT)

    def _last(self, key: object) -> Transfer | None:
        return self.transfers[key][-1] if self.transfers[key] else None

    def _balances(self) -> Counter[str]:
        accounts: Counter[str] = Counter()
        for transfers in self.transfers.values():
            for transfer in transfers:
                accounts[transfer.debit_account] -= transfer.amount_fen
                accounts[transfer.credit_account] += transfer.amount_fen
        return accounts


_EVENTS = {
    TransferKind.RESERVE: VoucherEvent.RESERVED_AGAIN,
    TransferKind.POST: VoucherEvent.MADE_PAYABLE,
    TransferKind.RELEASE: VoucherEvent.RELEASED,
    TransferKind.RETRACT: VoucherEvent.RETRACTED,
}

TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
