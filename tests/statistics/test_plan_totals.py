"""Plans of a province: totals printed beside those computed, and shares reached beside those aimed at."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from checkin_service.policy.book import Book, book
from checkin_service.statistics.rules.plans import Reached, cities_with_plans, plan_totals, targets_of, totals_of

AUTUMN = date(2021, 10, 1)


def test_totals_stand_side_by_side() -> None:
    totals = plan_totals(book(), "370000", on=AUTUMN, what="use")
    assert (totals.printed, totals.computed, totals.difference) == (50_000, 50_400, 400)
    assert plan_totals(book(), "370000", on=AUTUMN, what="issue").difference == 0


def test_a_city_without_a_plan_adds_nothing() -> None:
    without = Book(pack for code, pack in book().packs.items() if code != "370100")
    silent = Book([*without.packs.values(), replace(book().packs["370100"], values=())])
    for some in (without, silent):
        assert plan_totals(some, "370000", on=AUTUMN, what="issue").computed == 439_500


def test_a_provinces_target_printed_and_computed_totals_stand_side_by_side() -> None:
    totals = totals_of(book(), "370000", on=AUTUMN, what="use")
    assert (totals.planned, totals.printed, totals.computed) == (50_000, 50_000, 50_400)
    assert totals_of(book(), "330000", on=AUTUMN, what="use").printed is None


def test_only_cities_with_a_plan_for_the_day_are_shown() -> None:
    assert len(cities_with_plans(book(), "370000", on=AUTUMN)) == 16
    assert cities_with_plans(book(), "370100", on=AUTUMN) == []
    assert cities_with_plans(book(), "370000", on=date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("claimed", "used", "met"), [(40, 10, (True, True)), (39, 10, (False, True)), (40, 9, (True, False))]
)
def test_forty_and_ten_percent_are_enough(claimed: int, used: int, met: tuple[bool, bool]) -> None:
    found = targets_of(book(), "370100", Reached(issued=100, claimed=claimed, used=used, channels=0), on=AUTUMN)
    assert found.claim_rate is not None
    assert found.use_rate is not None
    assert (found.claim_rate.is_met, found.use_rate.is_met) == met
    assert found.claim_rate.basis.clause == "SD-03"


def test_nothing_issued_meets_nothing_and_misses_nothing() -> None:
    found = targets_of(book(), "370100", Reached(issued=0, claimed=0, used=0, channels=0), on=AUTUMN)
    assert found.use_rate is not None
    assert (found.use_rate.reached, found.use_rate.is_met) == (None, None)


def test_a_place_that_aims_at_nothing_has_no_target() -> None:
    found = targets_of(book(), "330600", Reached(issued=10, claimed=5, used=1, channels=1), on=AUTUMN)
    assert (found.claim_rate, found.use_rate, found.channel_share) == (None, None, None)


def test_the_share_of_channels_is_of_those_that_issue_electronic_cards() -> None:
    stated = next(value for value in book().packs["370100"].values if value.key == "plan.issue_vouchers")
    cards = replace(stated, key="plan.e_card_channels", value=5)
    pack = replace(book().packs["370100"], values=(*book().packs["370100"].values, cards))
    said = Book(pack if code == "370100" else each for code, each in book().packs.items())
    found = targets_of(said, "370100", Reached(issued=0, claimed=0, used=0, channels=4), on=AUTUMN)
    assert found.channel_share is not None
    assert (found.channel_share.reached, found.channel_share.is_met) == (Fraction(4, 5), True)
