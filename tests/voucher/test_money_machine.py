"""Random histories of vouchers and their money: whatever happens in whatever order, the books hold."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.voucher import rules
from checkin_service.voucher.model.ledger import (
    MAIN_LEG,
    SUCCESSIONS,
    Funds,
    LedgerRefused,
    Position,
    Transfer,
    TransferKind,
)
from checkin_service.voucher.model.vouchers import (
    Delivery,
    TeachingLeg,
    Training,
    Voucher,
    VoucherEvent,
    VoucherKind,
    VoucherState,
)
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS
from checkin_service.voucher.rules.ledger import position_of, transfers_to
from tests.voucher.builders import a_voucher, some_funds

AT = datetime(2022, 5, 9, tzinfo=UTC)
AMOUNT = 101
LATE = date(2030, 1, 1)
FUJIAN = book().at("350000", on=AT.date())
SCHOOL, ONLINE = new_id(), new_id()
PAYEES = {MAIN_LEG: f"institution:{SCHOOL}", "online": f"institution:{ONLINE}"}


def the_legs(online_percent: int) -> dict[str, int]:
    """What each leg pays, by the rule of Fujian (FJ-26)."""
    teaching = (
        TeachingLeg(delivery=Delivery.ONLINE, institution_id=ONLINE, share_percent=online_percent),
        TeachingLeg(delivery=Delivery.OFFLINE, institution_id=SCHOOL, share_percent=100 - online_percent),
    )
    training = Training(institution_id=SCHOOL, teaching=teaching if online_percent else ())
    shares = rules.training_shares(
        FUJIAN, VoucherKind.TARGETED, training=training, trainee_id=new_id(), amount_fen=AMOUNT
    )
    return {share.leg: share.amount_fen for share in shares}


class Histories(RuleBasedStateMachine):
    """A fund, its budget, a batch of it, and vouchers of every pack, some shared by two institutions.

    Whatever is refused must leave everything as it was.
    """

    vouchers = Bundle("vouchers")

    def __init__(self) -> None:
        super().__init__()
        self.granted = self.committed = self.drawn = 0
        self.states: dict[object, Voucher] = {}
        self.legs: dict[object, dict[str, int]] = {}
        self.transfers: dict[tuple[object, str], list[Transfer]] = {}
        self.died: dict[object, VoucherState] = {}

    @initialize(vouchers=st.integers(0, 25))
    def grant(self, vouchers: int) -> None:
        self.granted = vouchers * AMOUNT

    @rule(target=vouchers, graph=st.sampled_from(sorted(GRAPHS)), online_percent=st.sampled_from([0, 1, 33, 99]))
    def issue(self, graph: str, online_percent: int) -> object:
        voucher = a_voucher(graph=graph)
        self.states[voucher.voucher_id] = voucher
        self.legs[voucher.voucher_id] = the_legs(online_percent)
        for leg in self.legs[voucher.voucher_id]:
            self.transfers[voucher.voucher_id, leg] = []
        return voucher.voucher_id

    @rule(key=vouchers)
    def claim(self, key: object) -> None:
        self._move(key, VoucherEvent.CLAIMED)

    @rule(key=vouchers)
    def use(self, key: object) -> None:
        """Arrival draws on the budget in the same write that puts the voucher to use, ten at a time."""
        voucher = self.states[key]
        try:
            moves = rules.moves_of(
                voucher, rules.moves_to_use(GRAPHS[voucher.graph], voucher.state), at=AT, actor="desk"
            )
        except rules.ImpossibleMove:
            return
        if self.committed - self.drawn < AMOUNT:
            aside = rules.tranche_fen(amount_fen=AMOUNT, free_fen=self.granted - self.committed)
            if not aside:
                return
            self.committed += aside
        self.drawn += AMOUNT
        self._become(key, moves[-1].state)
        self._transfer(key, Position.RESERVED)

    @rule(key=vouchers, target_position=st.sampled_from([Position.PAYABLE, Position.RELEASED, Position.RESERVED]))
    def determine(self, key: object, target_position: Position) -> None:
        """As `funds.move_to`: all legs and the voucher move together or not at all."""
        voucher = self.states[key]
        if self._last(key, MAIN_LEG) is None:
            return
        try:
            steps = self._steps(key, target_position)
            events = [_EVENTS[step.kind] for step in steps if step.leg == MAIN_LEG]
            if voucher.state is VoucherState.USED:
                events.insert(0, VoucherEvent.COMPLETED)
            moves = rules.moves_of(voucher, events, at=AT, actor="ledger")
        except (LedgerRefused, rules.ImpossibleMove):
            return
        if self._follow_budget(steps):
            self._keep(key, steps)
            if moves:
                self._become(key, moves[-1].state)

    @rule(key=vouchers)
    def expire(self, key: object) -> None:
        voucher = self.states[key]
        if rules.expiry(voucher, LATE) is not None and self._move(key, VoucherEvent.EXPIRED):
            self._release(key)

    @rule(key=vouchers, event=st.sampled_from([VoucherEvent.RETURNED, VoucherEvent.VOIDED]))
    def end(self, key: object, event: VoucherEvent) -> None:
        if self._move(key, event):
            self._release(key)

    @rule(key=vouchers, events=st.sampled_from([VoucherEvent.REQUESTED, VoucherEvent.APPROVED]))
    def settle(self, key: object, events: VoucherEvent) -> None:
        self._move(key, events)

    @rule(key=vouchers, refused=st.sampled_from([(), (MAIN_LEG,), ("online",)]))
    def answer_of_the_treasury(self, key: object, refused: tuple[str, ...]) -> None:
        """Line by line: the voucher follows its training subsidy."""
        if self.states[key].state is not VoucherState.APPROVED:
            return
        for leg in self.legs[key]:
            if leg not in refused and position_of(self._last(key, leg)) is Position.PAYABLE:
                self._transfer_leg(key, leg, Position.PAID)
        if position_of(self._last(key, MAIN_LEG)) is Position.PAID:
            self._move(key, VoucherEvent.DISBURSED)
            self._move(key, VoucherEvent.WRITTEN_OFF)
        else:
            self._move(key, VoucherEvent.PAYMENT_REFUSED)

    @rule(key=vouchers, leg=st.sampled_from([MAIN_LEG, "online"]), again=st.booleans())
    def bank_returns(self, key: object, leg: str, again: bool) -> None:  # noqa: FBT001 - hypothesis calls by name
        """A refund is payable again and ordered in a later table; the code stays dead."""
        if leg in self.legs[key] and position_of(self._last(key, leg)) is Position.PAID:
            self._transfer_leg(key, leg, Position.PAYABLE)
            if again:
                self._transfer_leg(key, leg, Position.PAID)

    @rule(key=vouchers)
    def claw_back(self, key: object) -> None:
        """What was paid returns to its fund, what the bank had returned is not paid again."""
        if not self._move(key, VoucherEvent.CLAWED_BACK):
            return
        taken = {Position.PAID: Position.CLAWED_BACK, Position.PAYABLE: Position.RELEASED}
        for leg in self.legs[key]:
            if target := taken.get(position_of(self._last(key, leg))):
                self._transfer_leg(key, leg, target)
                self.drawn -= self.legs[key][leg]

    @rule()
    def give_back(self) -> None:
        """What the class set aside and nobody drew is free again."""
        self.committed = self.drawn

    @rule(vouchers=st.integers(1, 9))
    def cut(self, vouchers: int) -> None:
        """Only what is free can be cut or carried over to the next year."""
        self.granted -= min(vouchers * AMOUNT, self.granted - self.committed)

    @rule(key=vouchers)
    def crash_and_retry(self, key: object) -> None:
        """A retry of the last movement asks for where the money stands already: nothing may move."""
        for leg in self.legs[key]:
            last = self._last(key, leg)
            if last is not None:
                assert transfers_to(position_of(last), self._funds(key, leg), last=last, cause=last.cause, at=AT) == ()

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
    def what_left_the_budget_is_what_was_drawn(self) -> None:
        out = -sum(fen for name, fen in self._balances().items() if name.endswith("/budget"))
        assert out == self.drawn <= self.committed <= self.granted

    @invariant()
    def the_legs_of_a_voucher_make_its_subsidy_to_the_fen(self) -> None:
        assert all(sum(legs.values()) == AMOUNT for legs in self.legs.values())

    @invariant()
    def each_leg_is_paid_to_its_own_institution_only(self) -> None:
        for (_, leg), transfers in self.transfers.items():
            assert {transfer.payee for transfer in transfers} <= {PAYEES[leg]}

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

    def _release(self, key: object) -> None:
        if self._last(key, MAIN_LEG) is not None:
            steps = self._steps(key, Position.RELEASED)
            assert self._follow_budget(steps)
            self._keep(key, steps)

    def _follow_budget(self, steps: list[Transfer]) -> bool:
        """As `funds.follow_budget`: what the batch no longer holds is set aside anew, if the fund covers it."""
        net = sum(step.amount_fen for step in steps if step.kind is TransferKind.RESERVE) - sum(
            step.amount_fen for step in steps if step.kind is TransferKind.RELEASE
        )
        missing = max(net - (self.committed - self.drawn), 0) if net > 0 else 0
        if self.committed + missing > self.granted:
            return False
        self.committed += missing
        self.drawn += net
        return True

    def _steps(self, key: object, target: Position) -> list[Transfer]:
        return [
            step
            for leg in self.legs[key]
            for step in transfers_to(target, self._funds(key, leg), last=self._last(key, leg), cause=new_id(), at=AT)
        ]

    def _keep(self, key: object, steps: list[Transfer]) -> None:
        for step in steps:
            self.transfers[key, step.leg].append(step)

    def _transfer(self, key: object, target: Position) -> None:
        self._keep(key, self._steps(key, target))

    def _transfer_leg(self, key: object, leg: str, target: Position) -> None:
        steps = transfers_to(target, self._funds(key, leg), last=self._last(key, leg), cause=new_id(), at=AT)
        self._keep(key, list(steps))

    def _funds(self, key: object, leg: str) -> Funds:
        return some_funds(voucher_id=key, amount_fen=self.legs[key][leg], leg=leg, payee=PAYEES[leg])

    def _last(self, key: object, leg: str) -> Transfer | None:
        found = self.transfers[key, leg]
        return found[-1] if found else None

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
