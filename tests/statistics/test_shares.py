"""A person's share of the counters: every kind of fact once, in its month, for whom it counts."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from checkin_service.statistics.model import (
    ANALYSES,
    DESK,
    NOBODY,
    Cell,
    ClassSeen,
    FactSeen,
    LessonSeen,
    MoneySeen,
    PersonSeen,
    PlaceSeen,
    VoucherSeen,
)
from checkin_service.statistics.rules.shares import age_band, difference, share_of

VOUCHER, CLASS, SCHOOL, PROJECT = (UUID(int=number) for number in range(1, 5))
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)
LAST_EVENING = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
HELD = ClassSeen(
    supervising="330602",
    paying="330600",
    counting="330604",
    institution_id=SCHOOL,
    project_id=PROJECT,
    is_of_enterprise=False,
)


def a_voucher(**changes: Any) -> VoucherSeen:
    voucher = VoucherSeen(
        voucher_id=VOUCHER,
        kind="targeted",
        authority_code="330600",
        graph="330600",
        class_id=CLASS,
        channel="app",
        steps={"issued": NOON},
    )
    return replace(voucher, **changes)


def a_place(**changes: Any) -> PlaceSeen:
    place = PlaceSeen(
        class_id=CLASS,
        kind="targeted",
        voucher_id=VOUCHER,
        is_withdrawn=False,
        lessons=(),
        certificates=(),
        judged=(),
    )
    return replace(place, **changes)


def a_lesson(at: datetime = NOON, *, is_transferred: bool = False) -> LessonSeen:
    return LessonSeen(starts_at=at, hours=4, is_transferred=is_transferred)


def a_person(**changes: Any) -> PersonSeen:
    person = PersonSeen(born_on=None, facts=(), vouchers=(), money=(), places=(), classes={CLASS: HELD})
    return replace(person, **changes)


def figures(person: PersonSeen) -> dict[tuple[str, date], int]:
    """By measure and month."""
    found: Counter[tuple[str, date]] = Counter()
    for cell, value in share_of(person).items():
        found[str(cell.measure), cell.month] += value
    return dict(found)


def test_a_voucher_is_counted_for_its_issuer_and_where_it_is_used() -> None:
    used = share_of(a_person(vouchers=[a_voucher(steps={"used": NOON})]))
    assert used == {Cell(MARCH, "330602", "330600", "330604", SCHOOL, PROJECT, "targeted", "app", "", "used"): 1}


def test_without_a_class_a_voucher_is_its_issuers_alone() -> None:
    (cell,) = share_of(a_person(vouchers=[a_voucher(class_id=None, graph="350000")]))
    assert (cell.supervising, cell.counting, cell.institution_id) == ("330600", "330600", NOBODY)


def test_where_vouchers_are_obtained_by_issue_they_are_claimed_with_it() -> None:
    assert figures(a_person(vouchers=[a_voucher()])) == {("issued", MARCH): 1, ("claimed", MARCH): 1}
    assert figures(a_person(vouchers=[a_voucher(graph="350000")])) == {("issued", MARCH): 1}


def test_steps_that_nobody_counts_are_passed_over() -> None:
    assert figures(a_person(vouchers=[a_voucher(steps={"requested": NOON})])) == {}


def test_a_month_ends_at_midnight_in_china() -> None:
    lessons = [a_lesson(LAST_EVENING), a_lesson(MIDNIGHT)]
    found = figures(a_person(places=[a_place(voucher_id=None, lessons=lessons)]))
    assert (found["hours", MARCH], found["hours", APRIL], found["trained", MARCH]) == (4, 4, 1)
    assert ("trained", APRIL) not in found


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["reserve"], {"reserved_fen": 100}),
        (["reserve", "release"], {"reserved_fen": 100, "released_fen": 100}),
        (["post", "retract"], {}),
        (["post", "disburse", "bounce"], {"payable_fen": 100}),
        (["disburse", "claw_back"], {"paid_fen": 100, "clawed_back_fen": 100}),
    ],
)
def test_money_follows_its_transfers(kinds: list[str], expected: dict[str, int]) -> None:
    money = [
        MoneySeen(
            voucher_id=VOUCHER, kind=kind, authority_code="330681", fund="skills_action_fund", amount_fen=100, at=NOON
        )
        for kind in kinds
    ]
    share = share_of(a_person(vouchers=[a_voucher(steps={})], money=money))
    assert {str(cell.measure): value for cell, value in share.items()} == expected
    assert {(cell.paying, cell.fund) for cell in share} <= {("330681", "skills_action_fund")}


def test_certificates_and_doubts_are_counted_where_they_belong() -> None:
    place = a_place(
        certificates=[APRIL], judged=[("doubtful", NOON), ("refused", NOON), ("refused", MIDNIGHT), ("accepted", NOON)]
    )
    found = share_of(a_person(vouchers=[a_voucher(steps={})], places=[place]))
    assert {(str(cell.measure), cell.month, cell.channel): value for cell, value in found.items()} == {
        ("certified", APRIL, "app"): 1,
        ("doubtful", MARCH, "app"): 1,
        ("refused", MARCH, "app"): 1,
        ("refused", APRIL, "app"): 1,
    }


def test_hours_brought_along_are_not_counted_twice() -> None:
    left = a_place(voucher_id=None, is_withdrawn=True, lessons=[a_lesson()])
    joined = a_place(lessons=[a_lesson(is_transferred=True)])
    found = figures(a_person(vouchers=[a_voucher(steps={})], places=[left, joined]))
    assert (found["hours", MARCH], found["trained", MARCH]) == (4, 1)


def test_nobody_is_trained_who_was_never_there() -> None:
    assert share_of(a_person(places=[a_place(voucher_id=None)])) == {}


def a_fact(kind: str, *, holds: bool = True, since: date = date(2020, 1, 1), until: date | None = None) -> FactSeen:
    return FactSeen(kind=kind, holds=holds, since=since, until=until)


@pytest.mark.parametrize(
    ("facts", "employer", "insurance", "employment"),
    [
        ([], "unknown", "unknown", "unknown"),
        ([a_fact("establishment")], "public", "unknown", "unknown"),
        ([a_fact("labour_contract")], "enterprise", "unknown", "employed"),
        (
            [a_fact("enterprise_pension"), a_fact("unemployment_insurance")],
            "enterprise",
            "enterprise_pension",
            "unknown",
        ),
        ([a_fact("unemployment_insurance")], "unknown", "unemployment_insurance", "unknown"),
        ([a_fact("enterprise_pension", holds=False)], "unknown", "none", "unknown"),
        ([a_fact("self_employment")], "self_employed", "unknown", "self_employed"),
        ([a_fact("employment", holds=False)], "none", "unknown", "unknown"),
        ([a_fact("job_seeking_registration")], "none", "unknown", "seeking"),
        ([a_fact("employment", until=date(2026, 3, 4))], "none", "unknown", "unknown"),
        ([a_fact("employment", until=date(2026, 3, 5))], "enterprise", "unknown", "employed"),
        ([a_fact("employment", since=date(2026, 3, 6))], "none", "unknown", "unknown"),
    ],
)
def test_what_sources_say_on_the_first_day_tells_people_apart(
    facts: list[FactSeen], employer: str, insurance: str, employment: str
) -> None:
    person = a_person(facts=facts, places=[a_place(voucher_id=None, lessons=[a_lesson()])])
    analysed = {str(cell.measure) for cell in share_of(person)} - {"hours", "trained"}
    assert analysed == {
        "age:unknown",
        f"employer:{employer}",
        f"insurance:{insurance}",
        f"employment:{employment}",
    }


def test_workers_of_an_enterprise_class_are_an_enterprises() -> None:
    classes = {CLASS: replace(HELD, is_of_enterprise=True)}
    person = a_person(classes=classes, places=[a_place(voucher_id=None, lessons=[a_lesson()])])
    assert "employer:enterprise" in {str(cell.measure) for cell in share_of(person)}
    assert {cell.channel for cell in share_of(person)} == {DESK}


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2001, 3, 6), "to_24"),
        (date(2001, 3, 5), "25_34"),
        (date(1991, 3, 5), "35_44"),
        (date(1981, 3, 5), "45_54"),
        (date(1971, 3, 6), "45_54"),
        (date(1971, 3, 5), "from_55"),
        (None, "unknown"),
    ],
)
def test_ages_are_whole_years_and_the_birthday_counts(born_on: date | None, band: str) -> None:
    assert age_band(born_on, on=date(2026, 3, 5)) == band


def test_every_part_is_one_that_is_known() -> None:
    assert {part for parts in ANALYSES.values() for part in parts} >= {"to_24", "seeking", "enterprise_pension"}


def test_only_differences_are_added() -> None:
    before = share_of(a_person(vouchers=[a_voucher()]))
    after = share_of(a_person(vouchers=[a_voucher(steps={"issued": NOON, "used": MIDNIGHT})]))
    changed = difference(before, after)
    assert {(str(cell.measure), cell.month): value for cell, value in changed.items()} == {("used", APRIL): 1}
    assert set(difference(after, before).values()) == {-1}
    assert difference(after, after) == {}
