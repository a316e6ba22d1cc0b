"""By which figures the duties of a platform's operator are seen to be kept (FJ-30)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checkin_service.attendance import rules
from checkin_service.attendance.model.learning import OperatorDuty, PlatformUse
from checkin_service.kit.ids import new_id

NONE = PlatformUse(
    records=0,
    accepted=0,
    of_others=0,
    without_voucher=0,
    implausible=0,
    not_learnt=0,
    unsigned=0,
    minutes=0,
    questions=0,
    right_answers=0,
    classes=(),
)
USED = replace(NONE, records=1, classes=(new_id(),))
IN_USE = {OperatorDuty.ADMISSION, OperatorDuty.REAL_NAME, OperatorDuty.USAGE_CHECK, OperatorDuty.SUPERVISION}


@pytest.mark.parametrize("duty", OperatorDuty)
def test_a_platform_that_nobody_used_shows_nothing_of_a_duty(duty: OperatorDuty) -> None:
    assert not rules.seen_in_use(duty, NONE)


@pytest.mark.parametrize("duty", OperatorDuty)
def test_records_show_duties_and_never_how_safe_a_platform_is(duty: OperatorDuty) -> None:
    assert rules.seen_in_use(duty, USED) is (duty in IN_USE)
    answered = replace(USED, questions=1)
    assert rules.seen_in_use(duty, answered) is (duty in {*IN_USE, OperatorDuty.EVALUATION})


def test_a_paper_was_seen_today_or_before() -> None:
    today = date(2026, 3, 2)
    assert rules.paper_refusal(today, on=today) is None
    assert rules.paper_refusal(today + timedelta(days=1), on=today) is not None
