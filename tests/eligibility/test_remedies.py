"""Until when a denial can be contested: the last day is one that people work."""

from datetime import date

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.rules import remedies_of
from checkin_service.kit.workdays import Workdays


def last_days(served_on: date, workdays: Workdays) -> list[str]:
    found = remedies_of(DeterminationOutcome.NOT_ELIGIBLE, served_on=served_on, workdays=workdays)
    return [remedy.until.isoformat() for remedy in found]


def test_a_last_day_on_a_public_holiday_rolls_to_the_next_working_day() -> None:
    # Sixty days after 2 August 2022 is 1 October; the holiday lasts to the 7th, and Saturday the 8th is worked.
    assert last_days(date(2022, 8, 2), Workdays())[:2] == ["2022-10-08", "2022-10-08"]
    # Six months after 30 July 2022 is 30 January 2023, a Monday.
    assert last_days(date(2022, 7, 30), Workdays())[2] == "2023-01-30"


def test_an_authoritys_own_day_off_counts() -> None:
    assert last_days(date(2022, 7, 1), Workdays())[0] == "2022-08-30"
    assert last_days(date(2022, 7, 1), Workdays(extra_days_off=[date(2022, 8, 30)]))[0] == "2022-08-31"


def test_who_was_not_denied_has_nothing_to_contest() -> None:
    found = remedies_of(DeterminationOutcome.ELIGIBLE, served_on=date(2022, 7, 1), workdays=Workdays())
    assert found == ()
