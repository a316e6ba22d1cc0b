"""One word per thing: what the glossary lists exists in the code, what it forbids occurs nowhere."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
SOURCES = [path for package in ("checkin_service", "geo", "biometrics") for path in (ROOT / package).rglob("*.py")]
PROSE = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]

FORBIDDEN = {
    "match rate": re.compile(r"(?<!false )(?<!non-)\bmatch[ _-]rate", re.IGNORECASE),
    "enrollment": re.compile(r"enrollment", re.IGNORECASE),
    "student": re.compile(r"\b(student|pupil)s?\b", re.IGNORECASE),
    "enrolment in a course": re.compile(r"\b(class|course)[ _]enrolment", re.IGNORECASE),
}


def listed_names() -> list[str]:
    """The names in the first column of the glossary's tables."""
    rows = re.findall(r"^\| (`[^|]*) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def names_in(tree: ast.AST) -> set[str]:
    """Whatever a program calls something: definitions, attributes, arguments, keywords, modules and keys."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found.add(node.name)
            case ast.Name():
                found.add(node.id)
            case ast.Attribute():
                found.add(node.attr)
            case ast.arg() | ast.keyword():
                found.add(node.arg or "")
            case ast.Constant(value=str(text)):
                found.add(text)
    return found


@pytest.fixture(scope="module")
def names() -> set[str]:
    found = {path.parent.name for path in SOURCES} | {path.stem for path in SOURCES}
    return found.union(*(names_in(ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES))


@pytest.mark.parametrize("name", listed_names())
def test_a_listed_name_exists_in_the_code(name: str, names: set[str]) -> None:
    assert name in names


def test_the_glossary_lists_many_names_once() -> None:
    listed = listed_names()
    assert len(listed) > 60
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("path", [*SOURCES, *PROSE], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_forbidden_word_occurs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path == GLOSSARY:
        text = text.partition("## Forbidden")[0]
    assert [word for word, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("text", ["the match rate", "match_rate", "Enrollment", "a student", "course enrolment"])
def test_forbidden_words_are_noticed(text: str) -> None:
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


def test_false_match_rate_is_a_term_of_the_standard() -> None:
    assert not any(pattern.search("false match rate, false non-match rate") for pattern in FORBIDDEN.values())
