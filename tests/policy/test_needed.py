"""Whoever reads a value has declared where it is needed, so that no rule meets a gap that the opening let pass."""

import ast
import re

import pytest

from checkin_service.kit.words import Words
from checkin_service.policy.keys import KEYS, At, Key, Unit, Whole, needed_at
from tests.architecture.callers import alive_modules
from tests.policy.reads import OF_THE_PAYING_AUTHORITY, Read, faults, reads, reads_of, riddles_of

READS = reads()
ABOUT_ANY_KEY = {"policy", "policy_decisions", "cli", "intake", "web"}
"""They show and decide on values, whatever the key, or read the cells of tables; none of them judges by one."""
NEW = "checkin.helpers_allowed"
NEW_RULE = f'def person(policy):\n    return policy.value("{NEW}").integer\n'


def a_key(needed: At) -> Key:
    return Key(
        Words("帮助人数", "Helpers allowed"),
        Whole(unit=Unit.TIME, low=0, high=9),
        needed=needed,
        otherwise="nobody has to wait for it" if needed in {At.USE, At.NOWHERE} else "",
        decidable=bool(needed),
    )


def test_every_value_is_declared_as_needed_where_it_is_read() -> None:
    assert faults(READS, KEYS) == []


def test_no_key_is_a_riddle() -> None:
    modules = [
        (name, tree)
        for name, tree in alive_modules()
        if name.split(".")[1:2] and name.split(".")[1] not in ABOUT_ANY_KEY
    ]
    assert [riddle for name, tree in modules for riddle in riddles_of(tree, name)] == []


def test_reads_excepted_are_still_there() -> None:
    assert {(read.module, read.key) for read in READS} >= OF_THE_PAYING_AUTHORITY.keys()


def test_a_value_read_by_a_check_but_needed_nowhere_is_noticed() -> None:
    found = list(reads_of(ast.parse(NEW_RULE), "checkin.rules.who"))
    assert faults(found, {}) == [f"checkin.rules.who:2: {NEW} is no key"]
    assert faults(found, {NEW: a_key(At.NOWHERE)}) == [f"checkin.rules.who:2: {NEW} is not declared as needed=At.CLASS"]
    assert faults(found, {NEW: a_key(At.VOUCHER)}) != []
    assert faults(found, {NEW: a_key(At.CLASS)}) == faults(found, {NEW: a_key(At.USE)}) == []


@pytest.mark.parametrize(
    "source",
    [
        'policy.value("a.one" if late else "checkin.helpers_allowed")',
        'LIMITS = ("checkin.helpers_allowed",)',
    ],
)
def test_a_key_is_found_however_it_is_named(source: str) -> None:
    known = {"a.one": a_key(At.CLASS), NEW: a_key(At.NOWHERE)}
    assert len(faults(list(reads_of(ast.parse(source), "checkin.rules.who")), known)) == 1


def test_a_value_for_a_kind_of_voucher_is_asked_of_the_authority_that_pays() -> None:
    read = next(reads_of(ast.parse('view.value("voucher.steps", kind)'), "attendance.rules.forecast"))
    assert read == Read("attendance.rules.forecast", 1, "voucher.steps", names_kind=True, is_asked=True)
    assert faults([read], {"voucher.steps": a_key(At.CLASS)}) != []
    assert faults([read], {"voucher.steps": a_key(At.VOUCHER)}) == []


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("policy.value(names[0])", "write the key, or call the variable that holds it `key`"),
        ('policy.value(f"checkin.{who}_allowed")', "write the key, or call the variable that holds it `key`"),
        ('key = f"checkin.{who}_allowed"', "a key is never put together"),
    ],
)
def test_a_key_that_cannot_be_told_is_refused(source: str, why: str) -> None:
    assert list(riddles_of(ast.parse(source), "who")) == [f"who:1: {why}"]


_OF_A_CHECK = re.compile("须|必|核验|核查|不得|上限|下限")


def test_what_only_informs_is_not_worded_as_a_check() -> None:
    titles = {name: key.title.zh for name, key in KEYS.items() if key.informs}
    assert {name: title for name, title in titles.items() if _OF_A_CHECK.search(title)} == {}


def test_a_key_says_why_it_may_wait_for_its_use_or_why_nothing_follows_and_only_then() -> None:
    for needed, otherwise in ((At.USE, ""), (At.NOWHERE, ""), (At.CLASS, "why")):
        with pytest.raises(ValueError, match="otherwise"):
            Key(
                Words("名", "name"),
                Whole(unit=Unit.TIME, low=0, high=9),
                needed=needed,
                otherwise=otherwise,
                decidable=bool(needed),
            )


def test_nobody_is_asked_to_decide_what_changes_nothing_or_holds_nationally() -> None:
    for is_national, needed in ((False, At.NOWHERE), (True, At.CLASS)):
        with pytest.raises(ValueError, match="nobody decides"):
            Key(
                Words("名", "name"),
                Whole(unit=Unit.TIME, low=0, high=9),
                needed=needed,
                otherwise="" if needed else "why",
                is_national=is_national,
            )
    assert not any(key.decidable for key in KEYS.values() if key.is_national or not key.needed)


def test_lists_of_what_is_needed_are_not_empty() -> None:
    assert "checkin.phases" in needed_at(At.CLASS)
    assert "voucher.use_within_months" in needed_at(At.VOUCHER)
    assert set(needed_at(At.CLASS)) & set(needed_at(At.VOUCHER)) >= {"person.minimum_age", "calendar.extra_days_off"}
