"""The pure rules of reports: ids, order, rest, switches, and where two sides differ."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from checkin_service.kit.ids import new_id
from checkin_service.reporting import rules
from checkin_service.reporting.model import (
    DifferenceKind,
    Fact,
    FactKey,
    Line,
    ReportKind,
    RuledSwitch,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLASS, PERSON = new_id(), new_id()
OPENED = FactKey(ReportKind.TRAINING_CLASS, None, CLASS)
ENTERED = FactKey(ReportKind.PERSON, PERSON, CLASS)


def a_fact(key: FactKey, *rests_on: FactKey, at: datetime = NOW) -> Fact:
    return Fact(key=key, happened_at=at, value="x", rests_on=rests_on)


def a_switch(*, is_on: bool, approved: bool | None = None, after_h: int = 0) -> RuledSwitch:
    return RuledSwitch(
        authority_code="330600",
        switch_id=new_id(),
        is_on=is_on,
        document_number="测",
        reason="测",
        asked_by=new_id(),
        asked_at=NOW + timedelta(hours=after_h),
        approved=approved,
        ruled_at=NOW + timedelta(hours=after_h, minutes=1) if approved is not None else None,
    )


def test_a_fact_has_one_report_per_authority_whose_id_sorts_by_its_moment() -> None:
    first = rules.report_id_of("330600", OPENED)
    assert first == rules.report_id_of("330600", OPENED)
    assert first != rules.report_id_of("330602", OPENED)
    assert (first.version, first.int >> 80) == (7, CLASS.int >> 80)


def test_what_is_known_is_not_reported_again_and_still_carries_the_others() -> None:
    known = {rules.report_id_of("330600", OPENED): "x"}
    (new,) = rules.reports_of("330600", [a_fact(OPENED), a_fact(ENTERED, OPENED)], known, at=NOW)
    assert (new.kind, new.rests_on) == (ReportKind.PERSON, tuple(known))


def test_what_changed_goes_up_again_after_what_was_said_before() -> None:
    first = rules.report_id_of("330600", OPENED)
    known = {first: "40 class hours"}
    later = NOW + timedelta(days=3)
    (second,) = rules.reports_of("330600", [a_fact(OPENED)], known, at=later)
    assert (second.report_id != first, second.part, second.rests_on) == (True, "~2", (first,))
    assert (second.value, second.day) == ("x", later.date())
    known[second.report_id] = "x"
    assert rules.reports_of("330600", [a_fact(OPENED)], known, at=later) == []
    known[second.report_id] = "y"
    (third,) = rules.reports_of("330600", [a_fact(OPENED)], known, at=later)
    assert (third.part, third.rests_on) == ("~3", (second.report_id,))


def test_a_later_report_is_of_the_same_fact() -> None:
    numbered = FactKey(ReportKind.CERTIFICATE, PERSON, CLASS, "ZJ~2026")
    for key in (OPENED, ENTERED, numbered):
        assert rules.first_of(rules.revised(key, 2)) == key
    assert rules.first_of(OPENED) == OPENED


def test_a_report_rests_on_nothing_that_never_goes_up() -> None:
    (new,) = rules.reports_of("330600", [a_fact(ENTERED, OPENED)], {}, at=NOW)
    assert new.rests_on == ()


def test_the_day_of_a_fact_is_the_one_in_china() -> None:
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    (new,) = rules.reports_of("330600", [a_fact(OPENED, at=late)], {}, at=NOW)
    assert new.day.isoformat() == "2026-03-02"


def test_registers_go_before_people_and_people_before_what_they_do() -> None:
    ranks = [rules.RANKS[each] for each in (ReportKind.INSTITUTION, ReportKind.PERSON, ReportKind.SETTLEMENT)]
    assert ranks == sorted(ranks)


def test_nothing_goes_up_before_a_second_person_said_so() -> None:
    assert not rules.is_on([])
    assert not rules.is_on([a_switch(is_on=True)])
    assert not rules.is_on([a_switch(is_on=True, approved=False)])
    assert rules.is_on([a_switch(is_on=True, approved=True)])


def test_one_person_stops_it_at_once_and_two_begin_it_again() -> None:
    begun, stopped = a_switch(is_on=True, approved=True), a_switch(is_on=False, after_h=1)
    assert not rules.is_on([begun, stopped])
    assert not rules.is_on([begun, stopped, a_switch(is_on=True, after_h=2)])
    assert rules.is_on([begun, stopped, a_switch(is_on=True, approved=True, after_h=2)])


def test_rest_doubles_and_ends_at_a_quarter_of_an_hour() -> None:
    assert [rules.rest_after(each).total_seconds() for each in (1, 2, 9, 99)] == [5, 10, 900, 900]


def test_two_sides_differ_in_three_ways() -> None:
    one, two, three, four = (UUID(int=each) for each in range(1, 5))
    ours = [Line(one, "same"), Line(two, "ours"), Line(three, "only here")]
    theirs = [Line(one, "same"), Line(two, "theirs"), Line(four, "only there")]
    assert rules.differences_between(ours, theirs) == [
        (two, DifferenceKind.VALUES_DIFFER, "ours", "theirs"),
        (three, DifferenceKind.MISSING_THERE, "only here", None),
        (four, DifferenceKind.UNKNOWN_HERE, None, "only there"),
    ]
    assert rules.tally_of(ours) != rules.tally_of(theirs)
    assert rules.differences_between(ours, reversed(ours)) == []


def test_a_difference_found_again_is_the_same_one() -> None:
    once = rules.difference_id_of(CLASS, DifferenceKind.VALUES_DIFFER, "a", "b")
    assert once == rules.difference_id_of(CLASS, DifferenceKind.VALUES_DIFFER, "a", "b")
    assert once != rules.difference_id_of(CLASS, DifferenceKind.VALUES_DIFFER, "a", "c")
