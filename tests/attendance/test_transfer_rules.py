"""Moves to another class: who may, and which class hours go along."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.rules import hours_along, transfer_refusal
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.timetable.model import ClassState, Session, SessionPart, TrainingClass
from checkin_service.voucher.model.vouchers import Delivery, TeachingLeg
from tests.attendance.builders import NOW, a_session_on
from tests.attendance.test_learning_rules import HELD, REGISTERED

POLICY = book().at("330600", on=NOW.date())
HERE = HELD
THERE = replace(HELD, class_id=new_id())


def along(left: list[tuple[Session, CreditMode, int]], sessions: list[Session]) -> list[int]:
    earned = {(session.session_id, mode): hours for session, mode, hours in left}
    taken = hours_along(earned, [each for each, _, _ in left], THERE, sessions, now=NOW, policy=POLICY)
    return [taken.get(session.session_id, 0) for session in sessions]


def test_hours_go_to_sessions_that_are_over_in_their_order() -> None:
    left = [(a_session_on(-5), CreditMode.LOCATED, 4), (a_session_on(-4), CreditMode.SELF_PACED, 2)]
    assert along(left, [a_session_on(-3), a_session_on(-2), a_session_on(-1)]) == [4, 2, 0]


def test_what_lies_ahead_is_still_to_be_earned() -> None:
    left = [(a_session_on(-5), CreditMode.LOCATED, 4)]
    assert along(left, [a_session_on(0), a_session_on(1), a_session_on(-3, cancelled_at=NOW)]) == [0, 0, 0]


def test_hours_by_decision_or_from_paper_stay_behind() -> None:
    left = [(a_session_on(-5), CreditMode.CORRECTED, 4), (a_session_on(-4), CreditMode.IMPORTED, 4)]
    assert along(left, [a_session_on(-3)]) == [0]


def test_theory_counts_as_theory_and_practice_as_practice() -> None:
    left = [(a_session_on(-5, part=SessionPart.THEORY), CreditMode.ONLINE, 4)]
    sessions = [
        a_session_on(-3, part=SessionPart.PRACTICE),
        a_session_on(-2),
        a_session_on(-1, part=SessionPart.THEORY),
    ]
    assert along(left, sessions) == [0, 0, 4]


MODES = st.sampled_from(CreditMode)
EARNED = st.lists(st.tuples(st.integers(1, 8), MODES), max_size=10)
PLAN = st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 8)), max_size=10)


@given(EARNED, PLAN)
def test_no_hour_is_taken_twice_and_no_session_overfilled(
    earned: list[tuple[int, CreditMode]], plan: list[tuple[int, int]]
) -> None:
    left = [(a_session_on(-30), mode, hours) for hours, mode in earned]
    sessions = [a_session_on(day, hours) for day, hours in plan]
    taken = along(left, sessions)
    assert sum(taken) <= sum(hours for hours, _ in earned)
    assert all(hours <= session.class_hours for hours, session in zip(taken, sessions, strict=True))


@pytest.mark.parametrize(
    "changes",
    [
        {"project_id": new_id()},
        {"supervising_authority": "330602"},
        {"paying_authority": "330602"},
        {"counting_authority": "330602"},
        {"enterprise_id": new_id()},
        {"teaching": (TeachingLeg(delivery=Delivery.ONLINE, institution_id=new_id(), share_percent=40),)},
        {"state": ClassState.COMPLETED},
    ],
)
def test_only_between_open_classes_of_one_kind(changes: dict[str, Any]) -> None:
    target: TrainingClass = replace(THERE, **changes)
    assert transfer_refusal(REGISTERED, HERE, THERE, None) is None
    assert transfer_refusal(REGISTERED, HERE, target, None) is not None


def test_another_institution_may_take_over() -> None:
    assert transfer_refusal(REGISTERED, HERE, replace(THERE, institution_id=new_id()), None) is None


def test_only_who_is_here_and_was_never_there_can_move() -> None:
    withdrawn = replace(REGISTERED, withdrawn_at=NOW)
    assert transfer_refusal(None, HERE, THERE, None) is not None
    assert transfer_refusal(withdrawn, HERE, THERE, None) is not None
    assert transfer_refusal(REGISTERED, HERE, THERE, withdrawn) is not None
    assert transfer_refusal(REGISTERED, replace(HERE, state=ClassState.COMPLETION_APPLIED), THERE, None) is not None
