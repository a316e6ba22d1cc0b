"""Plausibility of a fix beside earlier ones: impossible travel, frozen and mocked fixes."""

import random
from dataclasses import replace
from typing import Any

import pytest

from geo import (
    Datum,
    Fix,
    Limits,
    Position,
    Signal,
    SignalKind,
    Weight,
    convert,
    displaced,
    plausible,
    travel_speed_mps,
)
from tests.geo.builders import a_fix, a_position

ROUND = Position(longitude=120.5, latitude=30.0, datum=Datum.WGS84)


def _kinds(fixes: list[Fix], **limits: Any) -> set[SignalKind]:
    return {signal.kind for signal in plausible(fixes, limits=Limits(**limits))}


def _only(kind: SignalKind, fixes: list[Fix], **limits: Any) -> Signal:
    (signal,) = (signal for signal in plausible(fixes, limits=Limits(**limits)) if signal.kind is kind)
    return signal


def _an_honest_walk(fixes: int = 12) -> list[Fix]:
    noise = random.Random(4)
    return [
        a_fix(east_m=noise.gauss(0, 6), north_m=noise.gauss(0, 6), accuracy_m=noise.uniform(8, 20), after_s=60.0 * i)
        for i in range(fixes)
    ]


def test_an_honest_phone_shows_no_sign() -> None:
    assert plausible(_an_honest_walk()) == ()
    assert plausible([]) == ()
    assert plausible([a_fix(east_m=1.234567)]) == ()


@pytest.mark.parametrize("kind", SignalKind)
def test_what_is_asked_for_alone_is_found_as_among_all(kind: SignalKind) -> None:
    frozen = [a_fix(after_s=60.0 * i, is_mock=i == 2) for i in range(6)]
    still = [a_fix(east_m=0.001 * i, after_s=60.0 * i) for i in range(6)]
    odd = [
        a_fix(),
        a_fix(north_m=500_000, after_s=-600),
        Fix(position=ROUND, accuracy_m=5, confidence=0.68, captured_at=a_fix().captured_at),
    ]
    found: list[Signal] = []
    for fixes in (frozen, still, odd):
        alone = plausible(fixes, kinds={kind})
        assert alone == tuple(signal for signal in plausible(fixes) if signal.kind is kind)
        found += alone
    assert found


@pytest.mark.parametrize(("degrees", "decimals"), [(120.0, 0), (120.5, 1), (30.12345, 5), (1e-7, 7), (1.5e-06, 7)])
def test_decimals_are_counted_as_they_are_written(degrees: float, decimals: int) -> None:
    fix = Fix(
        position=replace(ROUND, longitude=degrees, latitude=0.0),
        accuracy_m=5,
        confidence=0.68,
        captured_at=a_fix().captured_at,
    )
    found = plausible([fix], limits=Limits(decimals=decimals + 1), kinds={SignalKind.ROUND_COORDINATES})
    assert [signal.measured for signal in found] == [decimals]


def test_five_hundred_kilometres_in_ten_minutes_is_impossible_travel() -> None:
    signal = _only(SignalKind.IMPOSSIBLE_TRAVEL, [a_fix(), a_fix(north_m=500_000, after_s=600)])
    assert signal.weight is Weight.DOUBT
    assert signal.measured == pytest.approx((500_000 - 40) / 600, rel=1e-6)
    assert (signal.limit, signal.unit, signal.fixes) == (120, "m/s", (0, 1))


def test_high_speed_rail_is_honest() -> None:
    assert SignalKind.IMPOSSIBLE_TRAVEL not in _kinds([a_fix(), a_fix(north_m=350_000, after_s=3600)])


def test_the_speed_limit_is_a_policy() -> None:
    train = [a_fix(), a_fix(north_m=350_000, after_s=3600)]
    assert SignalKind.IMPOSSIBLE_TRAVEL in _kinds(train, speed_mps=90)


def test_both_uncertainties_are_taken_off_the_distance() -> None:
    earlier, later = a_fix(accuracy_m=500), a_fix(north_m=2000, accuracy_m=700, after_s=10)
    assert travel_speed_mps(earlier, later) == pytest.approx(80, rel=1e-4)
    assert travel_speed_mps(earlier, a_fix(north_m=1100, accuracy_m=700, after_s=1)) == 0
    android = a_fix(accuracy_m=500, confidence=0.68)
    assert travel_speed_mps(android, later) < travel_speed_mps(earlier, later)


def test_two_places_at_one_moment_are_a_second_apart_at_least() -> None:
    assert travel_speed_mps(a_fix(), a_fix(north_m=1040)) == pytest.approx(1000, rel=1e-4)
    assert travel_speed_mps(a_fix(), a_fix(north_m=1040, after_s=-100)) == pytest.approx(10, rel=1e-4)


def test_travel_is_measured_between_datums() -> None:
    here = a_fix()
    same_place = a_fix(convert(a_position(), Datum.BD09), after_s=1)
    assert travel_speed_mps(here, same_place) == 0


