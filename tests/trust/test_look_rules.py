"""Rules of looks at classes: what signals are given, when anything is shown, what has been dealt with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.signals.calibration import Table
from checkin_service.signals.model import SignalKind
from checkin_service.trust.model import BoundIn, DueClass, Found, Look, RiskStep, RiskStepKind, SignalNote, SignIn
from checkin_service.trust.rules import (
    evidence_of,
    has_new_checks,
    is_closed,
    latest_notes,
    learned,
    lessons_of,
    may_name,
    records_of,
    shown_from,
    to_look_at,
)

STARTS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ONE, TWO, LESSON = UUID(int=1), UUID(int=2), UUID(int=3)


def a_sign_in(trainee: UUID, at_s: float, *, late_s: float = 0, sender: str = "device:1") -> SignIn:
    made = STARTS + timedelta(seconds=at_s)
    return SignIn(trainee, LESSON, STARTS, made, made + timedelta(seconds=late_s), sender, 4000)


def a_look(p: float, *, number: int = 1) -> Look:
    return Look(
        class_id=new_id(),
        number=number,
        authority_code="330600",
        people=20,
        lessons=5 * number,
        calibration="test",
        notes=[],
        e=1 / p,
        p=p,
        looked_at=STARTS,
    )


def test_moments_count_from_the_beginning_of_the_lesson_and_a_terminal_is_told_apart() -> None:
    lessons = lessons_of([a_sign_in(ONE, -60), a_sign_in(TWO, 30, sender="terminal:1")], [])
    assert lessons.at_s.tolist() == [[-60.0, 30.0]]
    assert lessons.by_card.tolist() == [[False, True]]
    assert lessons.code_age_s.tolist() == [[4.0, 4.0]]


def test_what_arrived_late_tells_no_moment() -> None:
    lessons = lessons_of([a_sign_in(ONE, 0), a_sign_in(TWO, 0, late_s=121)], [])
    assert np.isnan(lessons.at_s).tolist() == [[False, True]]
    assert np.isnan(lessons.code_age_s).tolist() == [[False, True]]


def test_phones_of_one_network_and_client_share_a_number_and_unknown_ones_have_none() -> None:
    three = UUID(int=9)
    signed = [a_sign_in(each, 0) for each in (ONE, TWO, three)]
    bound = [
        BoundIn(ONE, STARTS, b"net", "wechat"),
        BoundIn(TWO, STARTS + timedelta(seconds=2), b"net", "wechat"),
        BoundIn(three, STARTS, None, None),
        BoundIn(new_id(), STARTS, b"net", "wechat"),
    ]
    lessons = lessons_of(signed, bound)
    assert lessons.bound_in.tolist() == [0, 0, -1]
    assert lessons.bound_at_s[:2].tolist() == [0.0, 2.0]


def test_a_class_that_nobody_came_to_has_no_people() -> None:
    assert lessons_of([], []).people == 0
    assert evidence_of([[]]) == 0


def test_before_the_first_look_there_is_no_day_from_which_anything_is_shown() -> None:
    assert shown_from(None, 30) is None
    assert shown_from(STARTS, 30) == STARTS + timedelta(days=30)


def test_a_closed_class_comes_back_with_a_later_look_and_an_inspection_closes_nothing() -> None:
    def a_step(kind: RiskStepKind, number: int) -> RiskStep:
        return RiskStep(
            class_id=ONE,
            ordinal=1,
            kind=kind,
            look_number=number,
            inspection_id=None,
            reason="已到场",
            taken_by=TWO,
            taken_at=STARTS,
        )

    assert is_closed(a_look(0.001), [a_step(RiskStepKind.CLOSED, 1)])
    assert not is_closed(a_look(0.001, number=2), [a_step(RiskStepKind.CLOSED, 1)])
    assert not is_closed(a_look(0.001), [a_step(RiskStepKind.INSPECTION, 1)])


def test_what_inspections_found_makes_a_signal_quieter_only_once_five_more_classes_were_in_order() -> None:
    table = Table("1", 4999, [])

    def found(in_order: int, wanting: int, *, version: int = 1, score: float | None = 2.0) -> list[Found]:
        note = SignalNote(kind=SignalKind.ORDER, version=version, p=0.001, figures={}, score=score)
        kinds = [RiskStepKind.IN_ORDER] * in_order + [RiskStepKind.WANTING] * wanting
        return [
            Found(class_id=UUID(int=each // 2), authority_code="330600", kind=kinds[each // 2], notes=[note])
            for each in range(2 * len(kinds))
        ]

    def p(seen: list[Found], score: float = 1.5) -> float:
        return learned(SignalKind.ORDER, score, 0.0002, table, seen)

    assert p(found(4, 0)) == p(found(9, 5)) == p(found(9, 0), score=2.5) == 0.0002
    assert p(found(9, 0, version=0)) == p(found(9, 0, score=None)) == 0.0002
    assert p(found(5, 0)) == pytest.approx(6 / 5005)
    assert p(found(10, 5)) == pytest.approx(6 / 5005)
    (record,) = records_of(found(5, 2))
    assert (record.kind, record.in_order, record.wanting) == (SignalKind.ORDER, 5, 2)


def test_people_are_named_only_inside_an_open_inspection_and_where_their_checks_point_at_some() -> None:
    def a_step(kind: RiskStepKind, inspection: int) -> RiskStep:
        return RiskStep(
            class_id=ONE,
            ordinal=1,
            kind=kind,
            look_number=1,
            inspection_id=UUID(int=inspection),
            reason="去看",
            taken_by=TWO,
            taken_at=STARTS,
        )

    def a_note(kind: SignalKind, p: float) -> Look:
        return replace(a_look(0.001), notes=[SignalNote(kind=kind, version=1, p=p, figures={})])

    planned, ended = a_step(RiskStepKind.INSPECTION, 7), a_step(RiskStepKind.IN_ORDER, 7)
    points = [a_note(SignalKind.TOGETHER, 0.0002)]
    assert may_name(points, [planned])
    assert may_name(points, [planned, ended, a_step(RiskStepKind.INSPECTION, 8)])
    assert not may_name(points, [])
    assert not may_name(points, [planned, ended])
    assert not may_name([a_note(SignalKind.TOGETHER, 0.2)], [planned])
    assert not may_name([a_note(SignalKind.ROOMS, 0.0002)], [planned])


def test_the_oddest_class_stands_first_and_ordinary_ones_do_not_stand_there() -> None:
    odd, odder, ordinary = a_look(0.005), a_look(0.001), a_look(0.4)
    assert to_look_at([odd, ordinary, odder], false_discovery_percent=10) == [odder, odd]
    assert to_look_at([], false_discovery_percent=10) == []


def test_checks_are_looked_at_anew_only_when_one_was_held_since() -> None:
    def due(looked_at: datetime | None, checked_at: datetime | None) -> DueClass:
        return DueClass(ONE, "330600", 5, 1, 5, looked_at, checked_at)

    assert not has_new_checks(due(None, None))
    assert has_new_checks(due(None, STARTS))
    assert has_new_checks(due(STARTS + timedelta(hours=24), STARTS))
    assert not has_new_checks(due(STARTS + timedelta(hours=25), STARTS))


def test_of_all_looks_the_latest_word_of_each_signal_is_shown_the_oddest_first() -> None:
    def note(kind: SignalKind, p: float) -> SignalNote:
        return SignalNote(kind=kind, version=1, p=p, figures={})

    first, second = a_look(0.5), a_look(0.5, number=2)
    first = replace(first, notes=[note(SignalKind.ORDER, 0.1), note(SignalKind.PACE, 0.2)])
    second = replace(second, notes=[note(SignalKind.ORDER, 0.4)])
    assert [(each.kind, each.p) for each in latest_notes([first, second])] == [
        (SignalKind.PACE, 0.2),
        (SignalKind.ORDER, 0.4),
    ]
