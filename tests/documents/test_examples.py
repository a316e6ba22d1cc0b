"""The examples in the docstrings of the service are true."""

import doctest
import importlib
from pathlib import Path

import pytest

import checkin_service

ROOT = Path(checkin_service.__file__).parent


def modules_with_examples() -> list[str]:
    with_examples = (path for path in ROOT.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
    return sorted(".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in with_examples)


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert result.failed == 0
