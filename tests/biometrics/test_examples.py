"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "biometrics.alignment",
    "biometrics.comparison",
    "biometrics.engines.base",
    "biometrics.fingerprint",
    "biometrics.formats.exif",
    "biometrics.image",
    "biometrics.refusal",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
