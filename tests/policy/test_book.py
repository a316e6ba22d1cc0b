"""Two axes of time, inheritance upward, voucher kinds, and what nobody states."""

from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checkin_service.policy.book import DATA, Book, Shelf, book, going_by, load_book, packs, policy_of, shelf
from checkin_service.policy.load import Pack, PackInvalid, parse_pack
from checkin_service.policy.model import PolicyUnknown, VoucherKind

MAY = date(2022, 5, 1)


def a_pack(code: str, *values: str) -> Pack:
    head = f"""
        [jurisdiction]
        code = "{code}"
        name_zh = "某地"
        name_en = "Somewhere"
        [documents.rule]
        title = "某办法"
        issued_by = "某局"
        published_on = 2022-03-25
        effective_from = 2021-07-01
    """
    return parse_pack(head + "".join(values) if values else "value = []\n" + head, file=f"{code}.toml")


def a_rate(percent: int | None, **more: object) -> str:
    stated = ['basis = "operator_default"', f"value = {percent}"] if percent else ['basis = "not_required"']
    lines = ['key = "attendance.minimum_percent"', 'document = "rule"', *stated]
    lines += [f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in more.items()]
    return "\n[[value]]\n" + "\n".join(lines) + "\n"


def rate_of(some: Book, jurisdiction: str, on: date = MAY, **more: object) -> int | None:
    value = some.at(jurisdiction, on=on, known_on=more.get("known_on")).value(  # type: ignore[arg-type]
        "attendance.minimum_percent",
        more.get("kind"),  # type: ignore[arg-type]
    )
    return value.integer if value.is_required else None


def test_the_nearest_jurisdiction_speaks() -> None:
    some = Book([a_pack("000000", a_rate(50)), a_pack("330000"), a_pack("330600", a_rate(60))])
    assert rate_of(some, "330600") == 60
    assert rate_of(some, "330602") == 60
    assert rate_of(some, "330700") == 50


def test_an_inherited_value_says_so() -> None:
    some = Book([a_pack("000000", a_rate(50))])
    value = some.at("330600", on=MAY).value("attendance.minimum_percent")
    assert value.is_inherited
    assert value.as_document()["jurisdiction"] == "000000"
    assert not some.at("000000", on=MAY).value("attendance.minimum_percent").is_inherited


def test_a_value_for_the_voucher_kind_goes_before_one_for_all() -> None:
    some = Book([a_pack("330600", a_rate(60, voucher_kind="targeted"), a_rate(10))])
    assert rate_of(some, "330600", kind="targeted") == 60
    assert rate_of(some, "330600", kind=VoucherKind.GENERAL) == 10


def test_a_value_for_one_kind_only_is_unknown_for_the_other() -> None:
    some = Book([a_pack("330600", a_rate(60, voucher_kind="targeted"))])
    with pytest.raises(PolicyUnknown) as caught:
        rate_of(some, "330602", kind="general")
    unknown = caught.value
    assert str(unknown) == "attendance.minimum_percent for general vouchers is not set for 330602 on 2022-05-01"
    assert (unknown.key, unknown.jurisdiction) == ("attendance.minimum_percent", "330602")
    assert (unknown.voucher_kind, unknown.on) == (VoucherKind.GENERAL, MAY)


def test_not_required_is_an_answer_and_stops_inheritance() -> None:
    some = Book([a_pack("000000", a_rate(50)), a_pack("330600", a_rate(None))])
    assert rate_of(some, "330600") is None


def test_a_rule_applies_from_its_first_to_its_last_day() -> None:
    some = Book([a_pack("330600", a_rate(60, effective_to=date(2022, 5, 1)))])
    assert rate_of(some, "330600", date(2021, 7, 1)) == 60
    assert rate_of(some, "330600", date(2022, 5, 1)) == 60
    for outside in (date(2021, 6, 30), date(2022, 5, 2)):
        with pytest.raises(PolicyUnknown):
            rate_of(some, "330600", outside)


def test_what_was_not_yet_published_was_not_known() -> None:
    some = Book([a_pack("000000", a_rate(50, published_on=date(2020, 6, 1))), a_pack("330600", a_rate(60))])
    november = date(2021, 11, 1)
    assert rate_of(some, "330600", november) == 60
    assert rate_of(some, "330600", november, known_on=date(2022, 3, 25)) == 60
    assert rate_of(some, "330600", november, known_on=date(2022, 3, 24)) == 50


def test_the_later_published_value_prevails_for_the_days_it_covers() -> None:
    later = a_rate(70, published_on=date(2022, 6, 1), effective_from=date(2022, 5, 1))
    some = Book([a_pack("330600", a_rate(60), later)])
    assert rate_of(some, "330600", date(2022, 4, 30)) == 60
    assert rate_of(some, "330600", date(2022, 5, 1)) == 70
    assert rate_of(some, "330600", date(2022, 5, 1), known_on=date(2022, 5, 31)) == 60


