"""Dictionaries of what answers to check-ins say, oldest first, by which they are packed; none is ever changed."""

from pathlib import Path

from checkin_service.kit.packing import Packed

_HERE = Path(__file__)
ANSWERS = Packed([_HERE.with_name(name).read_bytes() for name in ("answers_1.txt",)])
