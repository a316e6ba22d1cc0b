"""What must be so after any history, whatever went wrong in it."""

from collections import Counter, defaultdict
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.kit.outbox import Event
from checkin_service.transparency.rules.merkle import commitment_of, grown, leaf_hash
from checkin_service.transparency.rules.statements import statement_of
from checkin_service.voucher.model.ledger import MAIN_LEG, POSITION_AFTER, Position, TransferKind
from checkin_service.voucher.model.vouchers import VoucherState
from tests.simulation.histories import History
from tests.simulation.replay import replayed
from tests.simulation.tables import Tables


def check(history: History) -> None:
    """`AssertionError` where something is not as it must be."""
    stored = history.database.stored
    _news_is_handled_once_and_in_order(history, stored)
    _nothing_counts_twice(stored)
    _the_books_balance(stored)
    _what_is_sealed_has_no_gap(history, stored)
    _it_is_as_if_nothing_had_gone_wrong(history, stored)
    _money_stands_where_the_last_word_wants_it(history, stored)


def _news_is_handled_once_and_in_order(history: History, stored: Tables) -> None:
    handled, kept = defaultdict[UUID, list[Event]](list), defaultdict[UUID, list[Event]](list)
    for each in stored.log:
        if isinstance(each, Event):
            handled[each.trainee_id].append(each)
    for row in sorted(stored.outbox.values(), key=lambda row: row.sequence):
        kept[row.event.trainee_id].append(row.event)
    assert handled == kept
    for trainee_id, announced in history.announced.items():
        ids = {each.event_id for each in announced}
        assert [each for each in kept[trainee_id] if each.event_id in ids] == announced


def _nothing_counts_twice(stored: Tables) -> None:
    by_voucher = defaultdict[UUID, Counter[TransferKind]](Counter)
    for each in stored.transfers.values():
        by_voucher[each.voucher_id][each.kind] += 1
    for kinds in by_voucher.values():
        reserved = kinds[TransferKind.RESERVE] - kinds[TransferKind.RELEASE]
        payable = kinds[TransferKind.POST] - kinds[TransferKind.RETRACT]
        assert 0 <= payable <= reserved <= 1
        assert kinds[TransferKind.DISBURSE] <= payable
    causes = Counter((each.voucher_id, each.leg, each.cause, each.kind) for each in stored.transfers.values())
    assert max(causes.values(), default=1) == 1


def _the_books_balance(stored: Tables) -> None:
    balances = Counter[str]()
    for each in stored.transfers.values():
        balances[each.debit_account] -= each.amount_fen
        balances[each.credit_account] += each.amount_fen
    assert sum(balances.values()) == 0
    assert all(fen >= 0 for name, fen in balances.items() if not name.endswith("/budget"))
    for voucher in stored.vouchers.values():
        ordinals = sorted(ordinal for voucher_id, ordinal in stored.moves if voucher_id == voucher.voucher_id)
        assert ordinals == list(range(4, voucher.ordinal + 1))


def _what_is_sealed_has_no_gap(history: History, stored: Tables) -> None:
    assert not stored.pending
    chains = defaultdict[str, list[tuple[str, str, int]]](list)
    leaves = defaultdict[str, list[bytes]](list)
    for (chain, position), entry in sorted(stored.entries.items(), key=lambda each: each[0]):
        assert position == len(chains[chain])
        key = entry["kind"], entry["object"], entry["ordinal"]
        in_chain, text, _ = stored.facts[key]
        assert in_chain == chain
        chains[chain].append(key)
        leaves[chain].append(leaf_hash(commitment_of(entry["kind"], entry["salt"], text)))
    entered = [key for keys in chains.values() for key in keys]
    assert sorted(entered) == sorted(stored.facts)
    assert len(set(entered)) == len(entered)
    vouches = Ed25519PublicKey.from_public_bytes(history.resources.signing.log.public_key)
    for (chain, size), checkpoint in stored.checkpoints.items():
        assert checkpoint.root == grown(0, [], leaves[chain][:size])[1]
        vouches.verify(checkpoint.signature, statement_of(checkpoint))
        if checkpoint.complete_until is not None:
            late = (stored.facts[each][2] for each in chains[chain][size:])
            assert all(at >= checkpoint.complete_until for at in late)
    assert all(max(size for of, size in stored.checkpoints if of == chain) == len(chains[chain]) for chain in chains)


def _it_is_as_if_nothing_had_gone_wrong(history: History, stored: Tables) -> None:
    again = replayed(history).stored
    for voucher_id, voucher in again.vouchers.items():
        assert voucher == stored.vouchers[voucher_id]
        assert again.legs[voucher_id, MAIN_LEG] == stored.legs[voucher_id, MAIN_LEG]
        assert _told(again, voucher_id) == _told(stored, voucher_id)


def _told(of: Tables, voucher_id: UUID) -> list[object]:
    """The transfers of a voucher and its moves, without the times at which they were written."""
    transfers = [each for (whose, _, _), each in sorted(of.transfers.items()) if whose == voucher_id]
    moves = [each for (whose, _), each in sorted(of.moves.items()) if whose == voucher_id]
    return [
        [(each.ordinal, each.kind, each.cause, each.payee, each.amount_fen) for each in transfers],
        [(each.ordinal, each.event, each.state) for each in moves],
    ]


def _money_stands_where_the_last_word_wants_it(history: History, stored: Tables) -> None:
    """The treasury's, once it has paid; the determination's that counts, unless an order still waits for an answer."""
    for voucher_id, outcome in history.outcomes.items():
        last = max(
            (each for each in stored.transfers.values() if each.voucher_id == voucher_id), key=lambda each: each.ordinal
        )
        state = stored.vouchers[voucher_id].state
        if state is VoucherState.DISBURSED:
            assert POSITION_AFTER[last.kind] is Position.PAID
        elif state is not VoucherState.APPROVED:
            assert (POSITION_AFTER[last.kind], state) == _WANTED[outcome]


_WANTED = {
    DeterminationOutcome.ELIGIBLE: (Position.PAYABLE, VoucherState.PAYABLE),
    DeterminationOutcome.NOT_ELIGIBLE: (Position.RELEASED, VoucherState.RELEASED),
    DeterminationOutcome.DOUBTFUL: (Position.RESERVED, VoucherState.COMPLETED),
}
