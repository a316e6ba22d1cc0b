"""The recordings of a class's lessons as the statement of the facts finds them."""

import json
from datetime import datetime

from checkin_service.recordings.model import Span, Tally
from checkin_service.recordings.rules import tally_of


def recordings_of(lessons: str) -> Tally:
    """Each lesson held with its own beginning and end and those of its recording, if there is one."""
    return tally_of([(_span(*each[:2]), _span(*each[2:]) if each[2] else None) for each in json.loads(lessons)])


def _span(starts_at: str, ends_at: str) -> Span:
    return Span(starts_at=datetime.fromisoformat(starts_at), ends_at=datetime.fromisoformat(ends_at))
