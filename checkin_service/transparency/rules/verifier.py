#!/usr/bin/env python3
"""A stand-alone verifier of exported logs against signed checkpoints; needs only Python and `cryptography`.

    python verifier.py export.jsonl --checkpoint kept.json --public-key BASE64URL

Whoever keeps a checkpoint outside finds any edit, deletion, insertion, reordering or rewrite of what it covers.
Exit code 0: nothing was touched; 1: something was, and each fault is one line; 2: the input cannot be read.
"""

import argparse
import base64
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EMPTY_ROOT = sha256(b"").digest()
_FAULTS_LIMIT = 1000


@dataclass(slots=True)
class Result:
    """What a verification found."""

    faults: list[str] = field(default_factory=list)
    entries: int = 0
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def fault(self, text: str) -> None:
        if len(self.faults) < _FAULTS_LIMIT:
            self.faults.append(text)


class Tree:
    """An RFC 6962 Merkle tree that keeps only the roots of its full subtrees, largest first."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        self._peaks.append(leaf)
        merged = self.size
        while merged & 1:
            right = self._peaks.pop()
            self._peaks[-1] = sha256(b"\x01" + self._peaks[-1] + right).digest()
            merged >>= 1
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = sha256(b"\x01" + peak + root).digest()
        return root


def leaf_of(kind: str, salt: bytes, fact: str) -> bytes:
    """The leaf of a fact: a hash of its salted commitment."""
    commitment = sha256(salt + kind.encode() + b"\x00" + fact.encode()).digest()
    return sha256(b"\x00" + commitment).digest()


def statement_of(checkpoint: dict[str, Any]) -> bytes:
    """The bytes that a checkpoint's signature covers."""
    names = ("chain", "size", "root", "issued_at", "complete_until")
    return "\n".join(("checkin-log/1", *(str(checkpoint[name]) for name in names), "")).encode()


class _Chain:
    """One institution's chain while it is read."""

    def __init__(self, name: str, checkpoints: Iterable[dict[str, Any]]) -> None:
        self.name = name
        self.tree = Tree()
        self.wanted: dict[int, set[str]] = {}
        self._closed: list[tuple[int, datetime]] = []
        for each in checkpoints:
            self.wanted.setdefault(each["size"], set()).add(each["root"])
            if each["complete_until"] is not None:
                self._closed.append((each["size"], datetime.fromisoformat(each["complete_until"])))
        self._closed.sort(reverse=True)

    def closed_until(self, position: int) -> datetime | None:
        """No fact that enters at this position, or later, may claim a moment before this one."""
        return max((until for size, until in self._closed if size <= position), default=None)

    def enter(self, line: dict[str, Any], result: Result) -> None:
        where = f"{self.name} entry {line['position']}"
        if line["position"] != self.tree.size:
            result.fault(f"{where}: entry {self.tree.size} was expected; entries are missing, doubled or out of order")
        recorded = bytes.fromhex(line["leaf"])
        leaf = recorded
        if line["fact"] is None:
            result.fault(f"{where}: its {line['kind']} is gone")
        else:
            leaf = leaf_of(line["kind"], bytes.fromhex(line["salt"]), line["fact"])
            if leaf != recorded:
                result.fault(f"{where}: its {line['kind']} is not the one that was entered")
            elif self._closed and self._closed[-1][0] <= self.tree.size:
                self._check_moment(where, self.tree.size, line["fact"], result)
        self.tree.append(leaf)
        self.compare(result)

    def _check_moment(self, where: str, position: int, fact: str, result: Result) -> None:
        closed = self.closed_until(position)
        if closed is not None and datetime.fromisoformat(json.loads(fact)["at"]) < closed:
            result.fault(f"{where}: dated before {closed.isoformat()}, when a checkpoint had closed that time")

    def compare(self, result: Result) -> None:
        """Where a checkpoint was given for this size, the roots must agree."""
        roots = self.wanted.pop(self.tree.size, None)
        if roots and roots != {self.tree.root().hex()}:
            result.fault(f"{self.name}: the first {self.tree.size} entries are not those of the checkpoint")

    def end(self, result: Result) -> None:
        for size in sorted(self.wanted):
            result.fault(f"{self.name}: {self.tree.size} entries are left of the {size} in a checkpoint")


