"""Suspicions of a wrong datum: the site or the phones, by enough people."""

import numpy as np
import pytest

from geo import Circle, Datum, Fix, Outcome, Position, Suspect, convert, datum_suspicion, displaced, distance_m, locate
from tests.benchmarks.simulate_datum import false_alarm_share, found_share
from tests.geo.builders import a_fix, a_position

MIX_UPS = [(Datum.WGS84, Datum.GCJ02), (Datum.WGS84, Datum.BD09), (Datum.GCJ02, Datum.BD09)]
MIX_UPS += [(actual, declared) for declared, actual in MIX_UPS] + [(Datum.CGCS2000, Datum.GCJ02)]


def _mistyped(declared: Datum, actual: Datum) -> Position:
    """The school's numbers as one map shows them, declared as another's."""
    numbers = convert(a_position(), actual)
    return Position(longitude=numbers.longitude, latitude=numbers.latitude, datum=declared)


def _honest(n: int = 8, sigma_m: float = 10, at: Position | None = None, seed: int = 1) -> list[Fix]:
    places = np.random.default_rng(seed).normal(0, sigma_m, (n, 2)).tolist()
    return [a_fix(at, east_m=e, north_m=n, accuracy_m=sigma_m * 2.4477, confidence=0.95) for e, n in places]


@pytest.mark.parametrize(("declared", "actual"), MIX_UPS)
def test_a_site_in_the_wrong_datum_is_named_and_put_right(declared: Datum, actual: Datum) -> None:
    site = _mistyped(declared, actual)
    fixes = _honest()
    assert {locate(fix, Circle(centre=site, radius_m=200)).outcome for fix in fixes} <= {Outcome.OUTSIDE, Outcome.EDGE}
    suspicion = datum_suspicion(site, fixes)
    assert suspicion is not None
    assert (suspicion.suspect, suspicion.declared, suspicion.actual) == (Suspect.SITE, declared, actual)
    assert suspicion.corrected_site.datum is actual
    assert distance_m(suspicion.corrected_site, a_position()) < 1e-5
    assert suspicion.residual_m <= suspicion.limit_m <= 40
    assert suspicion.displacement_m == pytest.approx(distance_m(site, a_position()), abs=1e-3)
    assert suspicion.fixes_used == 8


def test_fixes_may_come_in_any_datum() -> None:
    for datum in Datum:
        fixes = _honest(at=convert(a_position(), datum))
        suspicion = datum_suspicion(_mistyped(Datum.WGS84, Datum.GCJ02), fixes)
        assert suspicion is not None
        assert (suspicion.suspect, suspicion.actual) == (Suspect.SITE, Datum.GCJ02)


def test_phones_that_mislabel_their_datum_are_suspected_and_the_site_stays() -> None:
    numbers = convert(a_position(), Datum.GCJ02)
    mislabelled = Position(longitude=numbers.longitude, latitude=numbers.latitude, datum=Datum.WGS84)
    suspicion = datum_suspicion(a_position(), _honest(at=mislabelled))
    assert suspicion is not None
    assert suspicion.suspect is Suspect.FIXES
    assert (suspicion.declared, suspicion.actual) == (Datum.WGS84, Datum.GCJ02)
    assert suspicion.corrected_site == a_position()


def test_phones_with_different_labels_do_not_share_one_mistake() -> None:
    numbers = convert(a_position(), Datum.GCJ02)
    mislabelled = Position(longitude=numbers.longitude, latitude=numbers.latitude, datum=Datum.WGS84)
    fixes = _honest(7, at=mislabelled) + _honest(1, at=convert(mislabelled, Datum.BD09))
    assert datum_suspicion(a_position(), fixes) is None


def test_seven_people_are_too_few() -> None:
    site = _mistyped(Datum.WGS84, Datum.GCJ02)
    assert datum_suspicion(site, _honest(7)) is None
    assert datum_suspicion(site, _honest(7), fixes_at_least=7) is not None
    assert datum_suspicion(site, []) is None
    assert datum_suspicion(site, _honest(1), fixes_at_least=0) is None


def test_a_class_really_held_elsewhere_is_no_mix_up() -> None:
    elsewhere = displaced(a_position(), east_m=-300, north_m=420)
    assert datum_suspicion(a_position(), _honest(30, at=elsewhere)) is None


def test_people_at_the_site_itself_or_all_over_town_are_no_mix_up() -> None:
    assert datum_suspicion(a_position(), _honest(12)) is None
    town = np.random.default_rng(3).uniform(-3000, 3000, (12, 2)).tolist()
    assert datum_suspicion(a_position(), [a_fix(east_m=e, north_m=n) for e, n in town]) is None


def test_a_few_strays_do_not_hide_the_mix_up() -> None:
    strays = [a_fix(east_m=e, north_m=900) for e in (-3000, 1500, 4000)]
    suspicion = datum_suspicion(_mistyped(Datum.WGS84, Datum.BD09), [*_honest(9), *strays])
    assert suspicion is not None
    assert suspicion.fixes_used == 9


def test_outside_china_there_is_nothing_to_mix_up() -> None:
    paris = a_position(2.35, 48.86)
    assert datum_suspicion(paris, _honest(at=paris)) is None


def test_mix_ups_are_found_and_false_alarms_are_rare() -> None:
    assert found_share(sigma_m=15, trials=300) >= 0.98
    assert found_share(sigma_m=30, trials=300) >= 0.93
    assert false_alarm_share(sigma_m=30, trials=1000) <= 0.006
