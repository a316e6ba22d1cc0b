"""What is stored in a simulation, and the few statements that write and read it, without SQL."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from checkin_service.kit.database import Stale
from checkin_service.kit.outbox import Event
from checkin_service.transparency.model import Checkpoint, Node, PendingFact
from checkin_service.transparency.rules.merkle import SALT_BYTES
from checkin_service.voucher.model.ledger import SUCCESSIONS, Transfer, TransferKind
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent, VoucherLeg, VoucherMove, VoucherState

Values = Mapping[str, Any]
Pair = tuple[UUID, UUID]

_TARGET = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_NOT_OURS = frozenset({"feed_delivery"})


@dataclass(slots=True)
class Row:
    """One of the outbox."""

    event: Event
    sequence: int
    is_delivered: bool = False
    attempts: int = 0


@dataclass(slots=True)
class Tables:
    """What is stored; copied before a write, so that one that fails leaves nothing."""

    outbox: dict[Pair, Row] = field(default_factory=dict)
    log: list[Event | VoucherMove] = field(default_factory=list)
    """Events handled and moves of others than the ledger, in the order in which they were written."""
    vouchers: dict[UUID, Voucher] = field(default_factory=dict)
    legs: dict[tuple[UUID, str], VoucherLeg] = field(default_factory=dict)
    moves: dict[tuple[UUID, int], VoucherMove] = field(default_factory=dict)
    transfers: dict[tuple[UUID, str, int], Transfer] = field(default_factory=dict)
    pending: dict[int, PendingFact] = field(default_factory=dict)
    entries: dict[tuple[str, int], Values] = field(default_factory=dict)
    begins: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """Where each checkpoint of a chain begins, and the leaves it brought."""
    nodes: dict[tuple[str, int, int], bytes] = field(default_factory=dict)
    checkpoints: dict[tuple[str, int], Checkpoint] = field(default_factory=dict)
    facts: dict[tuple[str, str, int], tuple[str, str, datetime]] = field(default_factory=dict)
    """By kind, object and ordinal: chain, text, and when whoever made it read the clock."""

    def copy(self) -> "Tables":
        copied = {name: getattr(self, name).copy() for name in self.__slots__}
        copied["outbox"] = {key: replace(row) for key, row in self.outbox.items()}
        return Tables(**copied)


def apply(after: Tables, sql: str, values: Values, sequence: int) -> int:
    """Write one statement; the last number given to a row so far, and afterwards."""
    found = _TARGET.match(sql)
    assert found is not None, sql
    verb, table = found.groups()
    if table in _NOT_OURS or table.startswith("statistic"):
        return sequence
    if verb == "INSERT INTO" and table in _NUMBERED:
        for new in _rows(values):
            sequence += 1
            _NUMBERED[table](after, new, sequence)
        return sequence
    _WRITES[verb, table](after, values)
    return sequence


def _rows(values: Values) -> list[dict[str, Any]]:
    """One row, or those of lists."""
    if not isinstance(next(iter(values.values())), list):
        return [dict(values)]
    return [dict(zip(values, each, strict=True)) for each in zip(*values.values(), strict=True)]


def _add(rows: dict[Any, Any], key: Any, row: Any) -> None:
    """A unique key."""
    if key in rows:
        raise Stale
    rows[key] = row


def _fact(after: Tables, kind: str, new: Mapping[str, Any], number: int, at: datetime) -> None:
    """What a trigger does: it waits to be sealed, in the chain of whose it is."""
    chain, name = f"chain:{new['trainee_id'].int % 2}", str(new["voucher_id"])
    text = json.dumps({key: str(value) for key, value in new.items()}, sort_keys=True)
    after.facts[kind, name, new["ordinal"]] = (chain, text, at)
    after.pending[number] = PendingFact(
        sequence=number,
        kind=kind,
        owner=str(new["trainee_id"]),
        object=name,
        ordinal=new["ordinal"],
        chain=chain,
        fact=text,
    )


def _add_transfer(after: Tables, new: dict[str, Any], number: int) -> None:
    made = Transfer(**new | {"kind": TransferKind(new["kind"])})
    before = after.transfers.get((made.voucher_id, made.leg, made.ordinal - 1))
    # As the foreign key and the check of the table do.
    assert (before.kind if before else None) == made.previous_kind
    assert before is None or (before.kind, made.kind) in SUCCESSIONS
    _add(after.transfers, (made.voucher_id, made.leg, made.ordinal), made)
    _fact(after, "transfer", new, number, made.at)


def _add_move(after: Tables, new: dict[str, Any], number: int) -> None:
    made = VoucherMove(**new | {"event": VoucherEvent(new["event"]), "state": VoucherState(new["state"])})
    _add(after.moves, (made.voucher_id, made.ordinal), made)
    if made.actor != "ledger":
        after.log.append(made)
    _fact(after, "voucher_event", new, number, made.at)


def _add_event(after: Tables, new: dict[str, Any], number: int) -> None:
    event = Event(**new | {"payload": new["payload"].obj})
    _add(after.outbox, (event.trainee_id, event.event_id), Row(event, number))


_NUMBERED: Mapping[str, Callable[[Tables, dict[str, Any], int], None]] = {
    "outbox": _add_event,
    "transfer": _add_transfer,
    "voucher_event": _add_move,
}


def _update_outbox(after: Tables, values: Values) -> None:
    if "error" in values:
        after.outbox[values["trainee_id"], values["event_id"]].attempts += 1
        return
    for pair in zip(values["trainees"], values["events"], strict=True):
        row = after.outbox[pair]
        if row.is_delivered:
            raise Stale
        row.is_delivered = True
        after.log.append(row.event)


def _update_vouchers(after: Tables, values: Values) -> None:
    for voucher_id, state, ordinal in zip(values["vouchers"], values["states"], values["ordinals"], strict=True):
        moved = replace(after.vouchers[voucher_id], state=VoucherState(state), ordinal=ordinal)
        after.vouchers[voucher_id] = moved


def _set_legs(after: Tables, values: Values) -> None:
    for new in _rows(values):
        after.legs[new["voucher_id"], new["leg"]] = VoucherLeg(**new)


def _add_nodes(after: Tables, values: Values) -> None:
    for new in _rows(values):
        _add(after.nodes, (new["chain"], new["level"], new["position"]), new["hash"])


def _add_checkpoint(after: Tables, values: Values) -> None:
    """With its entries: checkpoints of a chain lie end to end, and collide where two begin at one place."""
    chain, position = values["chain"], values["position"]
    signed = {name: value for name, value in values.items() if name not in _OF_ENTRIES}
    _add(after.begins, (chain, position), values["leaves"])
    after.checkpoints[chain, values["size"]] = Checkpoint(**signed)
    for number, name in enumerate(values["facts"]):
        kind, owner, what, ordinal = name.split(" ")
        salt = values["salts"][number * SALT_BYTES : (number + 1) * SALT_BYTES]
        entry = {"kind": kind, "owner": owner, "object": what, "ordinal": int(ordinal), "salt": salt}
        after.entries[chain, position + number] = entry


_OF_ENTRIES = frozenset({"position", "facts", "salts", "leaves"})


def _forget_pending(after: Tables, values: Values) -> None:
    for sequence in values["sequences"]:
        if after.pending.pop(sequence, None) is None:
            raise Stale


_WRITES: Mapping[tuple[str, str], Callable[[Tables, Values], None]] = {
    ("UPDATE", "outbox"): _update_outbox,
    ("UPDATE", "voucher"): _update_vouchers,
    ("INSERT INTO", "voucher_leg"): _set_legs,
    ("INSERT INTO", "log_node"): _add_nodes,
    ("INSERT INTO", "log_checkpoint"): _add_checkpoint,
    ("DELETE FROM", "log_pending"): _forget_pending,
}


def deliverable(stored: Tables, locked: set[Pair], values: Values) -> list[Row]:
    """Of each trainee the oldest one that waits, if it may go out and nobody has it."""
    first: dict[UUID, Row] = {}
    for row in sorted(stored.outbox.values(), key=lambda each: each.sequence):
        if not row.is_delivered:
            first.setdefault(row.event.trainee_id, row)
    free = [
        row
        for row in first.values()
        if row.attempts < values["attempts_limit"]
        and row.event.trainee_id not in values["resting"]
        and (row.event.trainee_id, row.event.event_id) not in locked
    ]
    return sorted(free, key=lambda each: each.sequence)[: values["count"]]


def _wanted(values: Values) -> set[UUID]:
    """The vouchers that are asked about, whether one or many."""
    lists = [each for each in values.values() if isinstance(each, list)]
    return {each for many in lists for each in many} | {each for each in values.values() if isinstance(each, UUID)}


def _legs(stored: Tables, values: Values) -> list[VoucherLeg]:
    return [leg for (voucher_id, _), leg in stored.legs.items() if voucher_id in _wanted(values)]


def _last_transfers(stored: Tables, values: Values) -> list[Transfer]:
    last: dict[tuple[UUID, str], Transfer] = {}
    for (voucher_id, leg, ordinal), each in stored.transfers.items():
        if voucher_id in _wanted(values) and ((voucher_id, leg) not in last or last[voucher_id, leg].ordinal < ordinal):
            last[voucher_id, leg] = each
    return list(last.values())


def _newest(stored: Tables, values: Values) -> list[Checkpoint]:
    newest: dict[str, Checkpoint] = {}
    for (chain, size), each in stored.checkpoints.items():
        if chain in values["chains"] and (chain not in newest or newest[chain].size < size):
            newest[chain] = each
    return list(newest.values())


def _nodes(stored: Tables, values: Values) -> list[Node]:
    places = zip(values["levels"], values["positions"], strict=True)
    return [
        Node(level=level, position=position, hash=stored.nodes[values["of_chain"], level, position])
        for level, position in places
    ]


def _leaves(stored: Tables, values: Values) -> list[Any]:
    """Of the checkpoints from the last one that begins before a block to the last one within it."""
    of_chain = sorted(position for chain, position in stored.begins if chain == values["of_chain"])
    first = max((each for each in of_chain if each <= values["begins"]), default=0)
    return [
        SimpleNamespace(position=each, leaves=stored.begins[values["of_chain"], each])
        for each in of_chain
        if first <= each < values["ends"]
    ]


def _is_delivered(stored: Tables, values: Values) -> list[Any]:
    row = stored.outbox.get((values["trainee"], values["event"]))
    return [SimpleNamespace(delivered_at="then" if row.is_delivered else None)] if row else []


READS: Mapping[str, Callable[[Tables, Values], list[Any]]] = {
    "Voucher": lambda stored, values: [each for each in stored.vouchers.values() if each.voucher_id in _wanted(values)],
    "VoucherLeg": _legs,
    "Transfer": _last_transfers,
    "PendingFact": lambda stored, values: [stored.pending[each] for each in sorted(stored.pending)[: values["count"]]],
    "Checkpoint": _newest,
    "Node": _nodes,
    "_Leaves": _leaves,
    "_Delivered": _is_delivered,
    "Backlog": lambda _stored, _values: [],
}
