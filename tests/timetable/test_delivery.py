"""How an occupation may be taught, and what practice waits for."""

from datetime import date

from checkin_service.policy.book import book
from checkin_service.timetable.rules import Theory, delivery_refusal, practice_refusal, still_to_do

MAY = date(2022, 5, 1)
FUJIAN = book().at("350100", on=MAY)
SHAOXING = book().at("330600", on=MAY)


def test_a_refused_delivery_names_those_allowed() -> None:
    refusal = delivery_refusal(FUJIAN, occupation_kind="operation", delivery="online")
    assert refusal is not None
    assert "mixed, offline" in refusal.en


def test_where_no_kind_is_known_the_general_list_holds() -> None:
    assert delivery_refusal(SHAOXING, occupation_kind="operation", delivery="online") is None
    assert delivery_refusal(SHAOXING, occupation_kind=None, delivery="mixed") is not None
    assert delivery_refusal(FUJIAN, occupation_kind=None, delivery="online") is None


def test_practice_waits_for_the_theory_of_its_own_occupation() -> None:
    welding = Theory(occupation="焊工", passed=True, assessed_on=MAY)
    failed = Theory(occupation="电工", passed=False, assessed_on=MAY)
    none = practice_refusal(FUJIAN, occupation="电工", starts_on=MAY, theories=[welding])
    assert none is not None
    assert "电工" in none.zh
    some = practice_refusal(FUJIAN, occupation="电工", starts_on=MAY, theories=[welding, failed])
    assert some is not None
    assert "尚未合格" in some.zh


def test_where_nothing_is_asked_practice_waits_for_nothing() -> None:
    assert practice_refusal(SHAOXING, occupation="电工", starts_on=MAY, theories=[]) is None


def test_a_list_nobody_keeps_or_asks_for_is_done() -> None:
    assert still_to_do(SHAOXING, "person.graduated_from", []) == ()
    assert still_to_do(FUJIAN, "class.sector_files_first", []) == ()
