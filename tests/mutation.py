"""`python -m tests.mutation`: the share of planted mistakes that the tests noticed, from the last `make mutation`."""

import json
import sys
from pathlib import Path

AT_LEAST_PERCENT = 85
FIGURES = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    """Say the score; below the promised share the run has failed."""
    figures = json.loads(FIGURES.read_text())
    # A mistake that makes the tests run for ever or crash has been noticed too.
    noticed = figures["killed"] + figures["timeout"] + figures["segfault"]
    total = noticed + figures["survived"] + figures["no_tests"] + figures["suspicious"]
    percent = 100 * noticed / total
    print(f"{noticed} of {total} planted mistakes noticed: {percent:.1f} %")  # noqa: T201 - a command prints
    return 0 if percent >= AT_LEAST_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
