"""All proofs one after another (`make prove`), and a signed report of what they found, where, and of which commit.

The report is `dist/prove.json`. It is signed (Ed25519) with the key at `--key`, which may be that of the transparency
log; otherwise with one of its own, made once. `python -m tests.benchmarks.prove --verify dist/prove.json` says whether
a report is as it was signed, and with `--public-key` by whom.
"""

import argparse
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.files import write_once
from checkin_service.kit.signing import SEED_BYTES, Signer
from tests.benchmarks.machine import description

REPORT, OWN_KEY = Path("dist/prove.json"), Path(".local/prove.key")
_CONTEXT = b"checkin-service proofs 1\n"
_KEPT_OF_WORDS = 400
_PATIENT = frozenset({"histories", "log"})


def proofs(*, long: bool) -> Mapping[str, list[str]]:
    """Each by the command that runs it; it has passed when that ends with 0."""
    ours = "tests.benchmarks.prove_"
    return {
        "log": [f"{ours}log"],
        "histories": [f"{ours}histories"],
        "bombs": [f"{ours}bombs"],
        "crashes": [f"{ours}crashes", "1000" if long else "200"],
        "restore": [f"{ours}restore"],
        "redteam": ["checkin_service", "redteam", "--report", "docs/redteam.md"],
    }


def proofs_elsewhere() -> Mapping[str, list[str]]:
    """Those that need what is not everywhere; run when named, and with the long ones."""
    # Needs Debian's patroni and etcd-server.
    return {"failover": ["tests.benchmarks.prove_failover"]}


def run(command: list[str], *, nice: bool = False) -> dict[str, Any]:
    began = time.monotonic()
    before = ["nice", "-n", "19"] if nice else []
    done = subprocess.run([*before, sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, check=False)
    figures = _figures(done.stdout)
    return {"passed": done.returncode == 0, "took_s": round(time.monotonic() - began), **figures}


def _figures(told: str) -> dict[str, Any]:
    try:
        return {"figures": json.loads(told)}
    except ValueError:
        return {"said": told[-_KEPT_OF_WORDS:]}


def signed(report: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    return {
        "report": report,
        "public_key": encode(signer.public_key),
        "signature": encode(signer.sign(_signed_bytes(report))),
    }


def fault_in(document: Mapping[str, Any], public_key: bytes | None = None) -> str | None:
    """What is wrong with a signed report; `None` where nothing is."""
    try:
        key, signature = decode(document["public_key"]), decode(document["signature"])
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _signed_bytes(document["report"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return "not as it was signed"
    return "signed by another key" if public_key not in (None, key) else None


def _signed_bytes(report: Mapping[str, Any]) -> bytes:
    text = json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return _CONTEXT + text.encode()


def signer_at(path: Path) -> Signer:
    """The key in a file: 32 bytes, or their base64url text; made where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_once(path, secrets.token_bytes(SEED_BYTES))
    kept = path.read_bytes()
    return Signer(kept if len(kept) == SEED_BYTES else decode(kept.decode().strip().rstrip("=")))


def _commit() -> dict[str, Any]:
    def asked(*command: str) -> str:
        return subprocess.run(["git", *command], capture_output=True, text=True, check=False).stdout.strip()

    return {"commit": asked("rev-parse", "HEAD"), "is_changed": bool(asked("status", "--porcelain"))}


def prove(names: list[str], *, long: bool, key: Path) -> dict[str, Any]:
    began, found = datetime.now(UTC), {}
    # What stands before the first proof: some of them write pages.
    of = _commit()
    every = {**proofs(long=long), **proofs_elsewhere()}
    chosen = set(names or [*proofs(long=long), *(proofs_elsewhere() if long else ())])
    with ThreadPoolExecutor() as beside:
        # What only counts steps runs beside what waits for the clock, and gives way to it.
        patient = {
            name: beside.submit(run, command, nice=True) for name, command in every.items() if name in chosen & _PATIENT
        }
        for name, command in every.items():
            if name not in chosen:
                found[name] = {"passed": None, "said": "not run"}
            elif name not in patient:
                print(f"proof: {name}", file=sys.stderr, flush=True)  # noqa: T201 - progress
                found[name] = run(command)
        found |= {name: waited.result() for name, waited in patient.items()}
    report = {
        **of,
        "began": began.isoformat(timespec="seconds"),
        "took_s": round((datetime.now(UTC) - began).total_seconds()),
        "machine": description(),
        "proofs": found,
    }
    return signed(report, signer_at(key))


def table(document: Mapping[str, Any]) -> str:
    """The report in Markdown."""
    report = document["report"]
    rows = [
        f"| {name} | {_WORDS[each['passed']]} | {each.get('took_s', '')} |" for name, each in report["proofs"].items()
    ]
    machine = ", ".join(f"{name} {value}" for name, value in report["machine"].items())
    head = f"`{report['commit'][:12]}`{' with changes' if report['is_changed'] else ''}, {report['began']}, {machine}"
    return "\n".join([head, "", "| proof | result | s |", "|---|---|--:|", *rows])


_WORDS = {True: "passed", False: "**failed**", None: "not run"}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "only", nargs="*", choices=[[], *proofs(long=False), *proofs_elsewhere()], help="all when none is named"
    )
    asked.add_argument("--long", action="store_true", help="a thousand crashes")
    asked.add_argument("--key", type=Path, default=OWN_KEY)
    asked.add_argument("--verify", type=Path, metavar="REPORT")
    asked.add_argument("--public-key", metavar="BASE64URL")
    given = asked.parse_args()
    if given.verify is not None:
        document = json.loads(given.verify.read_text(encoding="utf-8"))
        fault = fault_in(document, decode(given.public_key) if given.public_key else None)
        print(fault or table(document))  # noqa: T201 - the answer
        return 1 if fault else 0
    document = prove(given.only, long=given.long, key=given.key)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(document))  # noqa: T201 - the answer
    return 0 if all(each["passed"] is not False for each in document["report"]["proofs"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
