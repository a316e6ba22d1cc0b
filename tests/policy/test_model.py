"""A policy value: what a reader of its document gets, when it applies, and as what it can be read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.model import PolicyUnknown, PolicyValue, VoucherKind

FIRST, LAST, PUBLISHED = date(2021, 7, 1), date(2023, 12, 31), date(2022, 3, 25)
RATE = PolicyValue(
    key="attendance.minimum_percent",
    value=60,
    unit="percent",
    jurisdiction="330600",
    asked_by="330602",
    voucher_kind=VoucherKind.TARGETED,
    effective_from=FIRST,
    effective_to=LAST,
    published_on=PUBLISHED,
    basis=Basis(kind=BasisKind.STATUTE, clause="SX-23", document="绍市人社发〔2022〕11号", quote="个人打卡率"),
    note=Words("说明", "why"),
    also=("SX-22",),
)


def test_a_reader_gets_all_that_is_needed_to_check_a_value_against_its_source() -> None:
    assert RATE.as_document() == {
        "key": "attendance.minimum_percent",
        "value": 60,
        "unit": "percent",
        "is_required": True,
        "jurisdiction": "330600",
        "is_inherited": True,
        "voucher_kind": "targeted",
        "effective_from": "2021-07-01",
        "effective_to": "2023-12-31",
        "published_on": "2022-03-25",
        "basis": "statute",
        "clause": "SX-23",
        "also": ["SX-22"],
        "document": "绍市人社发〔2022〕11号",
        "quote": "个人打卡率",
        "note": {"zh": "说明", "en": "why"},
    }


def test_what_a_value_does_not_have_is_null() -> None:
    bare = replace(
        RATE, value=None, effective_to=None, note=None, voucher_kind=None, basis=Basis(kind=BasisKind.NOT_REQUIRED)
    )
    document = bare.as_document()
    absent = ("value", "effective_to", "note", "voucher_kind", "clause", "document", "quote")
    assert [document[name] for name in absent] == [None] * 7
    assert document["is_required"] is False


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (("in", "out"), ["in", "out"]),
        ((FIRST, LAST), ["2021-07-01", "2023-12-31"]),
        (FIRST, "2021-07-01"),
        (0.95, 0.95),
        ("hold", "hold"),
    ],
)
def test_days_and_lists_are_written_as_json_has_them(value: Any, written: Any) -> None:
    assert replace(RATE, value=value).as_document()["value"] == written


@pytest.mark.parametrize(
    ("on", "known_on", "applies"),
    [
        (FIRST, None, True),
        (LAST, None, True),
        (date(2021, 6, 30), None, False),
        (date(2024, 1, 1), None, False),
        (FIRST, PUBLISHED, True),
        (FIRST, date(2022, 3, 24), False),
        (date(2021, 6, 30), PUBLISHED, False),
    ],
)
def test_a_value_applies_from_its_first_to_its_last_day_once_it_is_known(
    on: date, known_on: date | None, *, applies: bool
) -> None:
    assert RATE.applies(on=on, known_on=known_on) is applies


def test_a_value_without_a_last_day_applies_for_good() -> None:
    assert replace(RATE, effective_to=None).applies(on=date(2099, 1, 1), known_on=None)


@pytest.mark.parametrize(
    ("value", "reading", "says"),
    [
        (60, "text", "attendance.minimum_percent is 60, not str"),
        ("x", "integer", "attendance.minimum_percent is 'x', not int"),
        ("x", "number", "attendance.minimum_percent is 'x', not int or float"),
        (60, "names", "attendance.minimum_percent is 60, not tuple"),
        (60, "days", "attendance.minimum_percent is 60, not tuple"),
        (60, "day", "attendance.minimum_percent is 60, not date"),
    ],
)
def test_a_value_is_never_read_as_what_it_is_not(value: Any, reading: str, says: str) -> None:
    with pytest.raises(TypeError) as caught:
        getattr(replace(RATE, value=value), reading)
    assert str(caught.value) == says


def test_asked_by_its_own_jurisdiction_it_is_not_inherited() -> None:
    assert not RATE.asked("330600").is_inherited
    assert RATE.asked("330602") is RATE
    assert RATE.asked("330604").asked_by == "330604"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (None, "voucher.form is not set for 370100 on 2021-07-01"),
        (VoucherKind.GENERAL, "voucher.form for general vouchers is not set for 370100 on 2021-07-01"),
    ],
)
def test_a_value_nobody_sets_is_named_with_place_and_day(kind: VoucherKind | None, says: str) -> None:
    unknown = PolicyUnknown(key="voucher.form", jurisdiction="370100", voucher_kind=kind, on=FIRST)
    assert str(unknown) == says
    assert (unknown.key, unknown.jurisdiction, unknown.voucher_kind, unknown.on) == (
        "voucher.form",
        "370100",
        kind,
        FIRST,
    )
