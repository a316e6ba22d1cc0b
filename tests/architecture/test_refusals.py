"""Whoever is refused by the law is told by which clause: what a rule decides by goes along with the refusal."""

from dataclasses import MISSING, fields

import pytest

from checkin_service.policy.clauses import law
from checkin_service.voucher.model.vouchers import VoucherRefusal, VoucherState
from checkin_service.voucher.rules.graphs import GRAPHS
from checkin_service.voucher.rules.grounds import Matter, ground_of
from checkin_service.voucher.rules.names import EVENTS, STATES
from tests.architecture.refusals import (
    SERVICE,
    made_by_hand,
    reasons_alone,
    rules_of_service,
    unfit_by_law,
    without_clause,
)


def test_every_refusal_by_the_law_carries_what_it_stands_on() -> None:
    found = {
        path.relative_to(SERVICE).as_posix(): list(without_clause(path.read_text())) for path in rules_of_service()
    }
    assert {path: names for path, names in found.items() if names} == {}


def test_nobody_tells_the_reason_and_leaves_out_the_clause() -> None:
    found = {
        path.relative_to(SERVICE).as_posix(): list(reasons_alone(path.read_text())) for path in SERVICE.rglob("*.py")
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        'def refusal_of_it(view: PolicyView) -> Words | None:\n    return view.value("voucher.kinds") and _NO\n',
        'def it_refusal(day: date) -> Words | None:\n    """Not after the day (FJ-12)."""\n    return _NO\n',
    ],
)
def test_a_refusal_without_its_clause_is_noticed(source: str) -> None:
    assert list(without_clause(source))


def test_what_is_refused_by_no_clause_need_not_name_one() -> None:
    assert not list(without_clause('def refusal_of_it(day: date) -> Words | None:\n    """Not after the day."""\n'))
    assert list(reasons_alone('raise Problem(K, refusal.words, fields={"reason": refusal.reason})\n'))


def served() -> list[tuple[str, str]]:
    """Every module that may refuse somebody, with its text; the kit only has the words for it."""
    paths = (path for path in SERVICE.rglob("*.py") if path.relative_to(SERVICE).parts[0] != "kit")
    return [(path.relative_to(SERVICE).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def test_whoever_refuses_says_whether_it_is_by_law() -> None:
    found = {path: list(made_by_hand(source)) for path, source in served()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_services_name_the_clause_where_a_document_decides() -> None:
    found = {path: list(unfit_by_law(source)) for path, source in served()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    [
        "raise Problem(ProblemKind.RULE_REFUSED, _NO)\n",
        'raise Problem(ProblemKind.STATE_CONFLICT, _NO, fields={"clause": "MP-09"})\n',
    ],
)
def test_a_refusal_that_is_put_together_by_hand_is_noticed(source: str) -> None:
    assert list(made_by_hand(source))


@pytest.mark.parametrize(
    "source",
    [
        'async def issue(view: PolicyView) -> None:\n    if view.value("voucher.kinds"):\n        raise unfit(_NO)\n',
        'def issue() -> None:\n    """Nobody gets two (FJ-14)."""\n    raise unfit(_NO.filled(most=1), reason="two")\n',
        'def pay() -> None:\n    """谁发券、谁补贴 (SX-21)."""\n    raise Problem(ProblemKind.NOT_PERMITTED, _NO)\n',
        '_NO = Words("按规定不能发放。", "no")\ndef issue() -> None:\n    raise unfit(_NO)\n',
    ],
)
def test_a_service_that_leaves_out_the_clause_is_noticed(source: str) -> None:
    assert list(unfit_by_law(source))


def test_what_no_document_decides_is_refused_without_one() -> None:
    mistyped = (
        '_NO = Words("号码不对。", "no")\ndef take(number: str) -> None:\n    raise unfit(_NO, reason="number")\n'
    )
    assert not list(unfit_by_law(mistyped))
    named = 'def issue() -> None:\n    """Nobody gets two (FJ-14)."""\n    raise by_law(_NO, asked.basis)\n'
    assert not list(unfit_by_law(named)) + list(made_by_hand(named))


def test_a_refusal_of_a_voucher_cannot_be_made_without_what_it_stands_on() -> None:
    (basis,) = (each for each in fields(VoucherRefusal) if each.name == "basis")
    assert basis.default is MISSING


def test_every_graph_has_a_ground_for_what_it_refuses() -> None:
    grounds = {(graph, matter): ground_of(graph, matter) for graph in GRAPHS for matter in Matter}
    ours = {place for place, basis in grounds.items() if basis.clause is None}
    assert {matter for _, matter in ours} == {Matter.CLAW_BACK}
    with pytest.raises(KeyError):
        law("SX-99")


def test_states_and_moves_have_chinese_names() -> None:
    assert set(STATES) == set(VoucherState)
    assert all(not each.zh.isascii() for each in (*STATES.values(), *EVENTS.values()))
    assert all(event in EVENTS for graph in GRAPHS.values() for _, event in graph.moves)
