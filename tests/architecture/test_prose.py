"""The libraries say what they take and give: a share of their lines, and every public name."""

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT
from tests.architecture.prose import docstring_lines, docstring_share, undocumented

LIBRARIES = ("geo", "biometrics")
LEAST_SHARE_PERCENT = 17


def files_of(library: str) -> list[Path]:
    return sorted((ROOT / library).rglob("*.py"))


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_sixth_of_a_library_tells_what_it_does(library: str) -> None:
    assert docstring_share(files_of(library)) >= LEAST_SHARE_PERCENT


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_public_name_of_a_library_has_a_docstring(library: str) -> None:
    names = {path.name: undocumented(path.read_text(encoding="utf-8")) for path in files_of(library)}
    assert {name: missing for name, missing in names.items() if missing} == {}


def test_a_missing_docstring_is_found_in_a_class_too() -> None:
    text = 'class A:\n    """A."""\n\n    def b(self): return 1\n\n    def _c(self): return 1\n\n\ndef d(): return\n'
    assert undocumented(text) == ["A.b", "d"]


def test_docstrings_of_attributes_count_and_other_strings_do_not() -> None:
    assert docstring_lines('"""A module,\nin two lines."""\n\nX = 1\n"""One."""\n\nY = """\nno\n"""\n') == 3
