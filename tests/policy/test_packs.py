"""The packs shipped: sound, complete row by row, and every quote really stands in the source text."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from checkin_service.policy.book import DATA, book
from checkin_service.policy.clauses import clauses
from checkin_service.policy.keys import KEYS, Unit
from checkin_service.policy.model import PolicyValue, VoucherKind
from checkin_service.policy.wording import NAMES, value_in_words
from checkin_service.timetable.rules import needed_of_class, needed_of_voucher
from tests.policy.sources import ABSENT, REQUIREMENTS, TEXT_OF, TEXTS, folded, rows_required, text_of

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text(encoding="utf-8"))["class"]
VALUES = [value for pack in book().packs.values() for value in pack.values]
QUOTED = [value for value in VALUES if value.basis.quote]
STATED = {clause for value in VALUES for clause in value.clauses} | {
    clause for pack in book().packs.values() for document in pack.documents.values() for clause in document.clauses
}


def name_of(value: PolicyValue) -> str:
    return f"{value.jurisdiction} {value.key} {value.voucher_kind or ''}"


@pytest.mark.parametrize("row", ROWS)
def test_every_rule_is_in_a_pack_or_listed_as_no_policy_with_the_reason(row: str) -> None:
    reason = clauses()[row].why_no_policy
    assert (row in STATED) is (reason is None)
    assert reason is None or (reason.zh and reason.en)


def test_no_rule_is_made_up() -> None:
    assert sorted(clauses()) == sorted(ROWS)


def test_the_list_of_rules_is_that_of_the_requirements() -> None:
    if not REQUIREMENTS.is_file():
        pytest.skip(ABSENT)
    assert sorted(ROWS) == rows_required()


def test_every_quote_occurs_in_its_source() -> None:
    if not TEXTS.is_dir():
        pytest.skip(ABSENT)
    texts = {document: text_of(document) for document in TEXT_OF}
    strange = [
        name_of(value) for value in QUOTED if folded(str(value.basis.quote)) not in texts[str(value.basis.clause)[:2]]
    ]
    assert QUOTED
    assert strange == []


@pytest.mark.parametrize(
    ("one", "other"), [("職業培訓券", "职业培训券"), ("６０％", "60%"), ("“定向券”，", '"定向券",'), ("（一）", "(一)")]
)
def test_copies_that_differ_in_width_punctuation_and_script_read_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_quote_with_another_word_is_noticed() -> None:
    assert folded("打卡率在60%以上") != folded("打卡率在50%以上")


def test_every_key_is_stated_somewhere_or_says_what_holds_until_an_authority_decides() -> None:
    stated = {value.key for value in VALUES}
    assert stated <= set(KEYS)
    assert all(KEYS[key].decidable and KEYS[key].otherwise for key in set(KEYS) - stated)


def test_every_name_and_unit_has_words_in_both_languages() -> None:
    names = {name for key in KEYS.values() for name in getattr(key.shape, "names", ())}
    assert set(NAMES) == names
    assert set(Unit) == {key.shape.unit for key in KEYS.values() if key.shape.unit}
    assert all(all(unit.words) for unit in Unit)
    assert all(all(value_in_words(value)) for value in VALUES)


@pytest.mark.parametrize("code", ["330600", "350200", "340100", "350000", "340000"])
def test_a_class_can_be_opened_under_the_packs_shipped(code: str) -> None:
    view = book().at(code, on=date(2022, 5, 1))
    kinds = [VoucherKind(kind) for kind in view.value("voucher.kinds").names]
    assert view.unknown([*needed_of_class(), *needed_of_voucher(kinds)]) == []


def test_shandong_lacks_a_validity_and_nothing_else() -> None:
    view = book().at("370100", on=date(2021, 10, 1))
    missing = view.unknown([*needed_of_class(), *needed_of_voucher([VoucherKind.TARGETED])])
    assert [unknown.key for unknown in missing] == ["voucher.use_within_months"]


def test_a_file_is_named_after_its_jurisdiction() -> None:
    files = DATA.glob("*.toml")
    assert [path.stem for path in sorted(files)] == list(book().packs)
