"""The last word of a source about a person, and nobody else's."""

from datetime import UTC, date, datetime

import pytest

from checkin_service.voucher.model.persons import FactKind, PersonFact
from checkin_service.voucher.rules import Said, facts_as_said

SINCE = date(2022, 4, 1)


def a_fact(
    since: date = SINCE, until: date | None = None, place: str | None = None, source: str = "社保"
) -> PersonFact:
    return PersonFact(kind=FactKind.ENTERPRISE_PENSION, since=since, until=until, place=place, source=source)


FIRST, THEN = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 4, 20, tzinfo=UTC)


def spans(*said: tuple[PersonFact, bool, datetime]) -> list[tuple[date, date | None]]:
    return [(each.since, each.until) for each in facts_as_said(Said(*each) for each in said)]


def test_a_later_denial_ends_what_the_source_said_before() -> None:
    denial = a_fact(since=date(2027, 4, 15))
    assert spans((a_fact(), True, FIRST), (denial, False, THEN)) == [(SINCE, date(2027, 4, 14))]


def test_a_denial_for_a_time_leaves_what_lies_around_it() -> None:
    denial = a_fact(since=date(2024, 1, 1), until=date(2024, 12, 31))
    assert spans((denial, False, THEN), (a_fact(), True, FIRST)) == [
        (SINCE, date(2023, 12, 31)),
        (date(2025, 1, 1), None),
    ]


def test_a_wider_denial_takes_what_a_narrower_one_had_left() -> None:
    narrow = a_fact(since=date(2024, 1, 1), until=date(2024, 12, 31))
    wide = a_fact(since=date(2023, 6, 1), until=date(2025, 6, 30))
    assert spans((a_fact(), True, FIRST), (narrow, False, THEN), (wide, False, THEN)) == [
        (SINCE, date(2023, 5, 31)),
        (date(2025, 7, 1), None),
    ]


@pytest.mark.parametrize(
    "denial",
    [
        a_fact(since=date(2020, 1, 1)),
        a_fact(since=SINCE),
        a_fact(since=date(2027, 4, 15), source="另一来源"),
        a_fact(since=date(2027, 4, 15), place="330681"),
    ],
)
def test_an_earlier_denial_another_source_and_another_place_end_nothing(denial: PersonFact) -> None:
    assert spans((a_fact(place="330602"), True, FIRST), (denial, False, THEN)) == [(SINCE, None)]


def test_what_had_ended_before_the_denial_is_as_it_was() -> None:
    over = a_fact(until=date(2025, 1, 1))
    assert spans((over, True, FIRST), (a_fact(since=date(2027, 4, 15)), False, THEN)) == [(SINCE, date(2025, 1, 1))]


def test_a_statement_after_the_denial_is_the_last_word() -> None:
    denial = a_fact(since=date(2027, 4, 15))
    assert spans((denial, False, FIRST), (a_fact(), True, THEN)) == [(SINCE, None)]
