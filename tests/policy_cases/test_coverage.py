"""The page of coverage says what the cases show, and no rule is left out of it."""

import re
import tomllib

from checkin_service.policy.clauses import clauses
from tests.tools.coverage_page import PAGE, ROOT, ROWS, page, rows


def test_the_page_is_what_the_cases_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make policies`"


def test_every_rule_has_a_row() -> None:
    assert [row.id for row in rows()] == list(clauses())


def test_what_another_test_shows_is_shown_by_a_test_there_is() -> None:
    shown = tomllib.loads(ROWS.read_text(encoding="utf-8"))["shown_by"]
    assert [named for named in shown.values() if not _is_a_test(named)] == []


def test_a_file_or_a_name_that_is_no_test_is_noticed() -> None:
    assert not _is_a_test("tests/policy_cases/test_coverage.py")
    assert not _is_a_test("tests/policy_cases/test_coverage.py::test_that_nobody_wrote")
    assert _is_a_test("tests/policy_cases/test_coverage.py::test_every_rule_has_a_row")


def _is_a_test(named: str) -> bool:
    path, _, name = named.partition("::")
    file, definition = ROOT / path, rf"^(?:async )?def {re.escape(name)}\("
    return file.is_file() and re.search(definition, file.read_text("utf-8"), re.MULTILINE) is not None
