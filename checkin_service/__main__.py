"""`checkin-service`: the command line's entry."""

import sys

from checkin_service.cli.main import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
