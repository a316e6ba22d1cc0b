"""Moving fences: when an instructor's own position may carry a class held away from its site."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from checkin_service.checkin.rules import where
from checkin_service.checkin.rules.moving import fence_refusal
from checkin_service.kit.verdict import Outcome
from checkin_service.policy.book import PolicyView
from geo import Fix, displaced
from tests.attendance.builders import a_class
from tests.checkin.builders import SITE, a_case, evidence_of, session_facts
from tests.timetable.builders import ENDS_AT, STARTS_AT, a_session

IN_CLASS = STARTS_AT + timedelta(hours=1)
AWAY = {"moving_fence": True}


def refusal(policy: PolicyView, *, now: datetime = IN_CLASS, km: float = 5, **changes: dict[str, Any]) -> str | None:
    position = displaced(SITE, east_m=km * 1000, north_m=0)
    values: dict[str, Any] = {"position": position, "accuracy_m": 20.0, "confidence": 0.68, "captured_at": now}
    refused = fence_refusal(
        Fix(**values | changes.get("fix", {})),
        SITE,
        a_session(**changes.get("session", {})),
        a_class(**AWAY | changes.get("training_class", {})),
        policy,
        now,
    )
    return refused and refused.words.en


def test_an_approved_class_may_be_held_within_reach_of_its_site(policy: PolicyView) -> None:
    assert refusal(policy) is None


NOT_APPROVED = "The class is not approved to be held away from its site."
NOT_HELD = "The session does not take place now."
SIMULATED = "The phone says that its position is simulated."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"training_class": {"moving_fence": False}}, NOT_APPROVED),
        ({"training_class": {"state": "completed"}}, NOT_HELD),
        ({"session": {"cancelled_at": STARTS_AT}}, NOT_HELD),
        ({"fix": {"is_mock": True}}, SIMULATED),
    ],
)
def test_what_carries_no_fence(policy: PolicyView, changes: dict[str, Any], said: str) -> None:
    assert refusal(policy, **changes) == said


@pytest.mark.parametrize(
    ("now", "is_in_time"),
    [
        (STARTS_AT - timedelta(minutes=30), True),
        (STARTS_AT - timedelta(minutes=30, seconds=1), False),
        (ENDS_AT, True),
        (ENDS_AT + timedelta(seconds=1), False),
    ],
)
@pytest.mark.parametrize("phases", [("in",), ("in", "out"), ("out", "in")])
def test_the_fence_is_placed_from_the_opening_of_the_check_in_to_the_end(
    policy: PolicyView, now: datetime, phases: tuple[str, ...], *, is_in_time: bool
) -> None:
    said = refusal(policy, now=now, training_class={"phases": phases})
    assert said == (
        None if is_in_time else "Place the fence between the opening of the check-in and the end of the session."
    )


@pytest.mark.parametrize(("accuracy_m", "is_enough"), [(50.0, True), (51.0, False)])
def test_a_fix_may_be_as_inaccurate_as_policy_says(policy: PolicyView, accuracy_m: float, *, is_enough: bool) -> None:
    said = refusal(policy, km=1, fix={"accuracy_m": accuracy_m})
    assert said == (None if is_enough else "The fix is too inaccurate; wait for a better one in the open.")


@pytest.mark.parametrize(("km", "is_near"), [(9.9, True), (10.0, False), (30, False)])
def test_the_instructor_is_surely_within_reach_of_the_site(policy: PolicyView, km: float, *, is_near: bool) -> None:
    said = refusal(policy, km=km)
    assert said == (None if is_near else "The fix must surely lie within 10000 metres of the registered site.")


@pytest.mark.parametrize(
    ("evidence", "outcome", "reason"),
    [
        ({}, Outcome.NOTE, "around_instructor"),
        ({"fence_by_device": True}, Outcome.NOTE, "around_device"),
        ({"fence_others": 1, "fix_is_own": True}, Outcome.DOUBT, "fence_not_borne_out"),
        ({"fence_others": 2, "fix_is_own": False}, Outcome.DOUBT, "fence_not_borne_out"),
        ({"fence_others": 2, "fix_is_own": True}, Outcome.NOTE, "fence_borne_out"),
    ],
)
def test_a_fence_that_moved_says_who_bears_it_out(
    policy: PolicyView, evidence: dict[str, Any], outcome: Outcome, reason: str
) -> None:
    case = a_case(evidence_of(**evidence), session_facts(fence_moves=True))
    (said,) = [each for each in where.location(case, policy) if each.check == "moving_fence"]
    assert (said.outcome, said.reason) == (outcome, reason)
