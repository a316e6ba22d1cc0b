"""Decisions in the book: before defaults, never before a statute, dated on both axes, inherited by places below."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.policy.book import Book, Shelf, book, going_by, packs
from checkin_service.policy.changes import changed_keys
from checkin_service.policy.model import PolicyUnknown, PolicyValue, VoucherKind

MAY = date(2026, 5, 1)
USE = "voucher.use_within_months"
TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL


def decided(value: int = 6, *, place: str = "370100", **changed: object) -> PolicyValue:
    made = PolicyValue(
        key=USE,
        value=value,
        unit="calendar month",
        jurisdiction=place,
        asked_by=place,
        voucher_kind=None,
        effective_from=date(2026, 3, 1),
        effective_to=None,
        published_on=date(2026, 2, 1),
        basis=Basis(kind=BasisKind.AUTHORITY_DECISION, document="示人社发〔2026〕3号", quote="6个月"),
        decision_id=UUID(int=value),
        entered_on=date(2026, 3, 5),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def months(own: Book, place: str = "370100", *, on: date = MAY, known_on: date | None = None) -> int | None:
    try:
        return own.at(place, on=on, known_on=known_on).value(USE, TARGETED).integer
    except PolicyUnknown:
        return None


def test_a_decision_holds_for_its_place_and_those_below_until_they_decide() -> None:
    own = packs().with_decisions([decided(6, place="370000"), decided(9, place="370102")])
    assert (months(own), months(own, "370102"), months(own, "360100")) == (6, 9, None)
    assert own.at("370100", on=MAY).value(USE).is_inherited


def test_it_is_known_from_the_day_it_was_entered_and_not_before_it_was_published() -> None:
    own = packs().with_decisions([decided(6)])
    assert months(own, known_on=date(2026, 3, 4)) is None
    assert months(own, known_on=date(2026, 3, 5)) == 6
    assert months(own, on=date(2026, 2, 28)) is None
    late = packs().with_decisions([decided(6, published_on=date(2026, 3, 20))])
    assert (months(late, known_on=date(2026, 3, 19)), months(late, known_on=date(2026, 3, 20))) == (None, 6)


def test_it_ends_with_its_last_day() -> None:
    own = packs().with_decisions([decided(6, effective_to=date(2026, 4, 30))])
    assert (months(own, on=date(2026, 4, 30)), months(own, on=MAY)) == (6, None)


def test_a_statute_that_came_with_a_later_pack_goes_before_it() -> None:
    """Entered while the text was silent; the pack of a later text states the period as law."""
    statute = replace(
        decided(3, place="370000", effective_from=date(2026, 4, 1), published_on=date(2026, 4, 1)),
        basis=Basis(kind=BasisKind.STATUTE, clause="SD-12", document="通知", quote="3个月"),
        decision_id=None,
        entered_on=None,
    )
    pack = replace(packs().packs["370000"], values=(*packs().packs["370000"].values, statute))
    own = packs().with_pack(pack).with_decisions([decided(6)])
    assert (months(own, on=date(2026, 3, 31)), months(own, on=date(2026, 4, 1))) == (6, 3)


def test_of_two_about_one_document_the_last_entered_counts() -> None:
    own = packs().with_decisions([decided(6), decided(7)])
    assert months(own) == 7


def test_a_decision_for_one_kind_leaves_the_other_as_it_was() -> None:
    own = packs().with_decisions([decided(6, voucher_kind=GENERAL)])
    assert months(own) is None
    assert own.at("370100", on=MAY).value(USE, GENERAL).integer == 6


def test_a_draft_pack_keeps_the_decisions() -> None:
    own = packs().with_decisions([decided(6)])
    assert months(own.with_pack(packs().packs["370000"])) == 6


def test_what_is_on_no_shelf_is_in_no_book() -> None:
    shelf = Shelf()
    shelf.place([decided(6)], version=2)
    with going_by(shelf):
        assert months(book()) == 6
        shelf.place([], version=1)
        assert months(book()) == 6
    assert months(packs()) is None


def test_the_document_of_a_value_names_its_decision_and_that_of_a_pack_stays_as_it_was() -> None:
    own = packs().with_decisions([decided(6)]).at("370100", on=MAY)
    shown = own.value(USE).as_document()
    assert (shown["decision_id"], shown["entered_on"]) == (str(UUID(int=6)), "2026-03-05")
    assert (shown["basis"], shown["document"]) == ("authority_decision", "示人社发〔2026〕3号")
    assert "decision_id" not in own.value("attendance.credit").as_document()


def test_a_decision_without_its_day_cannot_exist() -> None:
    with pytest.raises(ValueError, match="the day it was entered"):
        decided(6, entered_on=None)


def test_what_a_decision_changes_is_told_by_key() -> None:
    own = packs().with_decisions([decided(6)])
    assert changed_keys(packs().at("370100", on=MAY), own.at("370100", on=MAY)) == {USE}
    assert changed_keys(packs().at("360100", on=MAY), own.at("360100", on=MAY)) == frozenset()


def test_a_repealed_decision_holds_until_its_day_and_in_the_eyes_of_whoever_judged_before_the_repeal_was_known() -> (
    None
):
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    own = packs().with_decisions([decided(6), decided(9, place="370102")])
    own = own.with_repeal(UUID(int=6), repealed_from=april, known_from=may)
    assert months(own, on=date(2026, 3, 31)) == 6
    assert months(own, on=april) is None
    assert months(own, on=april, known_on=date(2026, 4, 30)) == 6
    assert months(own, on=april, known_on=may) is None
    assert months(own, "370102", on=may) == 9
