"""The stations from the voucher to the account, each done, present, failed or ahead."""

from collections.abc import Mapping
from datetime import date

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.own import OwnCase, Step, StepKind, StepState
from checkin_service.kit.civil import day_of
from checkin_service.voucher.model.vouchers import VoucherState

_OBTAINED = (VoucherState.CLAIMED, VoucherState.ISSUED, VoucherState.ACTIVATED, VoucherState.HELD, VoucherState.USED)
_PAID = (VoucherState.DISBURSED, VoucherState.WRITTEN_OFF)
_DETERMINED = {
    DeterminationOutcome.ELIGIBLE: StepState.DONE,
    DeterminationOutcome.NOT_ELIGIBLE: StepState.FAILED,
    DeterminationOutcome.DOUBTFUL: StepState.NOW,
}


def steps_of(case: OwnCase, *, outcome: DeterminationOutcome | None, determined_on: date | None) -> tuple[Step, ...]:
    """All six, with the day of each that has come about; after one that failed nothing goes on."""
    reached = {move.state: day_of(move.at) for move in reversed(case.moves)}
    determined = StepState.AHEAD if outcome is None else _DETERMINED[outcome]
    return (
        _step(StepKind.VOUCHER, _first(reached, _OBTAINED)),
        _training(case, reached),
        _assessment(case),
        Step(kind=StepKind.DETERMINATION, state=determined, on=determined_on),
        _settlement(reached),
        _step(StepKind.PAYMENT, _first(reached, _PAID)),
    )


def _first(reached: Mapping[VoucherState, date], states: tuple[VoucherState, ...]) -> date | None:
    return min((reached[state] for state in states if state in reached), default=None)


def _step(kind: StepKind, on: date | None) -> Step:
    return Step(kind=kind, state=StepState.AHEAD if on is None else StepState.DONE, on=on)


def _training(case: OwnCase, reached: Mapping[VoucherState, date]) -> Step:
    if case.completed_at is not None:
        return Step(kind=StepKind.TRAINING, state=StepState.DONE, on=day_of(case.completed_at))
    used_on = reached.get(VoucherState.USED)
    return Step(kind=StepKind.TRAINING, state=StepState.AHEAD if used_on is None else StepState.NOW, on=used_on)


def _assessment(case: OwnCase) -> Step:
    state = {None: StepState.AHEAD, True: StepState.DONE, False: StepState.FAILED}[case.passed]
    return Step(kind=StepKind.ASSESSMENT, state=state, on=case.assessed_on)


def _settlement(reached: Mapping[VoucherState, date]) -> Step:
    approved, requested = reached.get(VoucherState.APPROVED), reached.get(VoucherState.REQUESTED)
    if approved is None and requested is not None:
        return Step(kind=StepKind.SETTLEMENT, state=StepState.NOW, on=requested)
    return _step(StepKind.SETTLEMENT, approved or _first(reached, _PAID))