class Verification:
    """Reads an export line by line; what it keeps in memory does not grow with the log."""

    def __init__(self, checkpoints: Sequence[dict[str, Any]], public_key: bytes) -> None:
        self.result = Result()
        self._public_key = public_key
        self._given = _believed(checkpoints, public_key, self.result)
        self._covered: dict[str, int] = {}
        self._chains: dict[str, _Chain] = {}

    def read(self, text: str) -> None:
        line = json.loads(text)
        if line["what"] == "checkpoint":
            self._read_checkpoint(line)
        elif line["what"] == "entry":
            self.result.entries += 1
            self._chain(line["chain"]).enter(line, self.result)
        else:
            _check_stray(line, self._chain(line["chain"]), self.result)

    def end(self) -> Result:
        for checkpoint in self._given:
            self._chain(checkpoint["chain"])
        for name, chain in self._chains.items():
            chain.end(self.result)
            self.result.sizes[name] = chain.tree.size
            if chain.tree.size > self._covered.get(name, 0):
                self.result.fault(f"{name}: no checkpoint in the database covers all of its {chain.tree.size} entries")
        return self.result

    def _read_checkpoint(self, line: dict[str, Any]) -> None:
        if not _is_signed(line, self._public_key):
            self.result.fault(f"{line['chain']}: the checkpoint in the database is not signed by this key")
            return
        self._given.append(line)
        self._covered[line["chain"]] = line["size"]

    def _chain(self, name: str) -> _Chain:
        if name not in self._chains:
            self._chains[name] = _Chain(name, (each for each in self._given if each["chain"] == name))
            self._chains[name].compare(self.result)
        return self._chains[name]


def check(lines: Iterable[str], checkpoints: Sequence[dict[str, Any]], public_key: bytes) -> Result:
    """Read an export once; `checkpoints` are those kept outside."""
    verification = Verification(checkpoints, public_key)
    for text in lines:
        verification.read(text)
    return verification.end()


def _believed(checkpoints: Sequence[dict[str, Any]], public_key: bytes, result: Result) -> list[dict[str, Any]]:
    believed = []
    for each in checkpoints:
        if _is_signed(each, public_key):
            believed.append(each)
        else:
            result.fault(f"{each.get('chain')}: the checkpoint given is not signed by this key")
    return believed


def _check_stray(line: dict[str, Any], chain: _Chain, result: Result) -> None:
    """A fact that is in no log: just made and waiting, or smuggled in."""
    if line["fact"] is None:
        result.fault(f"{chain.name}: {line['kind']} {line['key']} vanished before it was entered")
        return
    closed = chain.closed_until(sys.maxsize)
    if not line["waits"] or (closed and datetime.fromisoformat(json.loads(line["fact"])["at"]) < closed):
        result.fault(f"{chain.name}: {line['kind']} {line['key']} is in the tables and not in the log")


def _is_signed(checkpoint: dict[str, Any], public_key: bytes) -> bool:
    try:
        signature = base64.urlsafe_b64decode(checkpoint["signature"] + "==")
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement_of(checkpoint))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def read_checkpoints(text: str) -> list[dict[str, Any]]:
    """One checkpoint, a list of them, or the answer of `GET /v1/log/checkpoints`."""
    document = json.loads(text)
    if isinstance(document, dict):
        document = document.get("checkpoints", [document])
    return list(document)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("export", type=Path, help="lines written by `checkin-service verify --export`")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="kept outside; may be repeated")
    parser.add_argument("--public-key", required=True, help="of the log, base64url, known from elsewhere")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        kept = [each for path in given.checkpoint for each in read_checkpoints(path.read_text(encoding="utf-8"))]
        key = base64.urlsafe_b64decode(given.public_key + "=" * (-len(given.public_key) % 4))
        with given.export.open(encoding="utf-8") as lines:
            result = check(lines, kept, key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - it is a program
        return 2
    for fault in result.faults:
        print(fault)  # noqa: T201 - it is a program
    seconds = time.perf_counter() - started
    verdict = "untouched" if result.is_clean else f"{len(result.faults)} FAULTS"
    kept_note = "" if kept else "; without a checkpoint from outside a whole rewrite stays unseen"
    print(f"{result.entries} entries in {len(result.sizes)} chains: {verdict} ({seconds:.1f} s){kept_note}")  # noqa: T201
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
