"""Lifecycle of a voucher: possible moves, expiry, and fitness for use on a day."""

from collections.abc import Sequence
from datetime import date, datetime

from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.voucher.model.vouchers import (
    ExpiryCause,
    Voucher,
    VoucherEvent,
    VoucherMove,
    VoucherRefusal,
    VoucherState,
)
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS, Graph
from checkin_service.voucher.rules.grounds import Matter, ground_of
from checkin_service.voucher.rules.names import EVENTS, STATES
from checkin_service.voucher.rules.quota import ALREADY_USED


class ImpossibleMove(Exception):
    """The lifecycle has no such edge."""


def state_after(graph: Graph, state: VoucherState, event: VoucherEvent) -> VoucherState:
    """Where an event leads.

    >>> state_after(GRAPHS["330600"], VoucherState.ISSUED, VoucherEvent.ACTIVATED)
    <VoucherState.ACTIVATED: 'activated'>
    """
    try:
        return graph.moves[state, event]
    except KeyError:
        raise ImpossibleMove(f"a voucher of {graph.name.en} that is {state} cannot be {event}") from None


def refusal_to_move(voucher: Voucher, event: VoucherEvent, *, on: date) -> VoucherRefusal | None:
    """Why an event cannot happen to the voucher on a day, in words for people; `None` when it can."""
    dead = _refusal_of_the_dead(voucher, on)
    if dead is not None or (voucher.state, event) in GRAPHS[voucher.graph].moves:
        return dead
    possible = [EVENTS[each] for origin, each in GRAPHS[voucher.graph].moves if origin is voucher.state]
    words = _IMPOSSIBLE.filled(
        zh=STATES[voucher.state].zh,
        en=STATES[voucher.state].en,
        possible_zh="、".join(sorted({each.zh for each in possible})),
        possible_en=", ".join(sorted({each.en for each in possible})),
    )
    return VoucherRefusal("move_impossible", words, ground_of(voucher.graph, Matter.ORDER))


def expiry(voucher: Voucher, on: date) -> ExpiryCause | None:
    """Why the voucher has expired by a day; `None` while it lives or after it was put to use.

    Training that was not completed in time (FJ-13) is known to the timetable only: its job tells it.
    """
    graph = GRAPHS[voucher.graph]
    if voucher.state not in graph.waiting or on <= _last_day(voucher):
        return None
    if voucher.state is VoucherState.ACTIVATED:
        return ExpiryCause.ACTIVATED_UNUSED
    if voucher.state is VoucherState.HELD:
        return ExpiryCause.NOT_STARTED
    if VoucherEvent.HELD in graph.arrival:
        return ExpiryCause.NOT_USED
    return ExpiryCause.NOT_ACTIVATED if VoucherEvent.ACTIVATED in graph.arrival else ExpiryCause.NOT_STARTED


def state_on(voucher: Voucher, on: date) -> VoucherState:
    """The state on a day: a voucher past its day is expired even when no job has written it down yet (SX-14)."""
    return voucher.state if expiry(voucher, on) is None else VoucherState.EXPIRED


def refusal_to_use(voucher: Voucher, *, on: date) -> VoucherRefusal | None:
    """Why the voucher cannot be activated and used on a day (SX-12 to SX-14); `None` when it can."""
    dead = _refusal_of_the_dead(voucher, on)
    if dead is not None:
        return dead
    graph = GRAPHS[voucher.graph]
    if voucher.state not in graph.waiting:
        return VoucherRefusal("voucher_already_used", ALREADY_USED, ground_of(graph.code, Matter.ONCE))
    return None


def was_claimed(voucher: Voucher) -> bool:
    """Whether its holder has claimed it before, by itself or with what came after."""
    return (
        VoucherEvent.CLAIMED in GRAPHS[voucher.graph].arrival
        and voucher.state
        not in {
            VoucherState.MADE,
            VoucherState.ISSUED,
        }
        | DEAD
    )


def counts_in_quota(graph: Graph, state: VoucherState) -> bool:
    """Whether putting a voucher in this state to use is the activation that the yearly quota counts."""
    return moves_to_use(graph, state)[0] is not VoucherEvent.USED or VoucherEvent.ACTIVATED not in graph.arrival


def moves_to_use(graph: Graph, state: VoucherState) -> Sequence[VoucherEvent]:
    """What is still to happen until a voucher is in use: whoever shows it at the desk has claimed it with that.

    >>> [event.value for event in moves_to_use(GRAPHS["340000"], VoucherState.CLAIMED)]
    ['held', 'used']
    """
    for first in range(len(graph.arrival)):
        if (state, graph.arrival[first]) in graph.moves:
            return graph.arrival[first:]
    raise ImpossibleMove(f"a voucher of {graph.name.en} that is {state} cannot be put to use")


