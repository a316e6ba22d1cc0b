"""Examples in the docstrings, run, and the public names."""

import doctest
import importlib
import pkgutil

import pytest

import geo

MODULES = [f"geo.{module.name}" for module in pkgutil.iter_modules(geo.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_name_exists_and_the_list_is_sorted_by_the_formatter() -> None:
    assert all(hasattr(geo, name) for name in geo.__all__)
    assert len(set(geo.__all__)) == len(geo.__all__)
