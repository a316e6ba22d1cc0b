"""The lifecycles of the packs: what may happen to a voucher, and that nothing else does."""

from datetime import UTC, date, datetime

import pytest

from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import ExpiryCause, VoucherEvent, VoucherState
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS, TAIL, Graph
from tests.voucher.builders import a_voucher

AT = datetime(2022, 5, 9, tzinfo=UTC)
EVERY = pytest.mark.parametrize("graph", GRAPHS.values(), ids=lambda graph: graph.code)


def reachable(graph: Graph, start: VoucherState) -> set[VoucherState]:
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for (origin, _), target in graph.moves.items():
            if origin is state and target not in found:
                found.add(target)
                waiting.append(target)
    return found


@pytest.mark.parametrize(
    ("jurisdiction", "code"),
    [("330602", "330600"), ("330600", "330600"), ("330100", "000000"), ("341502", "340000"), ("000000", "000000")],
)
def test_a_jurisdiction_without_a_graph_of_its_own_has_that_of_the_nearest_above(jurisdiction: str, code: str) -> None:
    assert rules.graph_of(jurisdiction).code == code


@EVERY
def test_every_move_outside_the_graph_is_impossible(graph: Graph) -> None:
    for state in VoucherState:
        for event in VoucherEvent:
            if (state, event) not in graph.moves:
                with pytest.raises(rules.ImpossibleMove):
                    rules.state_after(graph, state, event)


@EVERY
def test_a_dead_code_never_comes_to_life_again(graph: Graph) -> None:
    for state in DEAD:
        assert reachable(graph, state) <= DEAD


@EVERY
def test_every_state_of_a_graph_can_be_reached_and_is_left_for_a_dead_end_only(graph: Graph) -> None:
    first = VoucherState(graph.issuing[0].value)
    states = {origin for origin, _, _ in graph.edges} | {target for _, _, target in graph.edges}
    assert reachable(graph, first) == states
    for state in states - DEAD:
        assert reachable(graph, state) & DEAD


@EVERY
def test_showing_a_voucher_at_the_desk_leads_into_training_from_every_state_before(graph: Graph) -> None:
    for state in graph.waiting:
        voucher = a_voucher(graph=graph.code, state=state)
        moves = rules.moves_of(voucher, rules.moves_to_use(graph, state), at=AT, actor="staff:x")
        assert moves[-1].state is VoucherState.USED


@EVERY
def test_what_is_in_training_cannot_be_put_to_use_again(graph: Graph) -> None:
    with pytest.raises(rules.ImpossibleMove):
        rules.moves_to_use(graph, VoucherState.USED)


def test_all_packs_settle_in_the_same_way() -> None:
    assert all(graph.edges[-len(TAIL) :] == TAIL for graph in GRAPHS.values())


@pytest.mark.parametrize(
    ("code", "state", "on", "cause"),
    [
        ("330600", "issued", date(2022, 6, 2), ExpiryCause.NOT_ACTIVATED),
        ("330600", "issued", date(2022, 6, 1), None),
        ("330600", "activated", date(2022, 9, 2), ExpiryCause.ACTIVATED_UNUSED),
        ("330600", "used", date(2030, 1, 1), None),
        ("340000", "claimed", date(2022, 6, 2), ExpiryCause.NOT_USED),
        ("340000", "held", date(2022, 9, 2), ExpiryCause.NOT_STARTED),
        ("340000", "held", date(2022, 9, 1), None),
        ("350000", "claimed", date(2022, 6, 2), ExpiryCause.NOT_STARTED),
        ("370000", "issued", date(2022, 6, 2), ExpiryCause.NOT_ACTIVATED),
    ],
)
def test_each_expiry_has_its_cause(code: str, state: str, on: date, cause: ExpiryCause | None) -> None:
    assert rules.expiry(a_voucher(graph=code, state=VoucherState(state)), on) is cause


def test_a_possible_move_is_not_refused() -> None:
    assert rules.refusal_to_move(a_voucher(), VoucherEvent.RETURNED, on=date(2022, 5, 1)) is None
