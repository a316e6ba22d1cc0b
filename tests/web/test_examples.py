"""The examples in the docstrings of the pages hold."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["classes", "forms", "moments", "payments"])
def test_the_examples_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"checkin_service.web.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
