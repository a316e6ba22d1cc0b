#!/usr/bin/env python3
"""A stand-alone verifier of draws in an exported log, whose entries `verifier.py` checks; needs only Python.

    python draws.py export.jsonl

A draw's hash must stand in the log before its seed, the seed must be the one that was committed to, and what it drew
must follow from it. Decisions that a second person looks at must have been made after the hash was in the log.
Exit code 0: every draw follows; 1: one does not, and each fault is one line; 2: the input cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

Fault = Callable[[str], None]


def drawn(seed: bytes, population: Iterable[UUID], terms: Mapping[str, Any]) -> list[UUID]:
    """Those whose SHA-256 over the seed and their id is smallest: `count` of them, or `percent` of all, rounded up.

    Checks of a class have neither: they are drawn for each of the population, not among it.
    """
    ranked = sorted(population, key=lambda each: sha256(seed + each.bytes).digest())
    return ranked[: -(-len(ranked) * terms["percent"] // 100) if "percent" in terms else terms.get("count", 0)]


def check_of(seed: bytes, trainee: UUID, session: UUID, length_s: int, terms: Mapping[str, Any]) -> int | None:
    """After how many seconds of a lesson a person is checked in it; None when the seed did not draw it for them.

    In the lessons that it draws for the whole room everybody is asked at the same moment, and nobody alone.
    """

    def number(lesson: UUID) -> int:
        return int.from_bytes(sha256(seed + trainee.bytes + lesson.bytes).digest())

    def of_room(lesson: UUID) -> int:
        return int.from_bytes(sha256(seed + lesson.bytes + b"room").digest())

    lessons = sorted((UUID(each) for each in terms["sessions"]), key=of_room)
    rooms, others = lessons[: terms.get("rooms", 0)], lessons[terms.get("rooms", 0) :]
    if session in rooms:
        return int(terms["after_s"]) + of_room(session) % length_s
    alone = sorted(others, key=number)[: terms["per_person"]]
    return int(terms["after_s"]) + number(session) % length_s if session in alone else None


def group_of(seed: bytes, session: UUID, length_s: int, terms: Mapping[str, Any]) -> int:
    """After how many seconds of a lesson a suspected group is asked in it."""
    number = int.from_bytes(sha256(seed + session.bytes + b"group").digest())
    return int(terms["after_s"]) + number % length_s


class Draws:
    """Reads an export line by line, and says which draws do not follow from what was committed to."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._committed: dict[tuple[str, str], dict[str, Any]] = {}
        self._decided_after: dict[str, datetime] = {}
        self._checking: dict[str, tuple[bytes, dict[str, Any], list[UUID]]] = {}
        self._asked_at: dict[tuple[str, str], str] = {}
        self.revealed = 0

    def read(self, text: str) -> None:
        line = json.loads(text)
        if line["what"] != "entry" or line["fact"] is None or line["kind"] not in self._READERS:
            return
        self._READERS[line["kind"]](self, line["chain"], json.loads(line["fact"]))

    def _draw(self, chain: str, fact: dict[str, Any]) -> None:
        self._committed[chain, fact["draw_id"]] = fact

    def _reveal(self, chain: str, fact: dict[str, Any]) -> None:
        self.revealed += 1
        where = f"{chain} draw {fact['draw_id']}"
        committed = self._committed.pop((chain, fact["draw_id"]), None)
        if committed is None:
            self._fault(f"{where}: no hash stood in the log before its seed")
            return
        seed = _bytes(fact["seed"])
        if sha256(seed).digest() != _bytes(committed["commitment"]):
            self._fault(f"{where}: the seed is not the one that was committed to")
        population = [UUID(each) for each in fact["population"]]
        if len(set(population)) != len(population):
            self._fault(f"{where}: it drew from something twice")
        if drawn(seed, population, committed["terms"]) != [UUID(each) for each in fact["drawn"]]:
            self._fault(f"{where}: what was drawn does not follow from the seed")
        if committed["purpose"] in ("checks", "group_check"):
            self._checking[fact["draw_id"]] = seed, committed, population
        if committed["purpose"] == "second_look":
            at = datetime.fromisoformat(committed["at"])
            self._decided_after.update(dict.fromkeys(fact["population"], at))

    def _review(self, chain: str, fact: dict[str, Any]) -> None:
        committed_at = self._decided_after.get(fact["attempt_id"])
        if committed_at is not None and datetime.fromisoformat(fact["at"]) < committed_at:
            self._fault(f"{chain} review of {fact['attempt_id']}: decided before the draw that it stands in")

    def _check(self, chain: str, fact: dict[str, Any]) -> None:
        """A check that was held; of a seed that is not revealed yet nothing can be said."""
        if fact["draw_id"] not in self._checking:
            return
        seed, committed, people = self._checking[fact["draw_id"]]
        where = f"{chain} check of {fact['trainee_id']} in {fact['session_id']}"
        person, lesson = UUID(fact["trainee_id"]), UUID(fact["session_id"])
        if committed["purpose"] == "group_check":
            expected = group_of(seed, lesson, fact["length_s"], committed["terms"]) if person in people else None
        else:
            expected = check_of(seed, person, lesson, fact["length_s"], committed["terms"])
        if expected != fact["offset_s"]:
            self._fault(f"{where}: it does not follow from the seed")
        if datetime.fromisoformat(fact["at"]) < datetime.fromisoformat(committed["at"]):
            self._fault(f"{where}: held before its hash stood in the log")
        if fact.get("together"):
            self._room(where, fact, committed["terms"])

    def _room(self, where: str, fact: dict[str, Any], terms: dict[str, Any]) -> None:
        """Everybody at the same moment, for as long as the terms say."""
        open_s = (datetime.fromisoformat(fact["closes_at"]) - datetime.fromisoformat(fact["at"])).total_seconds()
        if open_s not in (terms["room_within_s"], terms["room_longer_s"]):
            self._fault(f"{where}: open for longer or shorter than its terms say")
        if self._asked_at.setdefault((fact["draw_id"], fact["session_id"]), fact["at"]) != fact["at"]:
            self._fault(f"{where}: not at the moment at which the others were asked")

    _READERS = {"draw": _draw, "draw_reveal": _reveal, "person_check": _check, "review": _review}  # noqa: RUF012 - nothing writes to it


def _bytes(text: str) -> bytes:
    r"""PostgreSQL writes bytes as `\x` and hexadecimal digits."""
    return bytes.fromhex(text.removeprefix("\\x"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("export", type=Path, help="lines written by `checkin-service verify --export`")
    given = parser.parse_args(arguments)
    faults: list[str] = []
    draws = Draws(faults.append)
    try:
        with given.export.open(encoding="utf-8") as lines:
            for line in lines:
                draws.read(line)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - it is a program
        return 2
    for fault in faults:
        print(fault)  # noqa: T201 - it is a program
    print(f"{draws.revealed} draws: {f'{len(faults)} FAULTS' if faults else 'each follows from its hash'}")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
