"""The sign of a lesson in a person's calendar."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Mark, OwnLeave
from checkin_service.checkin.rules.today import mark_of
from tests.timetable.builders import ENDS_AT, STARTS_AT, a_session

BEFORE = STARTS_AT - timedelta(hours=1)


def leave(*, until: datetime = ENDS_AT) -> OwnLeave:
    return OwnLeave(class_id=a_session().class_id, starts_at=STARTS_AT, ends_at=until)


def mark(*, cancelled_at: datetime | None = None, now: datetime = ENDS_AT, **facts: Any) -> Mark:
    given: dict[str, Any] = {"credited_hours": 0, "waiting": (), "leaves": ()} | facts
    return mark_of(a_session(cancelled_at=cancelled_at), now=now, **given)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"cancelled_at": BEFORE, "credited_hours": 4}, Mark.CANCELLED),
        ({"credited_hours": 4, "waiting": (Phase.OUT,)}, Mark.COUNTED),
        ({"waiting": (Phase.IN,), "leaves": (leave(),)}, Mark.DOUBTFUL),
        ({"leaves": (leave(),)}, Mark.LEAVE),
        ({"leaves": (leave(until=STARTS_AT),)}, Mark.MISSED),
        ({}, Mark.MISSED),
        ({"now": ENDS_AT - timedelta(seconds=1)}, Mark.AHEAD),
    ],
)
def test_the_best_that_can_be_said_of_a_lesson_is_its_mark(facts: dict[str, Any], expected: Mark) -> None:
    assert mark(**facts) is expected
