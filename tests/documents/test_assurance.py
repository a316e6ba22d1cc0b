"""The page of assurance is true as far as a program can tell: its tests exist, nothing is left out, rows are short."""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "assurance.md").read_text(encoding="utf-8")

LONGEST_PROSE = 250
LONGEST_PAGE_LINES = 200
STATES = {"成立 holds", "部分 in part", "没有 not here", "未证 not shown", "非软件 not software"}
ALL = [
    *(f"T{number}" for number in range(1, 21)),
    *(f"{number}" for number in range(1, 20)),
    *(f"API{number}" for number in range(1, 11)),
    *(f"V{number}" for number in range(1, 18)),
    # Of level three, what matters here.
    *("V1.2.10", "V2.3.5", "V2.4.2", "V5.2.6", "V8.2.4", "V13.1.2", "V16.3.2"),
    *(f"8.1.4.{number}" for number in range(1, 12)),
]


@dataclass(frozen=True)
class Row:
    number: str
    about: str
    state: str
    says: str
    tests: tuple[str, ...]


def rows_of(page: str) -> list[Row]:
    lines = (line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| [TVA\d]", line))
    return [
        Row(number, about, state, says, tuple(re.findall("`(tests/[^`]+)`", "".join(tests))))
        for number, about, state, says, *tests in lines
    ]


ROWS = rows_of(PAGE)
NAMED = sorted({test for row in ROWS for test in row.tests})


@cache
def functions_of(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def exists(test: str) -> bool:
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in functions_of(ROOT / file)


@pytest.mark.parametrize("test", NAMED)
def test_a_named_test_exists(test: str) -> None:
    assert exists(test)


@pytest.mark.parametrize(
    "test",
    [
        "tests/documents/test_assurance.py::test_nowhere",
        "tests/documents/test_nowhere.py::test_a_named_test_exists",
        "tests/documents/test_assurance.py::exists",
        "tests/documents/test_assurance.py",
    ],
)
def test_one_that_does_not_exist_is_noticed(test: str) -> None:
    assert not exists(test)


def test_nothing_is_left_out() -> None:
    assert Counter(row.number for row in ROWS) == Counter(ALL)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_a_row_has_a_state_and_what_holds_has_its_test(row: Row) -> None:
    assert row.state in STATES
    assert row.tests or row.state not in {"成立 holds", "部分 in part"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_a_row_is_short_and_in_both_languages(row: Row) -> None:
    chinese, english = row.says.split("<br>")
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert re.match("[A-Z`]", english)
    assert len(row.about) + len(chinese) + len(english) <= LONGEST_PROSE


def test_the_page_can_be_read() -> None:
    assert len(PAGE.splitlines()) < LONGEST_PAGE_LINES
    assert set(re.findall(r"^\| (\S+ [a-z ]+) \|", PAGE.partition("\n## ")[0], re.MULTILINE)) == STATES


def test_every_test_named_on_the_page_is_in_a_row() -> None:
    """A name outside the rows, or spelt so that no row is found, would be checked by nothing."""
    assert set(re.findall(r"tests/[\w/]+\.py(?:::\w+)?", PAGE)) == set(NAMED)


def test_the_dependencies_are_as_many_as_it_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (goal,) = [row for row in ROWS if row.number == "18"]
    assert re.findall(r"(\d+) direct dependencies", goal.says) == [str(len(project["dependencies"]))]
