"""Cases a policy officer can read (pack_cases/*.toml), each asked of the packs and the rules alone."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from checkin_service.policy.book import book
from checkin_service.policy.clauses import clauses
from checkin_service.policy.model import VoucherKind
from tests.policy.questions import QUESTIONS, Given
from tests.policy.test_packs import STATED

FOLDER = Path(__file__).parent / "pack_cases"
CASES = [case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]]


# An id of its own for each: pytest escapes those of `ids=` once more in every further run of one process.
@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['clause']} {case['name']}") for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    given, when, then = case["given"], case["when"], case["then"]
    view = book().at(given["jurisdiction"], on=given["on"], known_on=given.get("known_on"))
    kind = VoucherKind(given["voucher_kind"]) if "voucher_kind" in given else None
    answer = QUESTIONS[when["ask"]](Given(view, kind), when)
    assert {name: answer.get(name) for name in then} == then
    assert then, "a case must expect something"


@pytest.mark.parametrize("clause", sorted(STATED))
def test_every_clause_has_a_case(clause: str) -> None:
    assert [case["name"] for case in CASES if case["clause"] == clause]


def test_cases_name_clauses_there_are() -> None:
    assert {case["clause"] for case in CASES} <= set(clauses())


def test_there_are_many_cases_and_no_two_share_a_name() -> None:
    names = [(case["clause"], case["name"]) for case in CASES]
    assert len(set(names)) == len(names) >= 120
