"""Dictionaries by which answers to check-ins and their evidence are packed, oldest first; none is ever changed."""

from pathlib import Path

from checkin_service.kit.packing import Packing

_HERE = Path(__file__)


def _of(*names: str) -> Packing:
    return Packing([_HERE.with_name(name).read_bytes() for name in names])


ANSWERS = _of("answers_1.txt")
EVIDENCE = _of("evidence_1.txt")
