"""Ten thousand random tamperings against a checkpoint kept outside (`make prove`); every one must be found."""

import json
import random
import sys
from collections import Counter

from checkin_service.transparency.rules.verifier import check
from tests.transparency.tampering import SIGNER, a_log, tampered

ROUNDS = 10_000


def main() -> int:
    log, kept = a_log({"institution:a": 19, "institution:b": 8, "authority:330600": 1})
    dice, tried, missed = random.Random(20260302), Counter[str](), Counter[str]()
    for _ in range(ROUNDS):
        how, lines = tampered(log, dice)
        tried[how] += 1
        if check(map(json.dumps, lines), kept, SIGNER.public_key).is_clean:
            missed[how] += 1
    untouched = check(map(json.dumps, log), kept, SIGNER.public_key).is_clean
    print(json.dumps({"tamperings": ROUNDS, "missed": dict(missed), "untouched_is_clean": untouched, "tried": tried}))  # noqa: T201 - the result
    return 0 if untouched and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
