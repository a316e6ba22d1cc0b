"""The Makefile: every target explained, uv at the version that the project pins."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = {"servers", "browser", "database", "models", "typescript"}
"""Parts of `setup` and `test` that nobody calls by name."""


def make(*words: str) -> str:
    # Not as a part of the make that may be running these tests: that one would speak up in between.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name and name != "MFLAGS"}
    command = ["make", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_help_explains_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    explained = {line.split()[0] for line in make("help").splitlines()}
    assert explained == set(phony[1].split()) - HIDDEN


def test_uv_is_installed_at_the_pinned_version() -> None:
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["dev"]
    (pin,) = (each for each in pins if each.startswith("uv=="))
    assert f"pip install --quiet --disable-pip-version-check {pin} " in make("--dry-run", "--always-make", "setup")