def test_a_mock_flag_is_a_doubt_and_an_absent_one_is_nothing() -> None:
    signal = _only(SignalKind.MOCK_PROVIDER, [a_fix(), a_fix(is_mock=True), a_fix(is_mock=False), a_fix(is_mock=True)])
    assert (signal.weight, signal.measured, signal.limit, signal.fixes) == (Weight.DOUBT, 2, 0, (1, 3))


def _the_same_place(times: int, accuracy_m: float = 20) -> list[Fix]:
    place = displaced(a_position(), east_m=1.2345, north_m=6.789)
    return [
        Fix(
            position=place,
            accuracy_m=accuracy_m + i / 10,
            confidence=0.95,
            captured_at=a_fix(after_s=60 * i).captured_at,
        )
        for i in range(times)
    ]


def test_the_same_position_to_the_last_digit_again_and_again_is_noted() -> None:
    signal = _only(SignalKind.FROZEN_POSITION, [a_fix(east_m=50), *_the_same_place(5)])
    assert (signal.weight, signal.measured, signal.limit, signal.fixes) == (Weight.NOTE, 5, 5, (1, 2, 3, 4, 5))
    assert SignalKind.FROZEN_POSITION not in _kinds(_the_same_place(4))
    assert SignalKind.FROZEN_POSITION in _kinds(_the_same_place(4), repeats=4)


def test_an_interrupted_repetition_is_not_frozen() -> None:
    same = _the_same_place(6)
    assert SignalKind.FROZEN_POSITION not in _kinds([*same[:3], a_fix(east_m=5), *same[3:]])


def test_the_same_numbers_in_another_datum_are_another_place() -> None:
    fixes = [
        a_fix(a_position(120.123456, 30.123456, datum)) for datum in (Datum.GCJ02, Datum.BD09, Datum.GCJ02, Datum.BD09)
    ]
    assert SignalKind.FROZEN_POSITION not in _kinds([*fixes, *fixes])


def test_a_scatter_of_millimetres_is_too_little_for_a_receiver() -> None:
    fixes = [a_fix(east_m=0.001 * i, accuracy_m=20 + i, after_s=60 * i) for i in range(6)]
    signal = _only(SignalKind.ZERO_JITTER, fixes)
    assert signal.weight is Weight.NOTE
    assert signal.measured == pytest.approx(0.001 * 1.7078, rel=0.01)
    assert signal.limit == pytest.approx(fixes[0].sigma_m / 100)
    assert signal.fixes == (0, 1, 2, 3, 4, 5)
    assert SignalKind.ZERO_JITTER not in _kinds(fixes[:4])
    assert SignalKind.ZERO_JITTER not in _kinds([a_fix(east_m=1.0 * i, accuracy_m=20) for i in range(6)])


def test_frozen_is_not_said_twice() -> None:
    assert SignalKind.ZERO_JITTER not in _kinds(_the_same_place(8))


def test_an_accuracy_that_never_changes_is_noted() -> None:
    fixes = [a_fix(east_m=3.1 * i, accuracy_m=65, after_s=60 * i) for i in range(5)]
    signal = _only(SignalKind.CONSTANT_ACCURACY, fixes)
    assert (signal.weight, signal.measured, signal.limit, signal.unit) == (Weight.NOTE, 5, 5, "fixes")
    assert SignalKind.CONSTANT_ACCURACY not in _kinds(fixes[:4])


def test_a_clock_running_backwards_is_noted_with_its_seconds() -> None:
    fixes = [a_fix(east_m=1.5), a_fix(east_m=2.5, after_s=60), a_fix(east_m=3.5, after_s=15)]
    signal = _only(SignalKind.CLOCK_BACKWARDS, fixes)
    assert (signal.weight, signal.measured, signal.limit, signal.fixes) == (Weight.NOTE, 45, 0, (1, 2))
    assert SignalKind.CLOCK_BACKWARDS not in _kinds(fixes, backwards_s=45)
    assert SignalKind.CLOCK_BACKWARDS not in _kinds([fixes[0], fixes[0]])


@pytest.mark.parametrize(
    ("longitude", "latitude", "decimals"),
    [(120.58, 29.997, 3), (120.0, 30.0, 0), (120.5, 29.9971, 4), (120.582100, 30, 4)],
)
def test_coordinates_too_round_for_a_receiver_are_noted(longitude: float, latitude: float, decimals: int) -> None:
    typed = Fix(
        position=a_position(longitude, latitude), accuracy_m=10, confidence=0.68, captured_at=a_fix().captured_at
    )
    signal = _only(SignalKind.ROUND_COORDINATES, [typed])
    assert (signal.weight, signal.measured, signal.limit, signal.fixes) == (Weight.NOTE, decimals, 5, (0,))


@pytest.mark.parametrize(("longitude", "latitude"), [(120.58215, 30.0), (120.0, 29.99713), (1e-7, 5e-324), (1e-5, 0.0)])
def test_one_unround_coordinate_is_enough(longitude: float, latitude: float) -> None:
    measured = Fix(
        position=a_position(longitude, latitude), accuracy_m=10, confidence=0.68, captured_at=a_fix().captured_at
    )
    assert SignalKind.ROUND_COORDINATES not in _kinds([measured])


def test_nothing_here_weighs_more_than_a_doubt() -> None:
    assert set(Weight) == {Weight.NOTE, Weight.DOUBT}
