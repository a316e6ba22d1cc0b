"""Every case is played over HTTP at the real service, and what must come of each step comes of it."""

import pytest

from checkin_service.policy.clauses import clauses
from tests.conftest import StoppedClock
from tests.policy_cases import (
    class_steps,
    conduct_steps,
    course_steps,
    learning_steps,
    money_steps,
    person_steps,
    recording_steps,
    register_steps,
    vacancy_steps,
    voucher_steps,
)
from tests.policy_cases.cases import Case, cases
from tests.policy_cases.stage import Stage
from tests.policy_cases.steps import STEPS, play
from tests.policy_cases.worlds import Worlds, morning

CASES = cases()
assert all(
    each.__name__
    for each in (
        class_steps,
        conduct_steps,
        course_steps,
        learning_steps,
        money_steps,
        person_steps,
        recording_steps,
        register_steps,
        vacancy_steps,
        voucher_steps,
    )
)


def _param(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.pending, raises=AssertionError)] if case.pending else []
    return pytest.param(case, id=f"{case.world} {' '.join(case.rows)} {case.name}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
async def test_case(case: Case, worlds: Worlds, clock: StoppedClock) -> None:
    clock.move_to(morning(case.on))
    stage = Stage(worlds, case.at)
    for line in case.lines:
        await play(stage, line)


def test_cases_name_rules_and_steps_there_are() -> None:
    assert {row for case in CASES for row in case.rows} <= set(clauses())
    assert {line.step for case in CASES for line in case.lines} <= set(STEPS)


def test_no_two_cases_of_a_world_share_a_name() -> None:
    names = [(case.world, case.name) for case in CASES]
    assert len(set(names)) == len(names)
