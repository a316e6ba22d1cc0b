"""`python -m tests.tools.branches`: the fast tests of `make mutation` take every branch of the code that decides."""

import sys
import tomllib
from pathlib import Path

import pytest

from tests.tools.mutation import packages


def main() -> int:
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    measured = [f"--cov={package.removesuffix('.py').replace('/', '.')}" for package in packages()]
    report = ["--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
    return pytest.main(["-q", *measured, *report, *settings["pytest_add_cli_args_test_selection"]])


if __name__ == "__main__":
    sys.exit(main())
