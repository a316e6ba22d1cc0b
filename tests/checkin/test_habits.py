"""Fixes compared with the person's earlier ones: doubts and notes."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.checkin.model.attempts import Sighting
from checkin_service.checkin.words.findings import SAID
from checkin_service.kit.verdict import Decision, Outcome, Verdict
from geo import Datum, Position, convert, displaced
from tests.checkin.builders import SITE, a_sighting, finding, session_facts, trainee_facts
from tests.checkin.conftest import Judge

NOW = datetime(2026, 3, 2, 0, 55, tzinfo=UTC)
PRECISE = Position(longitude=120.5821037, latitude=29.9971219, datum=Datum.WGS84)


def checks(verdict: Verdict) -> set[str]:
    return {each.check for each in verdict.findings}


def reasons(verdict: Verdict) -> set[str]:
    return {each.reason for each in verdict.findings}


def km_away(km: float, *, minutes_ago: float, accuracy_m: float = 12.0) -> Sighting:
    place = displaced(SITE, east_m=km * 1000, north_m=0)
    return a_sighting(place, accuracy_m=accuracy_m, received_at=NOW - timedelta(minutes=minutes_ago))


def test_a_first_attempt_has_nothing_to_be_compared_with(judged: Judge) -> None:
    verdict = judged(position=PRECISE)
    assert verdict.decision is Decision.ACCEPTED
    assert not checks(verdict) & {"travel", "fix_habits"}


def test_nobody_comes_from_hangzhou_in_five_minutes(judged: Judge) -> None:
    verdict = judged(None, trainee_facts(last_accepted=km_away(60, minutes_ago=5)))
    assert verdict.decision is Decision.DOUBTFUL
    travel = finding(verdict, "travel")
    assert (travel.outcome, travel.reason, travel.limit, travel.unit) == (
        Outcome.DOUBT,
        "impossible_travel",
        400,
        "km/h",
    )
    assert 700 < float(str(travel.measured)) < 720
    assert SAID["impossible_travel"].advice is not None


def test_high_speed_rail_is_honest(judged: Judge) -> None:
    verdict = judged(None, trainee_facts(last_accepted=km_away(350, minutes_ago=60)))
    assert verdict.decision is Decision.ACCEPTED


def test_the_limit_of_four_hundred_kilometres_per_hour_is_not_passed_by_what_both_errors_explain(judged: Judge) -> None:
    fast = km_away(100, minutes_ago=14.9)
    assert judged(None, trainee_facts(last_accepted=fast)).decision is Decision.DOUBTFUL
    vague = km_away(100, minutes_ago=14.9, accuracy_m=2000)
    assert judged(None, trainee_facts(last_accepted=vague)).decision is Decision.ACCEPTED


def test_a_phone_that_sets_its_clock_back_does_not_travel_slowly(judged: Judge) -> None:
    verdict = judged(
        None, trainee_facts(last_accepted=km_away(60, minutes_ago=5)), captured_at=datetime(2030, 1, 1, tzinfo=UTC)
    )
    assert finding(verdict, "travel").outcome is Outcome.DOUBT


def test_the_same_place_in_another_datum_is_no_travel(judged: Judge) -> None:
    before = a_sighting(convert(SITE, Datum.BD09), received_at=NOW - timedelta(seconds=2))
    assert judged(None, trainee_facts(last_accepted=before)).decision is Decision.ACCEPTED


def test_refused_places_do_not_stand_in_the_way_of_an_honest_return(judged: Judge) -> None:
    """Only what was believed is a place to have come from; recent fixes are looked at for their habits."""
    verdict = judged(None, trainee_facts(recent=(km_away(60, minutes_ago=5),)))
    assert verdict.decision is Decision.ACCEPTED
    assert "travel" not in checks(verdict)


@pytest.mark.parametrize("accuracy_m", [None, 0.0, -3.0])
def test_an_earlier_position_without_a_usable_accuracy_is_no_fix(judged: Judge, accuracy_m: float | None) -> None:
    before = a_sighting(displaced(SITE, east_m=60_000, north_m=0), accuracy_m=accuracy_m)
    assert "travel" not in checks(judged(None, trainee_facts(last_accepted=before, recent=(before,))))


def test_five_identical_fixes_are_noted_and_decide_nothing(judged: Judge) -> None:
    alike = tuple(
        a_sighting(PRECISE, accuracy_m=10.0 + day, received_at=NOW - timedelta(days=5 - day)) for day in range(4)
    )
    verdict = judged(None, trainee_facts(recent=alike), position=PRECISE)
    assert verdict.decision is Decision.ACCEPTED
    noted = finding(verdict, "fix_habits")
    assert (noted.outcome, noted.reason, noted.measured, noted.limit) == (Outcome.NOTE, "frozen_position", 5, 5)
    assert "frozen_position" not in reasons(judged(None, trainee_facts(recent=alike[1:]), position=PRECISE))


def test_a_row_that_ended_before_is_not_noted_again(judged: Judge) -> None:
    alike = tuple(a_sighting(PRECISE, accuracy_m=10.0 + day) for day in range(5))
    elsewhere = displaced(PRECISE, east_m=7, north_m=3)
    assert "frozen_position" not in reasons(judged(None, trainee_facts(recent=alike), position=elsewhere))


def test_an_accuracy_that_never_changes_is_noted(judged: Judge) -> None:
    walk = tuple(
        a_sighting(displaced(PRECISE, east_m=9 * step, north_m=-7 * step), accuracy_m=15.0) for step in range(4)
    )
    verdict = judged(None, trainee_facts(recent=walk), position=PRECISE, accuracy_m=15.0)
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "fix_habits").reason == "constant_accuracy"


def test_typed_coordinates_are_noted(judged: Judge) -> None:
    verdict = judged(position=Position(longitude=120.582, latitude=29.997, datum=Datum.WGS84))
    assert finding(verdict, "fix_habits").reason == "round_coordinates"
    assert verdict.decision is Decision.ACCEPTED


def test_a_fence_around_the_instructor_is_said_to_be_one(judged: Judge) -> None:
    verdict = judged(session_facts(fence_moves=True))
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "moving_fence").outcome is Outcome.NOTE
