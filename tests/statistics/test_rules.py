"""Plans of a place: reached or not, and totals printed beside those computed."""

from dataclasses import replace
from datetime import date

from checkin_service.policy.book import Book, book
from checkin_service.statistics.rules import Progress, plan_findings, plan_totals

AUTUMN = date(2021, 10, 1)


def some_progress(**changes: int) -> Progress:
    values = {"issued": 60_500, "claimed": 24_200, "used": 6_100, "channels": 8, "e_card_channels": 10}
    return Progress(**values | changes)


def reasons(progress: Progress, place: str = "370100", on: date = AUTUMN) -> dict[str, str]:
    found = plan_findings(book().at(place, on=on), progress)
    return {finding.check.removeprefix("plan."): finding.reason for finding in found}


def test_everything_exactly_as_planned_is_reached() -> None:
    assert set(reasons(some_progress()).values()) == {"reached"}


def test_each_shortfall_is_named_by_itself() -> None:
    assert reasons(some_progress(claimed=24_199))["claim_rate"] == "not_reached"
    assert reasons(some_progress(used=6_049))["use_rate"] == "not_reached"
    assert reasons(some_progress(used=6_099)) | {"use_vouchers": "reached"} == reasons(some_progress())
    assert reasons(some_progress(issued=60_499))["issue_vouchers"] == "not_reached"


def test_a_share_is_shown_exactly_with_its_clause() -> None:
    first = plan_findings(book().at("370100", on=AUTUMN), some_progress())[0]
    assert (first.measured, first.limit, first.unit, first.basis.clause) == ("24200/60500", "2/5", "percent", "SD-03")


def test_nothing_issued_reaches_no_rate() -> None:
    found = reasons(some_progress(issued=0, claimed=0, used=0, e_card_channels=0))
    assert (found["claim_rate"], found["use_rate"], found["channel_share"]) == ("not_reached",) * 3


def test_a_plan_nobody_made_is_not_judged() -> None:
    assert reasons(some_progress(), place="330600") == {}
    assert reasons(some_progress(), on=date(2022, 1, 1)) == {}


def test_a_county_has_the_rates_of_its_province_but_not_the_numbers_of_its_city() -> None:
    assert set(reasons(some_progress(), place="370102")) == {"claim_rate", "use_rate", "channel_share"}


def test_totals_stand_side_by_side() -> None:
    totals = plan_totals(book(), "370000", on=AUTUMN, what="use")
    assert (totals.printed, totals.computed, totals.difference) == (50_000, 50_400, 400)
    assert plan_totals(book(), "370000", on=AUTUMN, what="issue").difference == 0


def test_a_city_without_a_plan_adds_nothing() -> None:
    without = Book(pack for code, pack in book().packs.items() if code != "370100")
    silent = Book([*without.packs.values(), replace(book().packs["370100"], values=())])
    for some in (without, silent):
        assert plan_totals(some, "370000", on=AUTUMN, what="issue").computed == 439_500
