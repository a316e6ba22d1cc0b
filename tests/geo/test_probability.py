"""Probabilities of lying inside: quadrature, closed forms, and no step between the methods."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate
from scipy.stats import ncx2

from geo.probability import disc_probabilities, disc_probability


def _by_quadrature(radius: float, distance: float) -> float:
    """Independent truth: the disc cut into strips across the line to the fix, sigma = 1."""

    def strip(x: float) -> float:
        half_chord = math.sqrt(max(radius * radius - x * x, 0))
        return math.exp(-((x - distance) ** 2) / 2) / math.sqrt(2 * math.pi) * math.erf(half_chord / math.sqrt(2))

    low, high = max(-radius, distance - 10), min(radius, distance + 10)
    return integrate.quad(strip, low, high, epsabs=1e-12, limit=400)[0] if low < high else 0.0


@pytest.mark.parametrize("radius", [0.01, 0.5, 2, 9.9, 10.1, 30, 100])
@pytest.mark.parametrize("gap", [-9.1, -5, -2, -0.5, 0, 0.5, 1.7, 5, 9.1])
def test_the_mass_in_a_disc_agrees_with_quadrature(radius: float, gap: float) -> None:
    distance = max(radius - gap, 0)
    assert disc_probability(radius, distance, 1) == pytest.approx(_by_quadrature(radius, distance), abs=1e-7)


@pytest.mark.parametrize(("radius", "distance", "sigma"), [(200, 150, 40), (100, 0, 60), (50, 400, 130)])
def test_the_mass_in_a_disc_is_the_noncentral_chi_square(radius: float, distance: float, sigma: float) -> None:
    expected = ncx2.cdf((radius / sigma) ** 2, 2, (distance / sigma) ** 2)
    assert disc_probability(radius, distance, sigma) == pytest.approx(expected, abs=1e-9)


@given(st.floats(0.01, 1e5), st.floats(0, 2e7), st.floats(1e-3, 1e6))
def test_one_and_many_agree_and_stay_probabilities(radius: float, distance: float, sigma: float) -> None:
    one = disc_probability(radius, distance, sigma)
    (many,) = disc_probabilities(radius, np.array([distance]), np.array([sigma]))
    assert 0 <= one <= 1 + 1e-12
    assert many == pytest.approx(one, abs=1e-9)


def test_the_two_methods_meet_without_a_step() -> None:
    for distance in (2, 9, 10, 12):
        below, above = disc_probability(9.9999999, distance, 1), disc_probability(10.0000001, distance, 1)
        assert above - below == pytest.approx(0, abs=2e-7)


def test_an_absurdly_fine_or_coarse_error_still_gives_a_probability() -> None:
    assert disc_probability(100, 100, 1e-300) == pytest.approx(0.5)
    assert disc_probability(100, 99, 1e-300) == 1
    assert disc_probability(100, 101, 1e-300) == 0
    assert disc_probability(100, 0, 1e300) == 0
