"""The verifier's rate on one core, and the size of a proof (`python -m tests.benchmarks.bench_log`)."""

import json
import statistics
import time

from checkin_service.kit.base64url import encode
from checkin_service.transparency.rules.merkle import proof_places
from checkin_service.transparency.rules.verifier import check
from tests.transparency.tampering import SIGNER, a_log

ENTRIES, ROUNDS, LARGE = 50_000, 5, 2**20


def main() -> None:
    log, kept = a_log({"institution:a": ENTRIES})
    lines = list(map(json.dumps, log))
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        assert check(lines, kept, SIGNER.public_key).is_clean
        rates.append(ENTRIES / (time.process_time() - started))
    path = [encode(bytes(32))] * max(len(proof_places(position, LARGE)) for position in (0, LARGE // 3, LARGE - 1))
    checkpoint = {**kept[0], "chain": f"institution:{'0' * 36}", "size": LARGE}
    proof = {"position": LARGE - 1, "path": path, "checkpoint": checkpoint}
    print(  # noqa: T201 - a benchmark
        json.dumps(
            {
                "verified_per_second": round(statistics.median(rates)),
                "proof_bytes_in_a_chain_of_a_million": len(json.dumps(proof)),
            }
        )
    )


if __name__ == "__main__":
    main()