def moves_to_activate(view: PolicyView, voucher: Voucher) -> Sequence[VoucherEvent]:
    """What happens to a voucher that is activated before there is a class; nothing where that is no step of its own.

    Activation is one where the jurisdiction sets it a time (SX-12).
    """
    graph = GRAPHS[voucher.graph]
    if view.stated("voucher.activate_within_months", voucher.kind) is None or voucher.state not in graph.waiting:
        return ()
    if VoucherEvent.ACTIVATED not in graph.arrival or voucher.state is VoucherState.ACTIVATED:
        return ()
    events = moves_to_use(graph, voucher.state)
    return events[: events.index(VoucherEvent.ACTIVATED) + 1]


def moves_of(
    voucher: Voucher, events: Sequence[VoucherEvent], *, at: datetime, actor: str, reason: str | None = None
) -> list[VoucherMove]:
    """The moves that these events make of a voucher, in order."""
    moves: list[VoucherMove] = []
    graph, state = GRAPHS[voucher.graph], voucher.state
    for ordinal, event in enumerate(events, start=voucher.ordinal + 1):
        previous, state = state, state_after(graph, state, event)
        moves.append(
            VoucherMove(
                trainee_id=voucher.trainee_id,
                voucher_id=voucher.voucher_id,
                ordinal=ordinal,
                event=event,
                graph=graph.code,
                previous_state=previous,
                state=state,
                at=at,
                actor=actor,
                reason=reason,
            )
        )
    return moves


def first_moves(new: Voucher, *, at: datetime, actor: str) -> list[VoucherMove]:
    """The history of a voucher that has just been issued."""
    states = {VoucherEvent.MADE: VoucherState.MADE, VoucherEvent.ISSUED: VoucherState.ISSUED}
    events = GRAPHS[new.graph].issuing
    return [
        VoucherMove(
            trainee_id=new.trainee_id,
            voucher_id=new.voucher_id,
            ordinal=ordinal,
            event=event,
            graph=new.graph,
            previous_state=states[events[ordinal - 2]] if ordinal > 1 else None,
            state=states[event],
            at=at,
            actor=actor,
        )
        for ordinal, event in enumerate(events, start=1)
    ]


def _refusal_of_the_dead(voucher: Voucher, on: date) -> VoucherRefusal | None:
    state = state_on(voucher, on)
    if state is VoucherState.EXPIRED:
        return VoucherRefusal("voucher_expired", _expired_words(voucher, on), ground_of(voucher.graph, Matter.EXPIRY))
    if state not in DEAD:
        return None
    matter = _MATTERS.get(state)
    basis = OURS if matter is None else ground_of(voucher.graph, matter)
    return VoucherRefusal("voucher_dead", _DEAD[state], basis)


def _expired_words(voucher: Voucher, on: date) -> Words:
    """What had to happen and by when; of an expiry written down before only that it is one."""
    cause = expiry(voucher, on)
    if cause is None:
        return _EXPIRED
    words = _NOT_ACTIVATED if cause is ExpiryCause.NOT_ACTIVATED else _NOT_USED
    return words.filled(day=_last_day(voucher))


def _last_day(voucher: Voucher) -> date:
    has_arrived = voucher.state in {VoucherState.ACTIVATED, VoucherState.HELD}
    return voucher.use_by if has_arrived else voucher.activate_by


_MATTERS = {
    VoucherState.WRITTEN_OFF: Matter.WRITE_OFF,
    VoucherState.RETURNED: Matter.RETURN,
    VoucherState.EXCHANGED: Matter.RETURN,
    VoucherState.CLAWED_BACK: Matter.CLAW_BACK,
}
_NOT_ACTIVATED = Words(
    "该培训券应于{day}（含当日）前激活，现已失效。",
    "This voucher had to be activated by {day}, that day included; it has expired.",
)
_NOT_USED = Words(
    "该培训券应于{day}（含当日）前使用，现已失效。",
    "This voucher had to be used by {day}, that day included; it has expired.",
)
_EXPIRED = Words("该培训券已失效。", "This voucher has expired.")
_IMPOSSIBLE = Words(
    "培训券当前状态为“{zh}”，不能进行此操作；可进行：{possible_zh}。",
    "The voucher is {en}; this cannot be done with it. What can happen to it: {possible_en}.",
)
_DEAD = {
    VoucherState.WRITTEN_OFF: Words(
        "该培训券已核销，唯一码失效。", "This voucher has been written off; its code is dead."
    ),
    VoucherState.RETURNED: Words("该培训券已退回。", "This voucher has been returned."),
    VoucherState.EXCHANGED: Words("该培训券已退换为新券。", "This voucher has been exchanged for another."),
    VoucherState.VOIDED: Words("该培训券已作废。", "This voucher has been voided."),
    VoucherState.CLAWED_BACK: Words("该培训券的补贴已追回。", "The subsidy of this voucher has been clawed back."),
}