def test_two_packs_for_one_place_are_refused() -> None:
    with pytest.raises(PackInvalid, match="two packs for 330600"):
        Book([a_pack("330600"), a_pack("330600")])


def test_a_book_holds_the_packs_of_a_folder_by_their_codes(tmp_path: Path) -> None:
    for code in ("330600", "000000"):
        text = (DATA / f"{code}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no pack", encoding="utf-8")
    some = load_book(tmp_path)
    assert list(some.packs) == ["000000", "330600"]
    assert some.packs["330600"].name.en == "Shaoxing"
    assert rate_of(some, "330602", kind="targeted") == 60


def test_a_draft_takes_the_place_of_the_pack_for_its_jurisdiction_and_leaves_the_others() -> None:
    some = Book([a_pack("000000", a_rate(50)), a_pack("330600", a_rate(60))])
    draft = some.with_pack(a_pack("330600", a_rate(70)))
    assert [rate_of(draft, "330600"), rate_of(draft, "330700")] == [70, 50]
    assert rate_of(some, "330600") == 60
    assert rate_of(some.with_pack(a_pack("330700", a_rate(80))), "330700") == 80


def test_a_book_tells_what_a_jurisdiction_itself_states_over_all_days() -> None:
    some = Book([a_pack("000000", a_rate(50)), a_pack("330600", a_rate(60, effective_to=date(2022, 1, 1)))])
    assert [value.value for value in some.stated("330600", "attendance.minimum_percent")] == [60]
    assert some.stated("330700", "attendance.minimum_percent") == []


def test_what_nobody_states_is_listed_before_it_is_needed() -> None:
    view = book().at("330600", on=MAY)
    asked = [("attendance.minimum_percent", VoucherKind.TARGETED), ("attendance.minimum_percent", None)]
    assert view.unknown(asked) == []
    other = book().at("370100", on=MAY)
    assert [missing.key for missing in other.unknown([("voucher.use_within_months", None)])] == [
        "voucher.use_within_months"
    ]


def test_a_value_is_read_as_what_it_is() -> None:
    view = book().at("330600", on=MAY)
    assert view.value("location.inside_at").number == 0.95
    assert view.value("budget.commit_at").text == "activation"
    assert view.value("location.accuracy_cap_m").number == 500.0
    with pytest.raises(TypeError, match="phases is"):
        _ = view.value("checkin.phases").integer
    with pytest.raises(TypeError, match="None, not int"):
        _ = view.value("attendance.minimum_percent", "general").integer
    assert book().at("340000", on=MAY).value("person.graduated_from").day == date(2020, 6, 1)
    assert view.value("calendar.extra_days_off").days == ()


def test_a_places_own_figure_is_nobody_elses() -> None:
    autumn = date(2021, 10, 1)
    assert book().at("370100", on=autumn).value("plan.issue_vouchers").integer == 60_500
    assert book().at("370000", on=autumn).value("plan.issue_vouchers").integer == 500_000
    with pytest.raises(PolicyUnknown):
        book().at("370102", on=autumn).value("plan.issue_vouchers")
    assert book().at("370102", on=autumn).value("plan.use_rate_min_percent").integer == 10


def test_a_key_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        book().at("330600", on=MAY).value("attendance.minimum")


def test_a_value_names_every_clause_it_stands_on() -> None:
    value = book().at("350000", on=MAY).value("settlement.mode")
    assert value.clauses == ("FJ-24", "FJ-28")
    assert value.as_document()["also"] == ["FJ-28"]
    assert book().at("330600", on=MAY).value("invitation.valid_days").clauses == ()


@dataclass(frozen=True)
class Lesson:
    supervising_authority: str
    starts_at: datetime


def test_a_lesson_is_judged_by_its_supervising_authority_on_the_day_it_begins_in_china() -> None:
    lesson = Lesson("330602", datetime(2022, 4, 30, 16, 0, tzinfo=UTC))
    view = policy_of(lesson)
    assert (view.jurisdiction, view.on, view.known_on) == ("330602", MAY, None)
    earlier = policy_of(lesson, known_at=datetime(2022, 3, 23, 15, 59, tzinfo=UTC))
    assert (earlier.on, earlier.known_on) == (MAY, date(2022, 3, 23))


def test_where_no_service_is_at_work_a_shelf_with_the_packs_alone_is_put_up_once() -> None:
    nowhere = Context()
    found = nowhere.run(shelf)
    assert found.book is packs()
    assert found.version == 0
    assert nowhere.run(shelf) is found


def test_the_shelf_of_the_service_at_work_is_the_one_gone_by() -> None:
    own = Shelf()
    with going_by(own):
        assert shelf() is own
    assert Context().run(shelf) is not own
