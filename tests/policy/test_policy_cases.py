"""Cases a policy officer can read (tests/policy_cases/*.toml), each asked of the real packs and rules."""

import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checkin_service.kit.ratio import at_least_percent, hours_needed
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import PolicyUnknown

FOLDER = Path(__file__).resolve().parents[1] / "policy_cases"


def value(view: PolicyView, given: dict[str, Any], when: dict[str, Any]) -> dict[str, Any]:
    try:
        found = view.value(when["key"], given.get("voucher_kind"))
    except PolicyUnknown:
        return {"is_known": False}
    document = found.as_document()
    return {"is_known": True, **document}


def rate(view: PolicyView, given: dict[str, Any], when: dict[str, Any]) -> dict[str, Any]:
    minimum = view.value("attendance.minimum_percent", given.get("voucher_kind"))
    if not minimum.is_required:
        return {"is_enough": True, "is_required": False}
    credited, total = when["credited_hours"], when["total_hours"]
    return {
        "is_enough": at_least_percent(Fraction(credited, total), minimum.integer),
        "is_required": True,
        "hours_needed": hours_needed(total, minimum.integer),
    }


QUESTIONS: dict[str, Callable[[PolicyView, dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "value": value,
    "rate": rate,
}


def all_cases() -> list[dict[str, Any]]:
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]]


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case['clause']} {case['name']}")
def test_case(case: dict[str, Any]) -> None:
    given, when, then = case["given"], case["when"], case["then"]
    view = book().at(given["jurisdiction"], on=given["on"], known_on=given.get("known_on"))
    answer = QUESTIONS[when["ask"]](view, given, when)
    assert {name: answer.get(name) for name in then} == then
    assert then, "a case must expect something"


def test_no_two_cases_share_a_name() -> None:
    names = [case["name"] for case in all_cases()]
    assert len(set(names)) == len(names)
