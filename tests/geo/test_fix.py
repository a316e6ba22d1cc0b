"""Fixes: accuracy, confidence, and the error of one axis."""

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from geo import ANDROID_CONFIDENCE, UNDOCUMENTED_CONFIDENCE, WEB_CONFIDENCE, Fix, InvalidFix
from tests.geo.builders import NINE, a_fix, a_position


def _a_fix_with(**changed: Any) -> Fix:
    facts: dict[str, Any] = {"position": a_position(), "accuracy_m": 20, "confidence": 0.95, "captured_at": NINE}
    return Fix(**(facts | changed))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("accuracy_m", value)
            for value in (0, -1, 0.0, 5e-324, 1e300, 10**400, math.nan, math.inf, None, "20", True)
        ),
        *(("confidence", value) for value in (0, 1, -0.5, 95, math.nan, None, "0.95", True)),
        *(("captured_at", value) for value in (datetime(2025, 3, 3, 9, 0), None, "2025-03-03T09:00:00Z", 1.0)),  # noqa: DTZ001
        *(("speed_mps", value) for value in (-1, math.nan, math.inf, "3", True)),
        *(("position", value) for value in (None, (120.0, 30.0))),
    ],
)
def test_what_cannot_be_a_measurement_cannot_make_a_fix(field: str, value: Any) -> None:
    with pytest.raises(InvalidFix, match=f"^{field} must be") as refused:
        _a_fix_with(**{field: value})
    assert refused.value.field == field
    assert isinstance(refused.value, ValueError)


def test_a_missing_accuracy_cannot_make_a_fix() -> None:
    with pytest.raises(TypeError, match="accuracy_m"):
        Fix(position=a_position(), confidence=0.95, captured_at=NINE)  # type: ignore[call-arg]


def test_the_error_of_one_axis_follows_from_accuracy_and_confidence() -> None:
    assert a_fix(accuracy_m=20, confidence=0.95).sigma_m == pytest.approx(20 / 2.4477468)
    # One in 1 - 1/e of the mass lies within sigma * sqrt(2).
    assert a_fix(accuracy_m=20, confidence=1 - math.exp(-1)).sigma_m == pytest.approx(20 / math.sqrt(2))


@pytest.mark.parametrize("confidence", [ANDROID_CONFIDENCE, WEB_CONFIDENCE, UNDOCUMENTED_CONFIDENCE, 0.01, 0.999])
def test_the_stated_share_of_errors_lies_within_the_stated_accuracy(confidence: float) -> None:
    fix = a_fix(accuracy_m=30, confidence=confidence)
    errors = np.random.default_rng(1).normal(0, fix.sigma_m, (2, 200_000))
    assert (np.hypot(*errors) <= 30).mean() == pytest.approx(confidence, abs=0.005)
    assert fix.radius_m(confidence) == pytest.approx(30)


def test_an_undocumented_confidence_is_taken_as_the_largest_error() -> None:
    assert UNDOCUMENTED_CONFIDENCE < ANDROID_CONFIDENCE < WEB_CONFIDENCE


def test_the_last_three_facts_are_optional() -> None:
    fix = _a_fix_with()
    assert (fix.source, fix.is_mock, fix.speed_mps) == (None, None, None)
    full = _a_fix_with(source="gps", is_mock=False, speed_mps=0)
    assert (full.source, full.is_mock, full.speed_mps) == ("gps", False, 0)


def test_a_fix_is_a_value() -> None:
    assert _a_fix_with() == _a_fix_with(captured_at=NINE.astimezone(UTC))
    assert len({_a_fix_with(), _a_fix_with()}) == 1
    with pytest.raises(AttributeError):
        _a_fix_with().accuracy_m = 1.0  # type: ignore[misc]
