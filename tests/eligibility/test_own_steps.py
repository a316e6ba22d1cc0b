"""The stations from the voucher to the account, as a person sees them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.own import OwnCase, Step, StepKind, StepState, VoucherMove
from checkin_service.eligibility.rules.own_steps import steps_of
from checkin_service.voucher.model.vouchers import VoucherState

FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def moved(*states: VoucherState) -> tuple[VoucherMove, ...]:
    """Each on the day after the one before, the latest first as they are read."""
    return tuple(
        reversed([VoucherMove(state=state, at=FIRST + timedelta(days=day)) for day, state in enumerate(states)])
    )


def a_case(**changes: Any) -> OwnCase:
    values: dict[str, Any] = {
        "class_id": UUID(int=1),
        "name": "电工",
        "authority_name": "某局",
        "subsidy_fen": 150_000,
        "fee_fen": None,
        "fee_paid_fen": None,
        "completed_at": None,
        "voucher_code": "1" * 21,
        "moves": (),
        "passed": None,
        "assessed_on": None,
    }
    return OwnCase(**values | changes)


def steps(
    case: OwnCase, *, outcome: DeterminationOutcome | None = None, determined_on: date | None = None
) -> dict[StepKind, Step]:
    return {step.kind: step for step in steps_of(case, outcome=outcome, determined_on=determined_on)}


def at(case: OwnCase, kind: StepKind) -> tuple[StepState, date | None]:
    step = steps(case)[kind]
    return step.state, step.on


def test_of_a_person_without_a_voucher_all_lies_ahead() -> None:
    found = steps(a_case())
    assert list(found) == list(StepKind)
    assert {step.state for step in found.values()} == {StepState.AHEAD}


def test_the_voucher_is_had_from_the_first_day_and_the_training_goes_on_from_its_use() -> None:
    case = a_case(moves=moved(VoucherState.ISSUED, VoucherState.CLAIMED, VoucherState.USED))
    assert at(case, StepKind.VOUCHER) == (StepState.DONE, date(2026, 3, 2))
    assert at(case, StepKind.TRAINING) == (StepState.NOW, date(2026, 3, 4))
    over = a_case(completed_at=FIRST + timedelta(days=30))
    assert at(over, StepKind.TRAINING) == (StepState.DONE, date(2026, 4, 1))


@pytest.mark.parametrize(("passed", "state"), [(True, StepState.DONE), (False, StepState.FAILED)])
def test_the_assessment_is_passed_or_failed_on_its_day(passed: bool, state: StepState) -> None:  # noqa: FBT001
    case = a_case(passed=passed, assessed_on=date(2026, 4, 3))
    assert at(case, StepKind.ASSESSMENT) == (state, date(2026, 4, 3))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (DeterminationOutcome.ELIGIBLE, StepState.DONE),
        (DeterminationOutcome.NOT_ELIGIBLE, StepState.FAILED),
        (DeterminationOutcome.DOUBTFUL, StepState.NOW),
    ],
)
def test_the_determination_is_as_it_came_out(outcome: DeterminationOutcome, state: StepState) -> None:
    step = steps(a_case(), outcome=outcome, determined_on=date(2026, 4, 5))[StepKind.DETERMINATION]
    assert (step.state, step.on) == (state, date(2026, 4, 5))


def test_a_settlement_applied_for_is_under_way_until_it_is_approved_or_paid() -> None:
    asked = (VoucherState.USED, VoucherState.REQUESTED)
    assert at(a_case(moves=moved(*asked)), StepKind.SETTLEMENT) == (StepState.NOW, date(2026, 3, 3))
    approved = a_case(moves=moved(*asked, VoucherState.APPROVED))
    assert at(approved, StepKind.SETTLEMENT) == (StepState.DONE, date(2026, 3, 4))
    assert at(approved, StepKind.PAYMENT) == (StepState.AHEAD, None)
    paid = a_case(moves=moved(VoucherState.DISBURSED, VoucherState.WRITTEN_OFF))
    assert at(paid, StepKind.SETTLEMENT) == at(paid, StepKind.PAYMENT) == (StepState.DONE, date(2026, 3, 2))
