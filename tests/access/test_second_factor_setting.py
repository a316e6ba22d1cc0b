"""From when on staff must have a second factor: always in production, never in development, unless it is said."""

from datetime import date, timedelta

import pytest

from checkin_service.assembly import second_factor_from
from checkin_service.settings import ServiceSettings

DAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("settings", "is_required"),
    [
        ({}, False),
        ({"environment": "production"}, True),
        ({"environment": "production", "second_factor": "offered"}, False),
        ({"second_factor": "required"}, True),
        ({"second_factor": "offered", "second_factor_from": DAY}, False),
    ],
)
def test_production_requires_one_and_development_offers_it(settings: dict[str, object], *, is_required: bool) -> None:
    since = second_factor_from(ServiceSettings.model_validate(settings))
    assert (since is not None) is is_required


@pytest.mark.parametrize("environment", ["development", "production"])
def test_a_day_is_the_one_from_which_it_is_required_in_china(environment: str) -> None:
    settings = ServiceSettings.model_validate({"environment": environment, "second_factor_from": DAY})
    since = second_factor_from(settings)
    assert since is not None
    assert (since.date(), since.utcoffset()) == (DAY, timedelta(hours=8))
