"""`python -m tests.tools.mutation`: the share of planted mistakes that tests noticed in the last `make mutation`."""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

AT_LEAST_PERCENT = 90
MUTANTS = Path("mutants")
UNNOTICED = {0, 5, 33}
"""What the run of the tests ended with: all of them passed, or there was none to run (5, 33)."""
UNTRIED = {None, 2, 34}


def packages() -> list[str]:
    """The folders, and the files of small capabilities, in which mistakes are planted."""
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    return [pattern.removesuffix("/*") for pattern in settings["only_mutate"]]


def results(package: str) -> Iterator[bool]:
    """Of each mistake that was tried: whether it was noticed, be it that the tests failed, crashed or ran for ever."""
    place = MUTANTS / package
    for kept in [place.with_suffix(".py.meta")] if place.suffix else sorted(place.rglob("*.meta")):
        for ended_with in json.loads(kept.read_text(encoding="utf-8"))["exit_code_by_key"].values():
            if ended_with not in UNTRIED:
                yield ended_with not in UNNOTICED


def main() -> int:
    """Say the score of each package; below the promised share the run has failed."""
    tried = {package: found for package in packages() if (found := list(results(package)))}
    for package, noticed in tried.items():
        score = f"{100 * sum(noticed) / len(noticed):.1f} %"
        print(f"{package:<36}{sum(noticed):>6} of {len(noticed):>6} planted mistakes noticed: {score:>7}")  # noqa: T201 - a command prints
    is_enough = all(100 * sum(noticed) >= AT_LEAST_PERCENT * len(noticed) for noticed in tried.values())
    return 0 if tried and is_enough else 1


if __name__ == "__main__":
    sys.exit(main())
